"""Who is due to be asked again, in the reader's areas; and the schedules that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.intake import errors, permissions
from ayni.intake.models import Recertification, RecertificationSchedule

READ = (permissions.REQUEST, permissions.CHECK)
SEEN_BY = (*READ, permissions.PREPARE_ACCEPTANCE, permissions.APPROVE_ACCEPTANCE)


@dataclass(frozen=True)
class Due:
    """How many households are due to be asked again in the reader's areas, and how many are late."""

    count: int
    late: int


def due(reader: User, *, status: str = "") -> QuerySet[Recertification]:
    """Households to be asked again: those that are late first, then by the day. Refuses: NotPermitted."""
    _may(reader, READ)
    found = Recertification.objects.filter(status__in=[status] if status in ("due", "late") else ("due", "late"))
    return found.select_related("schedule", "household__area").defer("household__area__shape").order_by("due_on", "id")


def counts(reader: User, *, on: date) -> Due:
    """For My work."""
    if not any(reader.may(one) for one in READ):
        return Due(0, 0)
    told = Recertification.objects.filter(status__in=("due", "late"), due_on__lte=on).aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(status="late"))
    )
    return Due(told["count"], told["late"])


def recertification(number: int, *, reader: User) -> Recertification:
    """One of them. Refuses: NotPermitted, NoSuchChange."""
    _may(reader, READ)
    found = Recertification.objects.select_related("schedule", "household__area").filter(pk=number).first()
    if found is None:
        raise errors.NoSuchChange(number)
    return found


def schedules(reader: User) -> list[RecertificationSchedule]:
    """Every version of every schedule, the newest first. Refuses: NotPermitted."""
    _may(reader, SEEN_BY)
    return list(RecertificationSchedule.objects.select_related("prepared_by", "approved_by"))


def schedule(number: int, *, reader: User) -> RecertificationSchedule:
    """One of them. Refuses: NotPermitted, NoSuchRule."""
    _may(reader, SEEN_BY)
    found = RecertificationSchedule.objects.filter(pk=number).first()
    if found is None:
        raise errors.NoSuchRule(number)
    return found


def schedules_waiting(reader: User) -> list[RecertificationSchedule]:
    """Drafts that this reader may approve."""
    if not reader.may(permissions.APPROVE_ACCEPTANCE):
        return []
    return list(RecertificationSchedule.objects.filter(status="draft").exclude(prepared_by=reader))


def in_force() -> list[RecertificationSchedule]:
    """The schedules that ask."""
    return list(RecertificationSchedule.objects.filter(status="approved"))


def _may(reader: User, either: tuple[str, ...]) -> None:
    scoping.paths(reader, next((one for one in either if reader.may(one)), either[0]))
