"""Who works for a campaign: assigning officers, and ending that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.commons.directory import queries as places
from ayni.intake.actions import campaigns_staff as actions
from ayni.intake.queries import campaigns as queries
from ayni.web.attempts import attempt, found
from ayni.web.campaigns import forms


def people(request: HttpRequest, campaign: str) -> HttpResponse:
    one = queries.campaign(campaign, reader=request.user)
    role = request.POST.get("role", "enumerator")
    officers = queries.candidates(reader=request.user, role="supervisor" if role == "supervisor" else "enumerator")
    form = forms.AssignForm(request.POST or None, officers=officers)
    if form.is_valid() and _assign(form, one, request):
        messages.success(request, _("The assignment is made."))
        return redirect("web:campaign_staff", campaign)
    shown = {"campaign": one, "rows": queries.assignments(one, reader=request.user)[:500], "form": form}
    return render(request, "campaigns/people.html", shown)


def end(request: HttpRequest, assignment_id: int) -> HttpResponse:
    work = found(queries.assignment(assignment_id, reader=request.user))
    others = [one for one in queries.enumerators(work.campaign, reader=request.user) if one != work.officer]
    form = forms.EndForm(request.POST or None, officers=others)
    if form.is_valid():
        given = form.cleaned_data
        to = queries.user(given["to"]) if given["to"] else None
        asked: dict[str, Any] = {"on": given["on"], "reason": given["reason"], "to": to, "by": request.user}
        if attempt(form, actions.end_assignment, work, **asked):
            carried = form.result  # type: ignore[attr-defined]
            told = ngettext("%(count)s visit is carried on.", "%(count)s visits are carried on.", carried)
            messages.success(request, told % {"count": carried})
            return redirect("web:campaign_staff", work.campaign.code)
    shown = {
        "title": _("End the work of %(who)s") % {"who": work.officer},
        "lead": _("Visits that are not made go to whom you choose; what was done stays."),
        "form": form,
        "verb": _("End it"),
        "back_url": reverse("web:campaign_staff", args=[work.campaign.code]),
        "back": _("Who works for it"),
    }
    return render(request, "campaigns/form.html", shown)


def _assign(form: forms.AssignForm, campaign: Any, request: HttpRequest) -> bool:
    given = form.cleaned_data
    area, officer = places.area(given["area"]), queries.user(given["officer"])
    if area is None or officer is None:
        form.add_error("area", _("There is no area with this code."))
        return False
    return attempt(
        form,
        actions.assign_officer,
        campaign,
        officer,
        area=area,
        role=given["role"],
        starts_on=given["starts_on"],
        by=request.user,
    )
