"""Where somebody lived, told to those where they live now: of areas out of reach no more than names and days."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from django.db import connection

from ayni.commons import languages
from ayni.registry import models
from ayni.registry.queries import wording


@dataclass(frozen=True)
class Lived:
    """One stay: `household_id` is None for a household out of reach."""

    household_id: int | None
    household_code: str
    area_name: str
    relationship_text: str
    since: date | None
    until: date | None
    left_because: str
    shares: bool


def lived(person_id: int, on: date) -> tuple[tuple[Lived, ...], bool]:
    """Every stay of somebody, by whichever record, the last first, and whether they live within reach on the day; none
    when they do not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_reached(%s, %s)", [person_id, on])
        is_reached = bool(cursor.fetchone()[0])
        cursor.execute(
            "SELECT household_id, area_code, area_names::text, is_reached, kind, relationship, lower(period),"
            " upper(period), ended_because"
            " FROM registry_stays(ARRAY(SELECT id FROM registry_person WHERE id = %s OR merged_into_id = %s), %s)",
            [person_id, person_id, on],
        )
        found = [_stay(*row) for row in cursor.fetchall()]
    return tuple(reversed(found)), is_reached


def _stay(
    household: int,
    code: str,
    names: str,
    is_reached: bool,
    kind: str,
    relationship: str | None,
    since: date | None,
    until: date | None,
    because: str,
) -> Lived:
    return Lived(
        household_id=household if is_reached else None,
        household_code=models.Household(pk=household).code,
        area_name=languages.text(json.loads(names)) or code,
        relationship_text=str(wording.RELATIONSHIPS.get(relationship or "", "")),
        since=since,
        until=until,
        left_because=str(wording.ENDED.get(because, "")),
        shares=kind == models.Stay.SHARED,
    )
