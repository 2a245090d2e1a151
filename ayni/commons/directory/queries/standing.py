"""Areas over time: what became of one, how all of them stood on a day, and how those of two days correspond."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from ayni.commons import languages

#: The tree as it stood on a day: from what is now and from earlier states, each put under its parent of that day.
STOOD = """
    stood AS (
        SELECT id, code, parent_id, names FROM directory_area
        WHERE (stands_since IS NULL OR stands_since <= {day}) AND (until IS NULL OR until > {day})
        UNION ALL
        SELECT e.area_id, a.code, e.parent_id, e.names
        FROM directory_earlierstate e JOIN directory_area a ON a.id = e.area_id
        WHERE (e.since IS NULL OR e.since <= {day}) AND e.until > {day}
            AND (a.stands_since IS NULL OR a.stands_since > {day})
    ),
    tree AS (
        SELECT id, code, names, NULL::varchar AS parent, 1 AS level, '/' || code || '/' AS path
        FROM stood WHERE parent_id IS NULL
        UNION ALL
        SELECT s.id, s.code, s.names, t.code, t.level + 1, t.path || s.code || '/'
        FROM stood s JOIN tree t ON s.parent_id = t.id WHERE t.level < 20
    )
"""
AS_STOOD = f"WITH RECURSIVE {STOOD.format(day='%(on)s::date')} SELECT * FROM tree ORDER BY path"  # noqa: S608 code's own words only
#: Each area of one day, followed through what it became up to another, with the shares multiplied on the way.
CORRESPOND = f"""
    WITH RECURSIVE {STOOD.format(day="%(then)s::date")},
    followed AS (
        SELECT id AS origin, id AS area, 1::numeric AS share, 0 AS steps FROM tree
        UNION ALL
        SELECT f.origin, s.successor_id, f.share * s.share, f.steps + 1
        FROM followed f JOIN directory_succession s ON s.area_id = f.area
        WHERE s.on > %(then)s AND s.on <= %(now)s AND f.steps < 50
    )
    SELECT t.code, t.path, t.level, a.code, a.path, a.level,
        CASE WHEN count(f.share) < count(*) THEN NULL ELSE sum(f.share) END
    FROM followed f JOIN tree t ON t.id = f.origin JOIN directory_area a ON a.id = f.area
    WHERE NOT EXISTS (
        SELECT FROM directory_succession s WHERE s.area_id = f.area AND s.on > %(then)s AND s.on <= %(now)s
    ) AND (%(level)s::int IS NULL OR t.level = %(level)s::int)
    GROUP BY t.code, t.path, t.level, a.code, a.path, a.level ORDER BY t.path, a.code
"""  # noqa: S608 code's own words only
BECAME = """
    WITH RECURSIVE became AS (
        SELECT s.successor_id AS area, s.share::numeric AS share, s.on AS day, 1 AS steps
        FROM directory_succession s WHERE s.area_id = %(area)s
        UNION ALL
        SELECT s.successor_id, b.share * s.share, s.on, b.steps + 1
        FROM became b JOIN directory_succession s ON s.area_id = b.area WHERE b.steps < 50
    )
    SELECT a.code, a.names, max(b.day), CASE WHEN count(b.share) < count(*) THEN NULL ELSE sum(b.share) END
    FROM became b JOIN directory_area a ON a.id = b.area WHERE a.until IS NULL GROUP BY a.code, a.names ORDER BY a.code
"""


@dataclass(frozen=True)
class Stood:
    """An area as it stood on a day."""

    code: str
    names: dict[str, str]
    parent: str
    level: int
    path: str

    @property
    def name(self) -> str:
        return languages.text(self.names) or self.code


@dataclass(frozen=True)
class Correspondence:
    """An area of one day and one that has its people on another. No share: nobody knows how many."""

    then: str
    then_path: str
    then_level: int
    now: str
    now_path: str
    now_level: int
    share: Decimal | None


@dataclass(frozen=True)
class Became:
    """What an area became in the end."""

    code: str
    names: dict[str, str]
    on: date
    share: Decimal | None

    @property
    def name(self) -> str:
        return languages.text(self.names) or self.code


def areas_as_stood(on: date) -> list[Stood]:
    """Every area there was on a day, called and placed as it was then, from the top down."""
    return [
        Stood(code, _json(names), parent or "", level, path)
        for _, code, names, parent, level, path in _rows(AS_STOOD, on=on)
    ]


def correspondence(*, then: date, now: date, level: int | None = None) -> list[Correspondence]:
    """The areas of one day, each with those of a later day that have its people; both with their paths.

    Figures of `then` are told by the boundaries of `now` by adding up shares; where a share is not known they are not.
    The paths of `now` are today's.
    """
    return [Correspondence(*row) for row in _rows(CORRESPOND, then=then, now=now, level=level)]


def became(area_id: int) -> list[Became]:
    """What an area that ended became, to the end; nothing for one there is still."""
    return [Became(code, _json(names), on, share) for code, names, on, share in _rows(BECAME, area=area_id)]


def _rows(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _json(value: Any) -> dict[str, str]:
    """What the driver gives for JSON: Django asks it for the text."""
    found: dict[str, str] = json.loads(value) if isinstance(value, str) else value
    return found
