"""Taking back an applied change by a request that says the contrary: checked by another officer like any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.intake import errors, lifecycle, permissions
from ayni.intake.actions.changes.making import NewChange, locked, written
from ayni.intake.models import ChangeRequest, ChangeSource, EvidenceKind
from ayni.intake.queries.changes import registered
from ayni.intake.queries.changes.ground import ANSWER
from ayni.kernel import lifecycles

UNDO_DAYS = 90
#: From an applied change to what is proposed to take it back, of the same kind; None when the contrary is no change.
Counter = Callable[[ChangeRequest], dict[str, Any] | None]


@action(permissions.REQUEST, says="asked to take back a change", unsaid=("reason",))
def counter_change(change: ChangeRequest, *, reason: str, at: datetime, by: User) -> ChangeRequest:
    """Ask for the contrary of an applied change, within 90 days; another officer checks it.

    Asked twice, it is one request. Refuses: OutsideArea, WrongState, ReasonNeeded, TooLate, NoCounter.
    """
    kept = locked(change)
    scoping.check(by, permissions.REQUEST, (kept.to_area or kept.area).path)
    known = ChangeRequest.objects.filter(counters=kept).first()
    if known is not None:
        return known
    if not reason.strip():
        raise errors.ReasonNeeded
    _check_applied(kept, at.date())
    made = contrary(kept)
    if made is None:
        kind = registered.KINDS[kept.kind]
        raise errors.NoCounter(kind.label, _("Ask for a new change that says what the record should say."))
    new = NewChange(
        kind=kept.kind,
        happened_on=at.date(),
        proposed=made,
        person=kept.person,
        household=kept.household,
        reason=reason,
        evidence=EvidenceKind.VISIT if kept.kind != "marriage" else EvidenceKind.OWN_WORD,
        source=ChangeSource.OFFICER,
        source_key=f"counters/{kept.pk}",
        language=kept.language,
    )
    return written(new, at=at, by=by, counters=kept)


def contrary(change: ChangeRequest) -> dict[str, Any] | None:
    """What would take a change back; None when nothing does."""
    found = COUNTERS.get(change.kind)
    return found(change) if found else None


def can_be_countered(change: ChangeRequest, *, on: date) -> bool:
    """Whether an applied change may still be taken back in one step."""
    try:
        _check_applied(change, on)
    except (errors.TooLate, lifecycles.WrongState):
        return False
    return contrary(change) is not None


def _check_applied(change: ChangeRequest, on: date) -> None:
    if change.status != lifecycle.APPLIED or change.applied_at is None:
        raise lifecycles.WrongState(change.status, "take back", lifecycles.verbs(lifecycle.CHANGE, change.status))
    until = change.applied_at.date() + timedelta(days=UNDO_DAYS)
    if on > until:
        raise errors.TooLate(until)


def _correction(change: ChangeRequest) -> dict[str, Any] | None:
    before = {name: change.ground.get(f"person:{change.person_id}:{name}") for name in change.proposed}
    return before if all(value not in (None, "") for value in before.values()) else None


def _facts(entity: str) -> Counter:
    def counter(change: ChangeRequest) -> dict[str, Any] | None:
        whose = change.person_id if entity == "person" else change.household_id
        names = change.proposed["values"]
        return {"values": {name: change.ground.get(f"{entity}:{whose}:{ANSWER}{name}") for name in names}}

    return counter


def _household_move(change: ChangeRequest) -> dict[str, Any] | None:
    return {"area": change.ground[f"household:{change.household_id}:area"]}


def _person_move(change: ChangeRequest) -> dict[str, Any] | None:
    before = change.ground.get(f"person:{change.person_id}:household")
    was = change.ground.get(f"person:{change.person_id}:relationship")
    return {"household": before, "relationship": was} if before and was not in (None, "head") else None


COUNTERS: dict[str, Counter] = {
    "correction": _correction,
    "person_facts": _facts("person"),
    "household_facts": _facts("household"),
    "household_move": _household_move,
    "person_move": _person_move,
}
