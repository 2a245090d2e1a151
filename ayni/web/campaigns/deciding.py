"""What a supervisor decides of one visit, or of one interview that was checked again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.intake.actions import backchecks, visits, visits_reconciling
from ayni.intake.queries import backchecks as checks
from ayni.intake.queries import campaigns
from ayni.intake.queries import visits as queries
from ayni.web.attempts import attempt
from ayni.web.campaigns import forms

VERBS: dict[str, tuple[Any, Any]] = {
    "reopen": (visits.reopen_visit, gettext_lazy("Have it visited again")),
    "cancel": (visits.cancel_visit, gettext_lazy("Take it off the list")),
}


def turn_visit(request: HttpRequest, listed_id: int, verb: str) -> HttpResponse:
    if verb == "link":
        return _link(request, listed_id)
    if verb not in VERBS:
        raise Http404
    action, title = VERBS[verb]
    found = queries.visit(listed_id, reader=request.user, on=timezone.localdate()).visit
    form = forms.ReasonForm(request.POST or None)
    asked = {"at": timezone.now(), "by": request.user}
    if form.is_valid() and attempt(form, action, found, **form.cleaned_data, **asked):
        messages.success(request, _("It is done."))
        return redirect("web:campaign_visit", listed_id)
    return render(request, "campaigns/form.html", _page(title, form, found))


def _link(request: HttpRequest, listed_id: int) -> HttpResponse:
    found = queries.visit(listed_id, reader=request.user, on=timezone.localdate()).visit
    left = queries.unlinked(found.campaign, reader=request.user)
    form = forms.LinkForm(request.POST or None, forms_left=left)
    if form.is_valid() and attempt(
        form,
        visits_reconciling.link_submission,
        found,
        submission=form.left[form.cleaned_data["submission"]],
        by=request.user,
    ):
        messages.success(request, _("The form closes this visit now."))
        return redirect("web:campaign_visit", listed_id)
    return render(request, "campaigns/form.html", _page(_("Link a form"), form, found))


def check(request: HttpRequest, decided_id: int) -> HttpResponse:
    found, compared = checks.decided(decided_id, reader=request.user)
    is_given = "officer" in request.POST
    form = forms.DecideForm(None if is_given else request.POST or None)
    give = forms.GiveForm(request.POST if is_given else None, officers=checks.checkers(found, reader=request.user))
    back = redirect("web:campaign_checks", found.campaign.code)
    if is_given and give.is_valid():
        officer = campaigns.user(give.cleaned_data["officer"])
        if attempt(give, backchecks.assign_back_check, found, officer=officer, by=request.user):
            messages.success(request, _("It is done."))
            return back
    if form.is_valid() and attempt(
        form, backchecks.decide_back_check, found, **form.cleaned_data, at=timezone.now(), by=request.user
    ):
        messages.success(request, _("It is done."))
        return back
    shown = {"check": found, "compared": compared, "form": form, "give": give}
    own = request.user.pk in (found.interviewer_id, found.checked_by_id)
    return render(request, "campaigns/decide.html", {**shown, "is_own": own})


def _page(title: Any, form: Any, found: Any) -> dict[str, Any]:
    url = reverse("web:campaign_visit", args=[found.pk])
    return {"title": title, "form": form, "verb": title, "back_url": url, "back": str(found)}
