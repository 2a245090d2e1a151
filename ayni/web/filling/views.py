"""The pages of filling in: choosing a questionnaire and whom, page after page, checking, sending, throwing away."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from ayni.intake import queries as intake
from ayni.intake.actions import drafts as actions
from ayni.intake.errors import FormOver
from ayni.intake.queries import drafts, visits
from ayni.registry import queries as registry
from ayni.web import limits
from ayni.web.attempts import attempt
from ayni.web.filling import forms, policy, saving
from ayni.web.filling.work import Work

HOUSEHOLD = re.compile(r"H(\d{8})")


@policy.allowed
def home(request: HttpRequest) -> HttpResponse:
    """What one is filling in, and what can be begun."""
    at = timezone.now()
    versions = intake.offered(request.user)
    pages = ("web:offline_form", "web:form_definition")
    ready = [reverse("web:offline"), *(reverse(page, args=[one.pk]) for one in versions for page in pages)]
    shown = {"drafts": drafts.open_drafts(request.user, at=at), "versions": versions, "ready": ready}
    return render(request, "filling/home.html", shown)


@limits.door("search", when="q")
def begin(request: HttpRequest, version_id: int) -> HttpResponse:
    """For whom: a new household, or one that is found."""
    version = intake.served(version_id, reader=request.user)
    form = forms.WhomForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        actions.begin_form,
        version,
        by=request.user,
        at=timezone.now(),
        household=form.cleaned_data["household"],
    ):
        return redirect("web:form_page", form.result.pk, "1")
    text = request.GET.get("q", "").strip()[:200]
    may_find = request.user.may("registry.see_households")
    found = registry.search(text, reader=request.user, limit=20) if text and may_find else None
    shown = {"version": version, "form": form, "text": text, "found": found, "may_find": may_find}
    return render(request, "filling/begin.html", shown)


def resume(request: HttpRequest, form_id: int) -> HttpResponse:
    """Where one goes on: the first page on which something is missing; of what is over, what became of it."""
    try:
        work = Work(form_id, request.user)
    except FormOver:
        return over(request, form_id)
    place = work.first_open
    return redirect("web:form_page", form_id, place) if place else redirect("web:check_form", form_id)


def over(request: HttpRequest, form_id: int) -> HttpResponse:
    """What became of a form: sent, thrown away, or too old."""
    row = drafts.draft(form_id, reader=request.user)
    if row.status == "filling" and row.expires_at > timezone.now():
        return redirect("web:form", form_id)
    return render(
        request, "filling/over.html", {"draft": row, "visit": visits.of_form(row.instance_id, reader=request.user)}
    )


@policy.allowed
@sensitive_post_parameters()
def page(request: HttpRequest, form_id: int, place: str) -> HttpResponse:
    try:
        return saving.Page(request, Work(form_id, request.user), place).answer()
    except FormOver:
        return redirect("web:form_over", form_id)


@policy.allowed
def check(request: HttpRequest, form_id: int) -> HttpResponse:
    """Everything that was answered, what is missing, and sending it."""
    try:
        work = Work(form_id, request.user)
    except FormOver:
        return redirect("web:form_over", form_id)
    form = forms.SendForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.send_form, work.row, by=request.user, at=timezone.now()):
        return redirect("web:form_over", form_id)
    return render(request, "filling/check.html", {"form": form, **saving.checked(work)})


def discard(request: HttpRequest, form_id: int) -> HttpResponse:
    row = drafts.draft(form_id, reader=request.user)
    form = forms.DiscardForm(request.POST or None)
    asked: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.discard_form, row, **asked, **form.cleaned_data):
        messages.success(request, _("The form is thrown away. Nothing of what was answered is kept."))
        return redirect("web:filling")
    return render(request, "filling/discard.html", {"draft": row, "form": form, "back_url": reverse("web:filling")})


def picture(request: HttpRequest, form_id: int, name: str) -> HttpResponse:
    """A picture that was added to one's own form, as a file and never as a page."""
    row = drafts.draft(form_id, reader=request.user)
    kept = next((one for one in drafts.files_of(row) if one.source == name), None)
    if kept is None:
        raise Http404
    answer = HttpResponse(drafts.file_of(kept), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{kept.source}"'
    return answer
