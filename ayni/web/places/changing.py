"""Changes of boundaries: propose, see the effect in numbers, decide; and the people that a division left to assign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.commons.access import scoping
from ayni.commons.directory import permissions, planning
from ayni.commons.directory.actions import changing as actions
from ayni.commons.directory.plans import Plan
from ayni.commons.directory.queries import area as area_of
from ayni.commons.directory.queries import changing as queries
from ayni.kernel.refusals import Refused
from ayni.web import paging
from ayni.web.attempts import attempt, found
from ayni.web.places import asked, change_forms, words

LISTED = 100  # households of a work list on a page
VERBS = {
    "approve": (actions.approve_boundaries, permissions.APPROVE, asked.PlainForm),
    "reject": (actions.reject_boundaries, permissions.APPROVE, asked.ReasonForm),
    "withdraw": (actions.withdraw_boundaries, permissions.DEFINE, asked.PlainForm),
}


def changes(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, permissions.SEE)
    page, rows = paging.asked(request), queries.changes()
    shown = [(row, words.CHANGES[row.kind]) for row in rows[page.offset : page.offset + page.limit]]
    context = {"rows": shown, "paging": page.of(rows.count()), "waiting": _waiting(request.user)}
    return render(request, "places/changes.html", context)


def propose(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    scoping.paths(request.user, permissions.DEFINE)
    area = found(area_of(code))
    if kind not in change_forms.FORMS:
        raise Http404
    form = change_forms.FORMS[kind](request.POST or None, request.FILES or None, area=area)
    if form.is_valid() and attempt(form, actions.prepare_boundaries, form.plan, by=request.user, **form.given):  # type: ignore[attr-defined]
        messages.success(request, _("The change is proposed. Another officer must approve it before anything changes."))
        return redirect("web:boundary_change", form.result.pk)  # type: ignore[attr-defined]
    return render(request, "places/propose.html", {"form": form, "area": area, "kind": words.CHANGES[kind]})


def change(request: HttpRequest, change_id: int) -> HttpResponse:
    scoping.paths(request.user, permissions.SEE)
    return render(request, "places/change.html", _shown(change_id, request.user))


def decide(request: HttpRequest, change_id: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    act, permission, kind = VERBS[verb]
    scoping.paths(request.user, permission)
    page = _shown(change_id, request.user)
    form = kind(request.POST if request.method == "POST" else None)
    given = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, act, page["change"], **given, **form.cleaned_data):
        messages.success(request, _done(verb))
        return redirect("web:boundary_change", change_id)
    return render(request, f"places/{verb}.html", {**page, "form": form})


def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Say in which part of a divided area households live that had no point on the map."""
    scoping.paths(request.user, permissions.DEFINE)
    area = found(area_of(code))
    parts = queries.parts(area)
    if not parts:
        raise Http404
    form = change_forms.AssignForm(request.POST or None, parts=parts)
    if form.is_valid() and attempt(form, actions.assign_people, area, by=request.user, **form.cleaned_data):
        count = form.result  # type: ignore[attr-defined]
        told = ngettext("%(count)s household is assigned.", "%(count)s households are assigned.", count)
        messages.success(request, told % {"count": count})
        return redirect("web:assign_people", code)
    waiting = next((one.households for one in queries.waiting() if one.area == area), 0)
    homes = queries.waiting_in(area, limit=LISTED)
    return render(request, "places/assign.html", {"form": form, "area": area, "waiting": waiting, "homes": homes})


def _shown(change_id: int, reader: Any) -> dict[str, Any]:
    """One change with its plan in words, and its effect: as it was when it is approved, as it would be before."""
    one = found(queries.change(change_id))
    plan = Plan.of(one.plan)
    context: dict[str, Any] = {
        "change": one,
        "plan": plan,
        "kind": words.CHANGES[one.kind],
        "areas": [area for area in map(area_of, plan.areas) if area],
        "parent": area_of(plan.parent) if plan.parent else None,
        "is_own": one.prepared_by_id == reader.pk,
        "effect": one.effect,
    }
    may_count = reader.may(permissions.DEFINE) or reader.may(permissions.APPROVE)
    if one.status != "draft" or not may_count:
        return context
    try:
        planning.check(plan, on=one.on)
    except Refused as refused:
        return {**context, "refusal": str(refused)}
    return {**context, "effect": planning.effect(plan, on=one.on).told()}


def _waiting(reader: Any) -> list[queries.Waiting]:
    return queries.waiting() if reader.may(permissions.DEFINE) or reader.may(permissions.APPROVE) else []


def _done(verb: str) -> str:
    return {
        "approve": _("The change is carried out: areas, people, roles and places follow it from now on."),
        "reject": _("The change is rejected. Whoever proposed it sees your reason."),
        "withdraw": _("The proposal is taken back."),
    }[verb]
