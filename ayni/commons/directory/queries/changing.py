"""Questions about changes of boundaries, and about people of a divided area who are in none of its parts yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from ayni.commons.directory import lifecycle, models, permissions


@dataclass(frozen=True)
class Waiting:
    """An area that ended and in which households still are."""

    area: models.Area
    households: int
    parts: Sequence[models.Area]


def changes(*, status: str = "") -> QuerySet[models.BoundaryChange]:
    found = models.BoundaryChange.objects.select_related("prepared_by", "decided_by")
    return found.filter(status=status) if status else found


def change(change_id: int) -> models.BoundaryChange | None:
    return changes().filter(pk=change_id).first()


def waiting_for(reader: Any) -> list[models.BoundaryChange]:
    """Proposals that the reader may approve: those of others."""
    if "/" not in reader.where(permissions.APPROVE):
        return []
    return list(changes(status=lifecycle.DRAFT).exclude(prepared_by=reader.pk))


def left_to(reader: Any) -> list[Waiting]:
    """What divisions left, for whoever may assign it."""
    return waiting() if "/" in reader.where(permissions.DEFINE) else []


def waiting() -> list[Waiting]:
    """The work that divisions left: areas there are no more, with how many households are to be assigned.

    For whose scope opens `places`; numbers alone.
    """
    ended = {area.pk: area for area in models.Area.objects.exclude(until=None).defer("shape")}
    if not ended:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT area, households FROM directory_hanging(%s)", [list(ended)])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [Waiting(ended[area], households, parts(ended[area])) for area, households in sorted(rows)]


def waiting_in(area: models.Area, *, limit: int) -> list[int]:
    """Households of an ended area that the reader may see, by number; the database keeps them to their areas."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM registry_household WHERE area_id = %s ORDER BY id LIMIT %s",
            [area.pk, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def parts(area: models.Area) -> list[models.Area]:
    """What an area that ended became, in one step."""
    return list(models.Area.objects.filter(predecessors__area=area).defer("shape"))
