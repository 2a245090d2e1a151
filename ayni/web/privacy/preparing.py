"""Preparing a purpose, a schedule, an agreement, or an anonymisation: another officer decides."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.privacy import actions, queries
from ayni.web.attempts import attempt
from ayni.web.privacy import drafting, forms


def purpose(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "privacy.schedule")
    form = drafting.PurposeForm(request.POST or None)
    if form.is_valid():
        given = {"reason": form.cleaned_data["reason"], "by": request.user}
        if attempt(form, actions.prepare_purpose, form.purpose, **given):
            return _prepared(request, "purpose", form.result)
    title, lead = _("Prepare a purpose"), _("What data are used for, on which legal basis, and for how long.")
    return _asked(request, form, title, lead, "web:purposes")


def schedule(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "privacy.schedule")
    form = drafting.ScheduleForm(request.POST or None, purposes=queries.in_force_all(timezone.localdate()))
    if form.is_valid():
        chosen = form.purposes[form.cleaned_data["purpose"]]
        if attempt(form, actions.prepare_schedule, chosen, **form.given, by=request.user):
            return _prepared(request, "schedule", form.result)
    title = _("Prepare a retention schedule")
    lead = _("When data are no longer needed, people become anonymous. The ledger and the audit stay.")
    return _asked(request, form, title, lead, "web:retention")


def agreement(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "privacy.share")
    form = drafting.AgreementForm(request.POST or None, purposes=queries.in_force_all(timezone.localdate()))
    if form.is_valid():
        given = {"reason": form.cleaned_data["reason"], "by": request.user}
        if attempt(form, actions.prepare_agreement, form.agreement, **given):
            return _prepared(request, "agreement", form.result)
    title, lead = _("Prepare an agreement"), _("What may leave for a partner. What is not named stays here.")
    return _asked(request, form, title, lead, "web:sharing")


def anonymisation(request: HttpRequest, number: int) -> HttpResponse:
    scoping.paths(request.user, "privacy.schedule")
    found = queries.paper("schedule", number, reader=request.user)
    form = forms.ReasonForm(request.POST or None)
    asked = {"on": timezone.localdate(), "by": request.user}
    if form.is_valid() and attempt(form, actions.prepare_anonymisation, found, **form.cleaned_data, **asked):
        return _prepared(request, "anonymisation", form.result)
    title = _("Count who is due")
    lead = _("People and rows are counted; nothing is changed. Another officer approves before anything is done.")
    return _asked(request, form, title, lead, "web:retention")


def _prepared(request: HttpRequest, kind: str, paper: Any) -> HttpResponse:
    messages.success(request, _("It is prepared. Another officer must approve it."))
    return redirect("web:paper", kind, paper.pk)


def _asked(request: HttpRequest, form: Any, title: str, lead: str, home: str) -> HttpResponse:
    page = {"title": title, "lead": lead, "verb": _("Prepare it"), "back_url": reverse(home), "back": _("Privacy")}
    return render(request, "privacy/form.html", {**page, "form": form})
