"""Interviews that are checked again: one's own to do, and those of a campaign."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.intake.actions import backchecks as actions
from ayni.intake.queries import backchecks as queries
from ayni.intake.queries import campaigns
from ayni.web import paging
from ayni.web.attempts import attempt
from ayni.web.campaigns import forms


def own(request: HttpRequest) -> HttpResponse:
    return render(request, "campaigns/my_checks.html", {"rows": queries.own(request.user)[:200]})


def check(request: HttpRequest, check_id: int) -> HttpResponse:
    found, listed, questions = queries.to_do(check_id, reader=request.user, on=timezone.localdate())
    form = forms.CheckForm(request.POST if request.method == "POST" else None, questions=questions)
    if form.is_valid():
        asked = {"at": timezone.now(), "by": request.user}
        missed = form.cleaned_data["missed"].strip()
        done = (
            attempt(form, actions.miss_back_check, found, reason=missed, **asked)
            if missed
            else attempt(form, actions.record_back_check, found, answers=form.answers, **asked)
        )
        if done:
            return redirect("web:my_checks")
    return render(request, "campaigns/check.html", {"check": found, "one": listed, "form": form})


def of_campaign(request: HttpRequest, campaign: str) -> HttpResponse:
    found = campaigns.campaign(campaign, reader=request.user)
    page = paging.asked(request)
    rows = queries.of_campaign(found, reader=request.user)
    shown = {
        "campaign": found,
        "rates": queries.rates(found, reader=request.user),
        "rows": rows[page.offset : page.offset + page.limit],
        "paging": page.of(rows.count()),
        "draws": queries.draws(found, reader=request.user),
    }
    return render(request, "campaigns/checks.html", shown)


def draw(request: HttpRequest, campaign: str) -> HttpResponse:
    found = campaigns.campaign(campaign, reader=request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.draw_back_checks, found, at=timezone.now(), by=request.user):
        made = form.result  # type: ignore[attr-defined]
        told = ngettext("%(count)s interview was drawn.", "%(count)s interviews were drawn.", made.drawn)
        messages.success(request, told % {"count": made.drawn})
        return redirect("web:campaign_checks", campaign)
    shown = {
        "title": _("Draw interviews to be checked again"),
        "lead": _(
            "They are drawn at random from the forms that came in since the last draw, and each goes to somebody other"
            " than its enumerator. The seed is kept: the draw can be done again with the same result."
        ),
        "form": form,
        "verb": _("Draw"),
        "back_url": reverse("web:campaign_checks", args=[campaign]),
        "back": _("Back-checks"),
    }
    return render(request, "campaigns/form.html", shown)
