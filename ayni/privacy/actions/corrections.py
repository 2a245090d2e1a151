"""Corrections that people ask for: written down by one officer, decided by another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from ayni.commons.access.errors import SameOfficer
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.intake.actions import changes
from ayni.intake.queries.changes import KINDS
from ayni.kernel import lifecycles
from ayni.privacy import errors, lifecycle, models, permissions
from ayni.privacy.actions.words import Words
from ayni.privacy.queries import scope
from ayni.registry.models import Person
from ayni.registry.queries import newest

DUE_DAYS = 30
#: What the registry itself can put right in a person's record.
CORRECTED = frozenset(one.name for one in KINDS["correction"].fields)


@dataclass(frozen=True)
class NewCorrection:
    """What is wrong and what it should say. `change`: new values in the registry's words ("born" as two ISO days
    with a slash between, or an answer as {"variable", "value"}); empty for what somebody must do by hand."""

    what: str
    asked: str
    reason: str
    evidence: str = ""
    change: Mapping[str, Any] = field(default_factory=dict)


@action(permissions.LODGE_CORRECTION, says="wrote down a correction that a person asks for")
def lodge_correction(person: Person, *, correction: NewCorrection, on: date, by: User) -> models.CorrectionRequest:
    """Write down what a person wants corrected; it is due in 30 days.

    Refuses: OutsideArea, ReasonMissing, UnknownCorrection (something the record does not have), SensitiveCorrection.
    """
    scope.check(by, permissions.LODGE_CORRECTION, person)
    if not correction.asked.strip() or not correction.reason.strip():
        raise errors.ReasonMissing
    _check(correction)
    return models.CorrectionRequest.objects.create(
        person=person,
        what=correction.what,
        change=dict(correction.change),
        asked=correction.asked.strip(),
        reason=correction.reason.strip(),
        evidence=correction.evidence.strip(),
        lodged_by=by,
        due_on=on + timedelta(days=DUE_DAYS),
    )


@action(permissions.DECIDE_CORRECTION, says="accepted a correction that a person asked for")
def accept_correction(
    request: models.CorrectionRequest, *, answer: Words, by: User, at: datetime
) -> models.CorrectionRequest:
    """Put the record right, or say what was done by hand.

    What the registry can correct itself is corrected in the same step. Refuses: SameOfficer, OutsideArea, WrongState,
    AnswerMissing, and what the registry's own correction refuses.
    """
    request = _decided(request, "accept", answer=answer, appeal=Words(""), by=by, at=at)
    _put_right(request, at=at, by=by)
    return request


@action(permissions.DECIDE_CORRECTION, says="refused a correction that a person asked for")
def refuse_correction(
    request: models.CorrectionRequest, *, answer: Words, appeal: Words, by: User, at: datetime
) -> models.CorrectionRequest:
    """Leave the record as it is, and say why and how to appeal.

    Refuses: SameOfficer, OutsideArea, WrongState, AnswerMissing.
    """
    if not appeal.said:
        raise errors.AnswerMissing
    return _decided(request, "refuse", answer=answer, appeal=appeal, by=by, at=at)


@action(permissions.LODGE_CORRECTION, says="withdrew a correction at the person's wish")
def withdraw_correction(
    request: models.CorrectionRequest, *, answer: Words, by: User, at: datetime
) -> models.CorrectionRequest:
    """The person no longer asks for it. Refuses: OutsideArea, WrongState, AnswerMissing."""
    scope.check(by, permissions.LODGE_CORRECTION, request.person)
    return _stepped(request, "withdraw", answer=answer, appeal=Words(""), by=by, at=at)


def _decided(
    request: models.CorrectionRequest, verb: str, *, answer: Words, appeal: Words, by: User, at: datetime
) -> models.CorrectionRequest:
    scope.check(by, permissions.DECIDE_CORRECTION, request.person)
    if request.lodged_by_id == by.pk:
        raise SameOfficer(str(by), "lodged", "decides on")
    return _stepped(request, verb, answer=answer, appeal=appeal, by=by, at=at)


def _stepped(
    request: models.CorrectionRequest, verb: str, *, answer: Words, appeal: Words, by: User, at: datetime
) -> models.CorrectionRequest:
    if not answer.said:
        raise errors.AnswerMissing
    kept = models.CorrectionRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    kept.status = lifecycles.step(lifecycle.CORRECTION, kept.status, verb, what=str(kept))
    kept.answer, kept.appeal, kept.decided_by, kept.decided_at = answer.said, appeal.said, by, at
    kept.save(update_fields=["status", "answer", "appeal", "decided_by", "decided_at"])
    return kept


def _check(correction: NewCorrection) -> None:
    allowed = {"variable", "value"} if correction.what == models.What.ANSWER else CORRECTED
    unknown = sorted(correction.change.keys() - allowed)
    if unknown:
        raise errors.UnknownCorrection(unknown)
    name = correction.change.get("variable")
    if any((row.entity, row.name) == ("person", name) and row.declared.sensitivity == "sensitive" for row in newest()):
        raise errors.SensitiveCorrection(str(name))


def _put_right(request: models.CorrectionRequest, *, at: datetime, by: User) -> None:
    """What the registry can correct, as a change request like any other: with what was before, and a way back."""
    change = dict(request.change)
    if not change:
        return
    is_answer = request.what == models.What.ANSWER
    changes.put_right(
        request.person,
        kind="person_facts" if is_answer else "correction",
        proposed={"values": {change["variable"]: change["value"]}} if is_answer else change,
        request=str(request),
        reason=request.reason,
        made_by=request.lodged_by,
        at=at,
        by=by,
    )
