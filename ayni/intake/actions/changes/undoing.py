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
from ayni.intake.actions.changes.applying import applies
from ayni.intake.actions.changes.making import NewChange, locked, written
from ayni.intake.models import ChangeRequest, ChangeSource, EvidenceKind
from ayni.intake.queries.changes import registered
from ayni.intake.queries.changes.ground import ANSWER
from ayni.kernel import lifecycles
from ayni.registry.actions import undoing
from ayni.registry.errors import undoing as refusals
from ayni.registry.models import Household

UNDO_DAYS = 90
#: Kinds whose contrary is no change of its own, always or sometimes.
TAKEN_BACK = ("birth", "death", "marriage", "split", "person_move", "correction")
#: From an applied change to what is proposed to take it back, of the same kind; None when the contrary is no change.
Counter = Callable[[ChangeRequest], dict[str, Any] | None]


@action(permissions.REQUEST, says="asked to take back a change", unsaid=("reason",))
def counter_change(change: ChangeRequest, *, reason: str, at: datetime, by: User) -> ChangeRequest:
    """Ask for the contrary of an applied change, within 90 days; another officer checks it, or two a grave one.

    Where the contrary is a change of its own, as of a move, it is that; else what was written is taken back. Asked
    twice, it is one request. Refuses: OutsideArea, WrongState, ReasonNeeded, TooLate, NoCounter.
    """
    kept = locked(change)
    scoping.check(by, permissions.REQUEST, (kept.to_area or kept.area).path)
    known = ChangeRequest.objects.filter(counters=kept).first()
    if known is not None and known.status != lifecycle.WITHDRAWN:
        return known
    if not reason.strip():
        raise errors.ReasonNeeded
    _check_applied(kept, at.date())
    made = contrary(kept) or _taking_back(kept)
    kind = registered.KINDS[kept.kind]
    if made is None:
        raise errors.NoCounter(kind.label, _("Ask for a new change that says what the record should say."))
    is_taken_back = "change" in made
    if known is not None:  # it was withdrawn, and is asked for anew
        known.counters = None
        known.save(update_fields=["counters"])
    new = NewChange(
        kind="taking_back" if is_taken_back else kept.kind,
        happened_on=at.date(),
        proposed=made,
        person=kept.person,
        household=_home(kept, made) if is_taken_back else kept.household,
        reason=reason,
        evidence=EvidenceKind.VISIT,
        source=ChangeSource.OFFICER,
        source_key=f"counters/{kept.pk}" + (f"/{known.pk}" if known else ""),
        language=kept.language,
    )
    return written(new, at=at, by=by, counters=kept, needs_two=kind.is_grave)


def contrary(change: ChangeRequest) -> dict[str, Any] | None:
    """The change of the same kind that would say what was before; None when there is none."""
    found = COUNTERS.get(change.kind)
    return found(change) if found else None


@applies("taking_back")
def take_back(change: ChangeRequest, *, by: User, on: date) -> dict[str, Any]:
    """Let the registry take away what the other change wrote, if nothing stands upon it."""
    taken = change.counters
    assert taken is not None
    done = undoing.Written(
        taken.written,
        persons=change.proposed.get("persons", ()),
        households=change.proposed.get("households", ()),
        person=taken.result.get("person"),
        household=taken.result.get("household"),
    )
    return {"rows": undoing.undo_change(done, on=on, by=by)}


def _taking_back(change: ChangeRequest) -> dict[str, Any] | None:
    """Whom a change touched, so that what it wrote can be taken back; None for one that did not keep that."""
    if change.kind not in TAKEN_BACK or not change.written:
        return None
    told, made = change.proposed, change.result
    lived = [change.ground.get(f"person:{change.person_id}:household")]
    if told.get("joins"):
        lived.append(change.ground.get(f"person:{told['spouse']}:household"))
    persons = {change.person_id, made.get("person"), *told.get("members", ())}
    homes = {change.household_id, made.get("household"), told.get("household"), *lived}
    return {"change": change.pk, "persons": sorted(filter(None, persons)), "households": sorted(filter(None, homes))}


def _home(change: ChangeRequest, made: dict[str, Any]) -> Household:
    """The household whose officers check it: its own, else the one where somebody of it lived."""
    wanted = [change.household_id, *made["households"]]
    found = {home.pk: home for home in Household.objects.select_related("area").filter(pk__in=filter(None, wanted))}
    home = next((found[pk] for pk in wanted if pk in found), None)
    if home is None:
        raise refusals.OutsideAreaInPart
    return home


def can_be_countered(change: ChangeRequest, *, on: date) -> bool:
    """Whether an applied change may still be taken back in one step."""
    try:
        _check_applied(change, on)
    except (errors.TooLate, lifecycles.WrongState):
        return False
    return contrary(change) is not None or _taking_back(change) is not None


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
