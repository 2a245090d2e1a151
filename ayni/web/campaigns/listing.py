"""Lists of a campaign: dwellings from a file, known households, forms that came, and the list as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.intake.actions import visits_listing as actions
from ayni.intake.actions import visits_reconciling
from ayni.intake.queries import campaigns
from ayni.intake.queries import visits as queries
from ayni.kernel import spreadsheets
from ayni.web import limits
from ayni.web.attempts import attempt, found
from ayni.web.campaigns import forms
from ayni.web.campaigns.views import asked_for

HEADS = ("visit", "area", "key", "household", "head", "address", "directions", "latitude", "longitude", "enumerator")


def lists(request: HttpRequest, campaign: str) -> HttpResponse:
    one = campaigns.campaign(campaign, reader=request.user)
    form = forms.ListingForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        name = request.FILES["file"].name or ""  # type: ignore[union-attr]
        if attempt(form, actions.load_listing, one, form.cleaned_data["file"], name=name, by=request.user):
            return redirect("web:listing", form.result.pk)  # type: ignore[attr-defined]
    shown = {"campaign": one, "form": form, "rows": campaigns.listings(one, reader=request.user)}
    return render(request, "campaigns/lists.html", shown)


def report(request: HttpRequest, listing_id: int) -> HttpResponse:
    one = found(campaigns.listing(listing_id, reader=request.user))
    return render(request, "campaigns/listing.html", {"listing": one, "campaign": one.campaign})


def withdraw(request: HttpRequest, listing_id: int) -> HttpResponse:
    one = found(campaigns.listing(listing_id, reader=request.user))
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.withdraw_listing, one, at=timezone.now(), by=request.user):
        taken = form.result  # type: ignore[attr-defined]
        told = ngettext("%(count)s dwelling is off the lists.", "%(count)s dwellings are off the lists.", taken)
        messages.success(request, told % {"count": taken})
        return redirect("web:campaign_lists", one.campaign.code)
    lead = _("Its dwellings go off the lists, but for those that somebody has been to. You can read it in again.")
    back = {"back_url": reverse("web:listing", args=[listing_id]), "back": one.name}
    return _confirm(request, _("Take the listing back"), lead, form, back)


def take(request: HttpRequest, campaign: str) -> HttpResponse:
    one = campaigns.campaign(campaign, reader=request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.take_households, one, by=request.user):
        taken = form.result  # type: ignore[attr-defined]
        told = ngettext("%(count)s household is new on the lists.", "%(count)s households are new on the lists.", taken)
        messages.success(request, told % {"count": taken})
        return redirect("web:campaign_lists", campaign)
    lead = _("Every household that is registered in the campaign's areas, and yours, is put on its lists once.")
    back = {"back_url": reverse("web:campaign_lists", args=[campaign]), "back": _("Lists")}
    return _confirm(request, _("Take known households"), lead, form, back)


def reconcile(request: HttpRequest, campaign: str) -> HttpResponse:
    one = campaigns.campaign(campaign, reader=request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, visits_reconciling.reconcile_visits, one, by=request.user):
        closed = form.result  # type: ignore[attr-defined]
        told = ngettext(
            "%(count)s visit was closed by its form.", "%(count)s visits were closed by their forms.", closed
        )
        messages.success(request, told % {"count": closed})
        return redirect("web:campaign", campaign)
    lead = _("Forms close their visits by themselves as they come. This looks again at those that found none.")
    back = {"back_url": reverse("web:campaign", args=[campaign]), "back": one.name}
    return _confirm(request, _("Look for the visits of forms"), lead, form, back)


@limits.door("export")
def export(request: HttpRequest, campaign: str) -> HttpResponse:
    one = campaigns.campaign(campaign, reader=request.user)
    officers = campaigns.enumerators(one, reader=request.user)
    asked = asked_for(forms.VisitFilter(request.GET, officers=officers))
    rows = queries.exported(one, asked, reader=request.user, on=timezone.localdate())
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow((*HEADS, "status", "planned_on", "attempts"))
    writer.writerows([spreadsheets.guarded(cell) for cell in _cells(row)] for row in rows)
    answer = HttpResponse(written.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="visits-{one.code}.csv"'
    return answer


def _cells(row: queries.Listed) -> tuple[Any, ...]:
    visit = row.visit
    enumerator = visit.enumerator.username if visit.enumerator else ""
    where = (row.address, row.directions, row.latitude, row.longitude)
    told = (visit.status, visit.planned_on, visit.attempts)
    return (str(visit), visit.area.code, visit.key, row.household, row.who, *where, enumerator, *told)


def _confirm(request: HttpRequest, title: str, lead: str, form: Any, back: dict[str, Any]) -> HttpResponse:
    return render(request, "campaigns/form.html", {"title": title, "lead": lead, "form": form, "verb": title, **back})
