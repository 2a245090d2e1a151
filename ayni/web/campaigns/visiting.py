"""An enumerator's day: whom to visit, what came of it, and putting it right. Light pages, which need no script."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.intake import queries as intake
from ayni.intake.actions import visits as actions
from ayni.intake.actions import visits_filling
from ayni.intake.queries import backchecks
from ayni.intake.queries import visits as queries
from ayni.web.attempts import attempt
from ayni.web.campaigns import forms


def today(request: HttpRequest) -> HttpResponse:
    return render(request, "campaigns/today.html", {**_today(request), "said": request.GET.get("said", "")[:20]})


def printed(request: HttpRequest) -> HttpResponse:
    return render(request, "campaigns/printed.html", _today(request))


def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    found = queries.own_visit(visit_id, reader=request.user, on=timezone.localdate())
    form = forms.OutcomeForm(request.POST or None, initial={"client_id": f"web:{uuid4()}"})
    now = timezone.now()
    if form.is_valid():
        told = actions.Outcome(at=now, **form.cleaned_data)
        if attempt(form, actions.record_visit, found.visit, told, at=now, by=request.user):
            return redirect(f"{reverse('web:my_visits')}?said={found.visit}")
    shown = {
        "one": found,
        "form": form,
        "tries": queries.tries(found.visit),
        "questionnaires": list(found.visit.campaign.questionnaires.all()),
        "versions": queries.forms_of(found.visit, reader=request.user),
        "can_correct": not found.visit.is_to_do and found.visit.submission_id is None,
    }
    return render(request, "campaigns/visit.html", shown)


def fill(request: HttpRequest, visit_id: int, version_id: int) -> HttpResponse:
    """Go to the form of a visit: begun now, or where it was left."""
    found = queries.own_visit(visit_id, reader=request.user, on=timezone.localdate())
    version = intake.served(version_id, reader=request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    asked = {"at": timezone.now(), "by": request.user}
    if form.is_valid() and attempt(form, visits_filling.begin_visit_form, found.visit, version, **asked):
        return redirect("web:form", form.result.pk)
    return render(request, "campaigns/fill.html", {"one": found, "version": version, "form": form})


def correct(request: HttpRequest, visit_id: int) -> HttpResponse:
    found = queries.own_visit(visit_id, reader=request.user, on=timezone.localdate())
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.correct_visit, found.visit, **form.cleaned_data, at=timezone.now(), by=request.user
    ):
        return redirect("web:visit", visit_id)
    return render(request, "campaigns/correct.html", {"one": found, "form": form, "title": _("Put it right")})


def _today(request: HttpRequest) -> dict[str, Any]:
    on, form = timezone.localdate(), forms.TodayForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    where = asked.get("latitude"), asked.get("longitude")
    here = (where[0], where[1]) if where[0] is not None and where[1] is not None else None
    order = asked.get("order") or queries.BY_AREA
    return {
        "found": queries.today(request.user, on=on, order=order, here=here),
        "settled": queries.settled(request.user, on=on),
        "checks": backchecks.waiting(request.user),
        "order": order,
        "on": on,
    }
