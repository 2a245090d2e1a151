"""Deciding about a change that somebody else asked for: approving, rejecting, asking back; appeals; receiving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ayni.commons import events
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.intake import errors, lifecycle, permissions
from ayni.intake.actions.changes import applying
from ayni.intake.actions.changes.making import asked_in, locked
from ayni.intake.events import ChangeRejected
from ayni.intake.models import ChangeRequest, ChangeSource, RejectionReason
from ayni.intake.queries.changes import checking, ground, listing, registered
from ayni.intake.queries.changes.kinds import Subject
from ayni.kernel import lifecycles

APPEAL_DAYS = 60
HANDS = ("made", "first_checked", "rejected")  # whoever had one in it does not check it


@dataclass(frozen=True)
class Answer:
    """What is said to whom asked: a reason of the list, words, and the language they are in."""

    words: str = ""
    code: str = ""
    language: str = "en"


@action(permissions.CHECK, says="approved a change of a record", not_same_as=HANDS, unsaid=("seen",))
def approve_change(change: ChangeRequest, *, at: datetime, by: User, seen: str = "") -> ChangeRequest:
    """Approve a change and apply it; of a grave one the first officer's word counts as the first of two.

    `seen` is the fingerprint of the record as it was shown. What the registry refuses leaves the change approved, with
    the reason. Refuses: SameOfficer, OutsideArea, WrongState; GroundChanged, when the record is no longer as it was
    when this was asked for and the officer has not seen that.
    """
    kept = locked(change)
    check_area(kept, by)
    _check_ground(kept, seen, at)
    if kept.needs_two and kept.first_checked_by_id is None:
        kept.status = lifecycles.step(lifecycle.CHANGE, kept.status, "check", what=str(kept))
        kept.first_checked_by, kept.first_checked_at = by, at
        _found, kept.waits_in = checking.waits_in(kept.area, besides=checking.besides(kept), on=at.date())
        kept.save(update_fields=["status", "first_checked_by", "first_checked_at", "waits_in", "ground"])
        return kept
    kept.status = lifecycles.step(lifecycle.CHANGE, kept.status, "approve", what=str(kept))
    kept.checked_by, kept.checked_at = by, at
    kept.save(update_fields=["status", "checked_by", "checked_at", "ground"])
    return applying.applied(kept, by=by, at=at)


@action(permissions.CHECK, says="tried again to apply an approved change")
def apply_change(change: ChangeRequest, *, at: datetime, by: User) -> ChangeRequest:
    """Apply what was approved and could not be applied then. Refuses: OutsideArea, WrongState."""
    kept = locked(change)
    check_area(kept, by)
    lifecycles.step(lifecycle.CHANGE, kept.status, "apply", what=str(kept))
    return applying.applied(kept, by=by, at=at)


@action(permissions.CHECK, says="rejected a change of a record", not_same_as=HANDS, does="rejects", unsaid=("answer",))
def reject_change(change: ChangeRequest, *, answer: Answer, at: datetime, by: User) -> ChangeRequest:
    """Leave the record as it is, and say why in the person's language; they can appeal for a time.

    Refuses: SameOfficer, OutsideArea, WrongState, ReasonNeeded.
    """
    is_code = answer.code in RejectionReason.values
    if not is_code or (answer.code == RejectionReason.OTHER and not answer.words.strip()):
        raise errors.ReasonNeeded
    kept = locked(change)
    check_area(kept, by)
    kept.status = lifecycles.step(lifecycle.CHANGE, kept.status, "reject", what=str(kept))
    kept.answer_code, kept.answer, kept.language = answer.code, answer.words.strip(), answer.language
    kept.rejected_by, kept.checked_by, kept.checked_at = by, by, at
    kept.appeal_until = at.date() + timedelta(days=APPEAL_DAYS)
    kept.save()
    events.publish(ChangeRejected(kept.pk, kept.kind, kept.household_id, kept.person_id))
    return kept


@action(permissions.CHECK, says="asked for more about a change", not_same_as="made", does="checks", unsaid=("answer",))
def ask_about_change(change: ChangeRequest, *, answer: Answer, by: User) -> ChangeRequest:
    """Give it back to who asked, with what is missing. Refuses: SameOfficer, OutsideArea, WrongState, ReasonNeeded."""
    if not answer.words.strip():
        raise errors.ReasonNeeded
    kept = locked(change)
    check_area(kept, by)
    kept.status = lifecycles.step(lifecycle.CHANGE, kept.status, "ask", what=str(kept))
    kept.answer, kept.language, kept.failure = answer.words.strip(), answer.language, ""
    kept.first_checked_by = kept.first_checked_at = kept.checked_by = kept.checked_at = None
    kept.save()
    return kept


@action(permissions.REQUEST, says="wrote down an appeal against a rejected change", unsaid=("words",))
def appeal_change(change: ChangeRequest, *, words: str, at: datetime, by: User) -> ChangeRequest:
    """The person does not agree: another officer decides, and never the one who rejected it.

    Refuses: OutsideArea, WrongState, ReasonNeeded, TooLate.
    """
    if not words.strip():
        raise errors.ReasonNeeded
    kept = locked(change)
    scoping.check(by, permissions.REQUEST, asked_in(kept).path)
    if kept.appeal_until is None or at.date() > kept.appeal_until:
        raise errors.TooLate(kept.appeal_until)
    kept.status = lifecycles.step(lifecycle.CHANGE, kept.status, "appeal", what=str(kept))
    kind = registered.KINDS[kept.kind]
    kept.appeal, kept.appealed_at, kept.submitted_at = words.strip(), at, at
    kept.due_on = at.date() + timedelta(days=kind.days)
    kept.first_checked_by = kept.first_checked_at = kept.checked_by = kept.checked_at = None
    if kept.source != ChangeSource.RECEIVING:
        kept.ground = ground.of(kind.needs(Subject.of(kept)), on=at.date())
    _found, kept.waits_in = checking.waits_in(kept.area, besides=checking.besides(kept), on=at.date())
    kept.save()
    return kept


@action((permissions.CHECK), says="received people who moved into the area")
def receive_move(change: ChangeRequest, *, at: datetime, by: User) -> ChangeRequest:
    """The receiving district knows of them and has seen to what they need. Refuses: OutsideArea, WrongState."""
    kept = locked(change)
    scoping.check(by, permissions.CHECK, (kept.to_area or kept.area).path)
    if kept.status != lifecycle.APPLIED or kept.to_area is None:
        raise lifecycles.WrongState(kept.status, "receive", lifecycles.verbs(lifecycle.CHANGE, kept.status))
    if kept.received_at is None:
        kept.received_by, kept.received_at = by, at
        kept.save(update_fields=["received_by", "received_at"])
    return kept


@action(permissions.CHECK, says="looked at a change that was accepted by rule", not_same_as="made", does="checks")
def judge_sample(change: ChangeRequest, *, is_right: bool, at: datetime, by: User) -> ChangeRequest:
    """Say whether a change of the sample is right; a wrong one is then countered. Refuses: OutsideArea, SameOfficer."""
    kept = locked(change)
    check_area(kept, by)
    if not kept.is_sample:
        raise lifecycles.WrongState(kept.status, "judge", lifecycles.verbs(lifecycle.CHANGE, kept.status))
    kept.sample_found, kept.sample_by, kept.sample_at = ("right" if is_right else "wrong"), by, at
    kept.save(update_fields=["sample_found", "sample_by", "sample_at"])
    return kept


def check_area(change: ChangeRequest, by: User) -> None:
    """An officer of the area it is in checks it; the one it goes to sees it and receives. Refuses: OutsideArea."""
    scoping.check(by, permissions.CHECK, change.area.path)


def _check_ground(change: ChangeRequest, seen: str, at: datetime) -> None:
    """Refuse when the record has changed and the officer has not seen it; what was seen is the ground from here on."""
    kind = registered.KINDS[change.kind]
    now = ground.of(kind.needs(Subject.of(change)), on=at.date())
    gone = ground.changed(change.ground, now)
    if gone and seen != ground.fingerprint(now):
        raise errors.GroundChanged([listing.label(key) for key, _then, _now in gone])
    change.ground = now
