"""Approving many changes at once: what would happen in numbers, then one statement, and the work behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.audit import recording
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.intake import errors, lifecycle, permissions
from ayni.intake.actions.changes import applying
from ayni.intake.models import ChangeRequest
from ayni.intake.queries.changes import ground, listing, registered
from ayni.intake.queries.changes.kinds import Subject

AT_ONCE = 500
MOST = 20_000
JOB = "intake.apply_changes"


@dataclass
class Preview:
    """What approving these would do: how many of each kind are approved, and why the others are left."""

    approved: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    ids: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.ids)


class Telling(Protocol):
    def tell(self, done: int, total: int) -> None: ...


def preview(asked: listing.Asked, *, by: User, at: datetime) -> Preview:
    """The changes a filter finds, judged one by one with a few queries for each few hundred."""
    found = Preview()
    held = scoping.paths(by, permissions.CHECK)
    rows = listing.changes(by, asked, on=at.date()).filter(status__in=lifecycle.WAITING)
    ids = list(rows.values_list("pk", flat=True)[:MOST])
    for start in range(0, len(ids), AT_ONCE):
        batch = list(
            ChangeRequest.objects.filter(pk__in=ids[start : start + AT_ONCE]).select_related("area", "to_area")
        )
        now = _ground(batch, at)
        for change in batch:
            why = _why_not(change, now, held, by)
            (found.left if why else found.approved)[why or change.kind] += 1
            if not why:
                found.ids.append(change.pk)
    return found


@action(permissions.CHECK, says="approved many changes at once", unsaid=("asked",))
def approve_changes(asked: listing.Asked, *, at: datetime, by: User) -> Work:
    """Approve every change that the filter finds and that may be; they are applied in the background.

    Those that this officer made, that need two officers, or whose record has changed since are left as they are.
    Refuses: NothingToApprove.
    """
    found = preview(asked, by=by, at=at)
    if not found.ids:
        raise errors.NothingToApprove
    waiting = ChangeRequest.objects.filter(pk__in=found.ids, status__in=lifecycle.WAITING).exclude(made_by=by)
    approved = list(waiting.select_for_update().values_list("pk", flat=True))
    ChangeRequest.objects.filter(pk__in=approved).update(status=lifecycle.APPROVED, checked_by=by, checked_at=at)
    recording.entries(
        [f"intake.changerequest:{pk}" for pk in approved],
        actor=by,
        permission=permissions.CHECK,
        facts={"says": "approved a change of a record", "with": len(approved)},
    )
    return running.start(JOB, key=f"{JOB}/{by.pk}/{at.isoformat()}", by=by, checked_at=at.isoformat())


def apply_approved(*, checked_at: datetime, at: datetime, by: User, progress: Telling) -> dict[str, int]:
    """Apply what this officer approved at one moment; begun again it goes on. How many were applied, how many not."""
    todo = ChangeRequest.objects.filter(
        status=lifecycle.APPROVED, checked_by=by, checked_at=checked_at, applied_at=None, failure=""
    )
    total, counts = todo.count(), Counter[str]()
    for done, change in enumerate(_each(todo), start=1):
        applying.applied(change, by=by, at=at)
        counts["applied" if change.applied_at else "not_applied"] += 1
        progress.tell(done, max(total, done))
    return dict(counts)


def _each(todo: Any) -> Iterator[ChangeRequest]:
    after = 0
    while batch := list(
        todo.filter(pk__gt=after).select_related("person", "household", "area", "to_area").order_by("pk")[:AT_ONCE]
    ):
        yield from batch
        after = batch[-1].pk


def _ground(batch: Sequence[ChangeRequest], at: datetime) -> dict[str, Any]:
    needs = (need for one in batch for need in registered.KINDS[one.kind].needs(Subject.of(one)))
    return ground.of(needs, on=at.date())


def _why_not(change: ChangeRequest, now: dict[str, Any], held: tuple[str, ...], by: User) -> str:
    """Why this one is left; empty when it may be approved."""
    if not scoping.reaches(held, change.area.path):
        return "elsewhere"
    if by.pk in (change.made_by_id, change.first_checked_by_id, change.rejected_by_id):
        return "own"
    if change.needs_two and change.first_checked_by_id is None:
        return "needs_two"
    return "changed" if ground.changed(change.ground, {key: now.get(key) for key in change.ground}) else ""
