"""Campaigns: the list, how far one is, what to look at, and its visits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ayni.commons.directory import queries as places
from ayni.intake.queries import campaigns, campaigns_flags, campaigns_progress
from ayni.intake.queries import visits as queries
from ayni.web import fragments, paging
from ayni.web.campaigns import forms
from ayni.web.campaigns.planning import VERBS

SUPERVISE = "intake.supervise"


def listed(request: HttpRequest) -> HttpResponse:
    rows = campaigns.campaigns(request.user)
    return render(request, "campaigns/campaigns.html", {"rows": rows})


def progress(request: HttpRequest, campaign: str) -> HttpResponse:
    found = campaigns.campaign(campaign, reader=request.user)
    can_supervise = request.user.may(SUPERVISE)
    shown = {
        "campaign": found,
        "progress": campaigns_progress.progress(found, on=timezone.localdate()),
        "flags": campaigns_flags.flags(found, reader=request.user) if can_supervise else [],
        "left_over": len(queries.unlinked(found, reader=request.user)) if can_supervise else 0,
        "can_supervise": can_supervise,
        "steps": [(verb, VERBS[verb][2]) for verb in campaigns.verbs(found, reader=request.user)],
    }
    return render(request, "campaigns/campaign.html", shown)


def visits(request: HttpRequest, campaign: str) -> HttpResponse:
    found = campaigns.campaign(campaign, reader=request.user)
    officers = campaigns.enumerators(found, reader=request.user)
    form = forms.VisitFilter(request.GET, officers=officers)
    asked, page = asked_for(form), paging.asked(request)
    rows = queries.of_campaign(found, asked, reader=request.user)
    shown: dict[str, Any] = {
        "campaign": found,
        "form": form,
        "rows": queries.page(
            rows[page.offset : page.offset + page.limit],
            found,
            asked,
            reader=request.user,
            on=timezone.localdate(),
        ),
        "paging": page.of(rows.count()),
        "query": request.GET.urlencode(),
    }
    return render(
        request, "campaigns/visits_found.html" if fragments.is_asked(request) else "campaigns/visits.html", shown
    )


def visit(request: HttpRequest, listed_id: int) -> HttpResponse:
    found = queries.visit(listed_id, reader=request.user, on=timezone.localdate())
    return render(request, "campaigns/listed.html", {"one": found, "tries": queries.tries(found.visit)})


def asked_for(form: forms.VisitFilter) -> queries.Asked:
    """What a filter asks for; nothing when it asks for what is not there."""
    given = form.cleaned_data if form.is_valid() else {}
    area = places.area(given.get("area", "")) if given.get("area") else None
    officer = campaigns.user(given["officer"]) if given.get("officer") else None
    return queries.Asked(given.get("status", ""), area, officer)
