"""Saying what answers a need: one officer proposes, another approves."""

from __future__ import annotations

from datetime import datetime

from ayni.assessment import errors, lifecycle, models, permissions
from ayni.assessment.queries import catalogue, helping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel import lifecycles


@action(permissions.PROPOSE_ANSWERS, says="proposed what answers a need", everywhere=True)
def propose_answer(need: str, *, by: User, kind: str, code: str, reason: str = "") -> models.NeedAnswer:
    """Propose that a programme, a service or a kind of place answers a need.

    Refuses: UnknownNeed, UnknownAnswer, AnswerThere.
    """
    catalogue.need(need)
    offered = helping.offered()
    if (kind, code) not in offered:
        raise errors.UnknownAnswer(kind, code, [name for of, name in offered if of == kind])
    standing = models.NeedAnswer.objects.filter(need=need, kind=kind, code=code)
    if standing.filter(status__in=(lifecycle.PROPOSED, lifecycle.APPROVED)).exists():
        raise errors.AnswerThere(need, code)
    return models.NeedAnswer.objects.create(need=need, kind=kind, code=code, reason=reason.strip(), proposed_by=by)


@action(permissions.APPROVE_ANSWERS, says="approved what answers a need", not_same_as="proposed", everywhere=True)
def approve_answer(answer: models.NeedAnswer, *, by: User, at: datetime) -> models.NeedAnswer:
    """Let it be told to families and counted. Refuses: SameOfficer; WrongState."""
    return _decided(answer, "approve", by, at)


@action(permissions.APPROVE_ANSWERS, says="rejected what answers a need", not_same_as="proposed", everywhere=True)
def reject_answer(answer: models.NeedAnswer, *, by: User, at: datetime, reason: str) -> models.NeedAnswer:
    """Say that it does not, and why. Refuses: SameOfficer; WrongState; ReasonMissing."""
    return _decided(answer, "reject", by, at, reason)


@action(permissions.APPROVE_ANSWERS, says="ended what answers a need", everywhere=True)
def end_answer(answer: models.NeedAnswer, *, by: User, at: datetime, reason: str) -> models.NeedAnswer:
    """Tell it to nobody any more, and say why. Refuses: WrongState; ReasonMissing."""
    return _decided(answer, "end", by, at, reason)


def _decided(
    answer: models.NeedAnswer, verb: str, by: User, at: datetime, reason: str | None = None
) -> models.NeedAnswer:
    if reason is not None and not reason.strip():
        raise errors.ReasonMissing
    found: models.NeedAnswer = models.NeedAnswer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    found.status = lifecycles.step(lifecycle.ANSWER, found.status, verb, what=str(found))
    found.decided_by, found.decided_at = by, at
    if reason is not None:
        found.reason = reason.strip()
    found.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    return found
