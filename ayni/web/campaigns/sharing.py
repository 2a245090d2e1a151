"""Sharing out visits, and giving those of one to another: first shown, then done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.commons.directory import queries as places
from ayni.intake.actions import visits_sharing as actions
from ayni.intake.queries import campaigns
from ayni.intake.queries import visits_sharing as queries
from ayni.web.attempts import attempt
from ayni.web.campaigns import forms


def share_out(request: HttpRequest, campaign: str) -> HttpResponse:
    found, on = campaigns.campaign(campaign, reader=request.user), timezone.localdate()
    form = forms.ShareForm(request.POST or None)
    if form.is_confirmed() and attempt(form, actions.share_out_visits, found, **form.answers, on=on, by=request.user):
        given = form.result  # type: ignore[attr-defined]
        told = ngettext("%(count)s visit was shared out.", "%(count)s visits were shared out.", given)
        messages.success(request, told % {"count": given})
        return redirect("web:campaign", campaign)
    shares = queries.shares(found, how=form.cleaned_data["how"], on=on, reader=request.user) if form.is_shown else None
    shown = {"campaign": found, "form": form, "shares": shares, "title": _("Share out visits")}
    return render(request, "campaigns/share_out.html", {**shown, "verb": _("Share them out")})


def reassign(request: HttpRequest, campaign: str) -> HttpResponse:
    found, on = campaigns.campaign(campaign, reader=request.user), timezone.localdate()
    form = forms.ReassignForm(request.POST or None, officers=campaigns.enumerators(found, reader=request.user))
    moving = None
    if form.is_valid():
        given = form.answers
        area = places.area(given["area"]) if given["area"] else None
        if given["area"] and area is None:
            form.add_error("area", _("There is no area with this code."))
    if form.is_valid():
        asked = {"officer": campaigns.user(given["officer"]), "to": campaigns.user(given["to"]), "area": area, "on": on}
        if form.is_confirmed() and attempt(form, actions.reassign_visits, found, **asked, by=request.user):
            moved = form.result  # type: ignore[attr-defined]
            told = ngettext("%(count)s visit was given over.", "%(count)s visits were given over.", moved)
            messages.success(request, told % {"count": moved})
            return redirect("web:campaign", campaign)
        moving = queries.moving(found, **asked, reader=request.user)
    shown = {"campaign": found, "form": form, "moving": moving, "title": _("Give visits to another")}
    return render(request, "campaigns/reassign.html", {**shown, "verb": _("Give them over")})
