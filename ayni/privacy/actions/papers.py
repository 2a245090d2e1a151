"""Purposes and retention schedules are prepared; every paper is decided by another officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import TypeVar

from ayni.commons import holdings
from ayni.commons.access.errors import SameOfficer
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel import lifecycles
from ayni.privacy import errors, lifecycle, models, permissions
from ayni.privacy.queries import naming, scope

P = TypeVar("P", bound=models.Paper)


@dataclass(frozen=True)
class NewPurpose:
    """A purpose, or the next version of one. `names` and `texts` by language; `keep_months` None is for no set time."""

    code: str
    names: Mapping[str, str]
    texts: Mapping[str, str]
    basis: str
    since: date
    law: str = ""
    variables: Sequence[str] = field(default_factory=tuple)
    tables: Sequence[str] = field(default_factory=tuple)
    keep_months: int | None = None
    asks_again: bool = True


@action(permissions.SCHEDULE, says="prepared a purpose")
def prepare_purpose(purpose: NewPurpose, *, reason: str, by: User) -> models.Purpose:
    """Write down what data are used for, as the next version of its code; another officer approves it.

    Refuses: NotEverywhere, ReasonMissing, UnknownFields.
    """
    scope.everywhere(by, permissions.SCHEDULE)
    naming.check([*purpose.variables, *purpose.tables])
    versions = models.Purpose.objects.filter(code=purpose.code).order_by("-version")
    last = versions.values_list("version", flat=True).first()
    given = {**asdict(purpose), "variables": list(purpose.variables), "tables": list(purpose.tables)}
    return models.Purpose.objects.create(**given, version=(last or 0) + 1, reason=given_reason(reason), prepared_by=by)


@action(permissions.SCHEDULE, says="prepared a retention schedule")
def prepare_schedule(
    purpose: models.Purpose, *, occasion: str, months: int, tables: Sequence[str], reason: str, by: User
) -> models.RetentionSchedule:
    """Say how long data of a purpose are kept after an occasion: in some tables, or in all when none is named.

    Refuses: NotEverywhere, ReasonMissing, UnknownOccasion, TableKept (the ledger, the audit).
    """
    scope.everywhere(by, permissions.SCHEDULE)
    known = holdings.declared()
    if occasion not in known.occasions:
        raise errors.UnknownOccasion(occasion, sorted(known.occasions))
    for table in tables:
        if table not in known.forgotten:
            raise errors.TableKept(table, str(known.staying.get(table, naming.kept_as_it_is())))
    return models.RetentionSchedule.objects.create(
        purpose=purpose,
        occasion=occasion,
        months=months,
        tables=list(tables),
        reason=given_reason(reason),
        prepared_by=by,
    )


@action(permissions.APPROVE, says="approved a paper on privacy")
def approve_paper(paper: P, *, by: User, at: datetime) -> P:
    """Put a purpose, a schedule or an agreement in force. Refuses: NotEverywhere, SameOfficer, WrongState."""
    return decided(paper, "approve", by=by, at=at)


@action(permissions.APPROVE, says="rejected a paper on privacy")
def reject_paper(paper: P, *, reason: str, by: User, at: datetime) -> P:
    """Say no, with the reason. Refuses: NotEverywhere, SameOfficer, WrongState, ReasonMissing."""
    return decided(paper, "reject", by=by, at=at, reason=given_reason(reason))


@action(permissions.SEE, says="withdrew a paper on privacy")
def withdraw_paper(paper: P, *, by: User, at: datetime) -> P:
    """Take back what one prepared, before it is decided. Refuses: NotYours, WrongState."""
    if paper.prepared_by_id != by.pk:
        raise errors.NotYours
    return decided(paper, "withdraw", by=by, at=at)


@action(permissions.SHARE, says="suspended an agreement", everywhere=True)
def suspend_paper(paper: models.SharingAgreement, *, reason: str, by: User, at: datetime) -> models.SharingAgreement:
    """Let nothing leave under an agreement until it is resumed: one officer is enough. Refuses: WrongState."""
    return _stepped(paper, "suspend", reason=given_reason(reason))


@action(permissions.APPROVE, says="resumed an agreement")
def resume_paper(paper: models.SharingAgreement, *, by: User, at: datetime) -> models.SharingAgreement:
    """Let data leave again. Refuses: SameOfficer (who prepared it), NotEverywhere, WrongState."""
    return decided(paper, "resume", by=by, at=at)


@action(permissions.APPROVE, says="retired a paper on privacy")
def retire_paper(paper: P, *, reason: str, by: User, at: datetime) -> P:
    """End a purpose, a schedule or an agreement for good. Refuses: SameOfficer, NotEverywhere, WrongState."""
    return decided(paper, "retire", by=by, at=at, reason=given_reason(reason))


def decided(paper: P, verb: str, *, by: User, at: datetime, reason: str = "") -> P:
    """Take a step that another officer than the one who prepared it must take, except taking it back."""
    if verb != "withdraw":
        scope.everywhere(by, permissions.APPROVE)
        if paper.prepared_by_id == by.pk:
            raise SameOfficer(str(by), "prepared", "approves")
    return _stepped(paper, verb, decided_by=by, decided_at=at, reason=reason)


def _stepped(
    paper: P, verb: str, *, decided_by: User | None = None, decided_at: datetime | None = None, reason: str = ""
) -> P:
    kept: P = type(paper).objects.select_for_update(of=("self",)).get(pk=paper.pk)  # type: ignore[attr-defined]
    is_run = isinstance(paper, models.Anonymisation)
    table = lifecycle.ANONYMISATION if is_run else lifecycle.PAPER
    kept.status = lifecycles.step(table, kept.status, verb, what=str(kept))
    if decided_by is not None:
        kept.decided_by, kept.decided_at = decided_by, decided_at
    if reason:
        kept.decision_reason = reason
    kept.save(update_fields=["status", "decided_by", "decided_at", "decision_reason"])
    return kept


def given_reason(reason: str) -> str:
    """The reason, trimmed. Refuses: ReasonMissing."""
    if not reason.strip():
        raise errors.ReasonMissing
    return reason.strip()
