"""Two records side by side, what merging them does, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.benefits import queries as benefits
from ayni.identity import actions, queries
from ayni.registry import queries as registry
from ayni.web import fragments, paging
from ayni.web.attempts import attempt
from ayni.web.identity_merging import forms

MERGE = "identity.merge"


def listed(request: HttpRequest) -> HttpResponse:
    form, page = forms.MergesFilter(request.GET), paging.asked(request)
    found = queries.merges(reader=request.user, state=form.chosen())
    rows = found[page.offset : page.offset + page.limit]
    shown = {"form": form, "rows": rows, "paging": page.of(found.count())}
    part = "found" if fragments.is_asked(request) else "list"
    return render(request, f"identity_merging/{part}.html", shown)


def choose(request: HttpRequest, person_id: int) -> HttpResponse:
    """The other record, by its number."""
    who = queries.in_reach(person_id, reader=request.user, under=MERGE)
    form = forms.OtherForm(request.POST or None)
    asked = {"reader": request.user, "on": timezone.localdate()}
    if form.is_valid() and attempt(form, queries.merge_plan, person_id, form.cleaned_data["other"], **asked):
        return redirect("web:merge_people", person_id, form.cleaned_data["other"])
    return render(request, "identity_merging/choose.html", {"who": who, "form": form})


def merge(request: HttpRequest, kept_id: int, absorbed_id: int) -> HttpResponse:
    """Both side by side, and merging them."""
    today = timezone.localdate()
    plan = queries.merge_plan(kept_id, absorbed_id, reader=request.user, on=today)
    form = forms.MergeForm(request.POST or None, plan)
    if form.is_valid() and attempt(form, _merge, plan, form, request):
        messages.success(request, _("The two records are one. What hung on the other hangs on this one."))
        return redirect("web:merge", form.result.pk)
    doubled = benefits.doubled(kept_id, absorbed_id) if request.user.may("benefits.see_payments") else 0
    return render(request, "identity_merging/merge.html", {"plan": plan, "form": form, "doubled": doubled})


def _merge(plan: Any, form: forms.MergeForm, request: HttpRequest) -> Any:
    head = form.new_head_id
    new_head = registry.known_person(head, reader=request.user, under=MERGE) if head else None
    told = {**form.told, "on": timezone.localdate(), "at": timezone.now(), "by": request.user}
    return actions.merge_people(plan.kept, absorbed=plan.absorbed, new_head=new_head, **told)


def page(request: HttpRequest, merge_id: int) -> HttpResponse:
    """A merge and its history."""
    found = queries.merge(merge_id, reader=request.user)
    cases = benefits.of_merge(merge_id, reader=request.user) if request.user.may("benefits.see_payments") else []
    shown = {"merge": found, "parting": queries.parting(found, reader=request.user), "cases": cases}
    return render(request, "identity_merging/page.html", shown)


def part(request: HttpRequest, merge_id: int) -> HttpResponse:
    """What comes back, what came since, and parting the two."""
    found = queries.merge(merge_id, reader=request.user)
    parting = queries.parting(found, reader=request.user)
    form = forms.PartForm(request.POST or None, parting)
    asked = {"on": timezone.localdate(), "at": timezone.now(), "by": request.user}
    if form.is_valid() and attempt(form, actions.part_people, found, **form.cleaned_data, **asked):
        messages.success(request, _("The two records stand apart again, as they did before."))
        return redirect("web:merge", merge_id)
    return render(request, "identity_merging/part.html", {"merge": found, "parting": parting, "form": form})
