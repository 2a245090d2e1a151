"""Changing boundaries: one officer prepares, another approves, and then it is done at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from ayni.commons.actions import action
from ayni.commons.directory import carrying, errors, lifecycle, models, permissions, planning
from ayni.commons.directory.plans import Plan
from ayni.kernel import lifecycles

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(1096896073, 7)"  # "AYNI": one change of boundaries


@action(permissions.DEFINE, says="prepared a change of boundaries", everywhere=True)
def prepare_boundaries(plan: Plan, *, on: date, reason: str, by: Any, law: str = "") -> models.BoundaryChange:
    """Propose that areas are merged, divided, put into another or renamed on a day. Nothing changes yet.

    Refuses: ReasonMissing, and what `planning.check` refuses.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    planning.check(plan, on=on)
    return models.BoundaryChange.objects.create(
        kind=plan.kind,
        on=on,
        plan=plan.told(),
        law=law.strip(),
        reason=reason.strip(),
        prepared_by=by,
    )


@action(permissions.APPROVE, says="approved a change of boundaries", not_same_as="prepared", everywhere=True)
def approve_boundaries(change: models.BoundaryChange, *, by: Any, at: datetime) -> models.BoundaryChange:
    """Carry a prepared change out: the tree, the people, the roles and the places follow, all or nothing.

    Refuses: SameOfficer, WrongState; NotYet, before its day; and what `planning.check` refuses, when areas have
    changed since it was prepared.
    """
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    if at.date() < change.on:
        raise errors.NotYet(change.on)
    change = _decided(change, "approve", by=by, at=at, reason="")
    plan = Plan.of(change.plan)
    planning.check(plan, on=change.on)
    change.effect = planning.effect(plan, on=change.on).told()
    change.save(update_fields=["effect"])
    carrying.carry_out(change, plan)
    return change


@action(
    permissions.APPROVE,
    says="rejected a change of boundaries",
    not_same_as="prepared",
    does="rejects",
    everywhere=True,
)
def reject_boundaries(change: models.BoundaryChange, *, reason: str, by: Any, at: datetime) -> models.BoundaryChange:
    """Say no to a prepared change, with the reason. Refuses: SameOfficer, WrongState, ReasonMissing."""
    if not reason.strip():
        raise errors.ReasonMissing
    return _decided(change, "reject", by=by, at=at, reason=reason.strip())


@action(permissions.DEFINE, says="withdrew a change of boundaries", everywhere=True)
def withdraw_boundaries(change: models.BoundaryChange, *, by: Any, at: datetime) -> models.BoundaryChange:
    """Take one's own proposal back before it is decided. Refuses: NotYours, WrongState."""
    if change.prepared_by_id != by.pk:
        raise errors.NotYours(str(change))
    return _decided(change, "withdraw", by=by, at=at, reason="")


@action(permissions.DEFINE, says="assigned the people of a divided area", everywhere=True)
def assign_people(area: models.Area, *, to: str, by: Any, homes: Sequence[int] | None = None) -> int:
    """Say in which part of a divided area these households live, or all that are left; how many there were.

    Refuses: NotDivided, when it did not become that area.
    """
    part = models.Area.objects.filter(predecessors__area=area, code=to).first()
    if part is None:
        raise errors.NotDivided(area.code, to)
    moved = carrying.assign_rest(area, part) if homes is None else carrying.assign(area, part, homes)
    if models.Succession.objects.filter(area=area).count() > 1:
        carrying.reckon(area)
    return moved


def _decided(change: models.BoundaryChange, verb: str, *, by: Any, at: datetime, reason: str) -> models.BoundaryChange:
    change = models.BoundaryChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    change.status = lifecycles.step(lifecycle.CHANGE, change.status, verb, what=str(change))
    change.decided_by, change.decided_at, change.decision_reason = by, at, reason
    change.save(update_fields=["status", "decided_by", "decided_at", "decision_reason"])
    return change
