"""Who could get which visits: what sharing out and reassigning would do, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.directory.models import Area
from ayni.intake import permissions
from ayni.intake.models import Campaign

BY_AREA, EQUALLY = "area", "equally"


@dataclass(frozen=True)
class Share:
    """How many visits an officer would get, and has to make already. `officer` is none for those that nobody gets."""

    officer: User | None
    has: int
    gets: int


@dataclass(frozen=True)
class Moving:
    """What reassigning would do: visits that go to the other, and those that lie where the other does not work."""

    moved: int
    left: int


#: Visits that nobody has, each with the enumerators who work in its area on a day; in `area` shares, those who work
#: nearest to it. Neighbours stay together: they are divided in the order of areas and points.
DIVIDED = """
    WITH working AS (
        SELECT DISTINCT g.officer_id, a.path
        FROM intake_campaignassignment g JOIN directory_area a ON a.id = g.area_id
        WHERE g.campaign_id = %(campaign)s AND g.role = 'enumerator' AND g.starts_on <= %(on)s
            AND (g.ends_on IS NULL OR g.ends_on > %(on)s)
    ), unassigned AS (
        SELECT v.id, v.area_id, v.latitude, v.longitude, v.key FROM intake_visit v
        WHERE v.campaign_id = %(campaign)s AND v.enumerator_id IS NULL AND v.status IN ('to_visit', 'again')
    ), places AS (
        SELECT a.id, a.path, (
            SELECT array_agg(DISTINCT w.officer_id) FROM working w
            WHERE a.path ^@ w.path AND (%(how)s <> 'area' OR length(w.path) = (
                SELECT max(length(o.path)) FROM working o WHERE a.path ^@ o.path))
        ) AS officers
        FROM directory_area a WHERE a.id IN (SELECT area_id FROM unassigned)
    ), divided AS (
        SELECT u.id, p.officers[1 + ((row_number() OVER nearest - 1) * cardinality(p.officers)
                / count(*) OVER (PARTITION BY p.officers))::int] AS officer,
            row_number() OVER nearest AS place
        FROM unassigned u JOIN places p ON p.id = u.area_id
        WINDOW nearest AS (
            PARTITION BY p.officers ORDER BY p.path, round(u.latitude::numeric, 2), u.longitude, u.key, u.id)
    )
"""
HELD = """
    SELECT enumerator_id, count(*) FROM intake_visit
    WHERE campaign_id = %(campaign)s AND enumerator_id IS NOT NULL AND status IN ('to_visit', 'again') GROUP BY 1
"""


def shares(campaign: Campaign, *, how: str, on: date, reader: User) -> list[Share]:
    """What each enumerator would get of the visits that nobody has, in the reader's areas."""
    scoping.paths(reader, permissions.SUPERVISE)
    asked: dict[str, Any] = {"campaign": campaign.pk, "how": how, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(f"{DIVIDED} SELECT officer, count(*) FROM divided GROUP BY 1", asked)  # noqa: S608 our own words
        gets: dict[Any, int] = dict(cursor.fetchall())
        cursor.execute(HELD, asked)
        has: dict[Any, int] = dict(cursor.fetchall())
    officers = {one.pk: one for one in User.objects.filter(pk__in=gets.keys() | has.keys() - {None})}
    named = [Share(officers[key], has.get(key, 0), gets.get(key, 0)) for key in officers]
    nobody = [Share(None, 0, gets[None])] if gets.get(None) else []
    return sorted(named, key=lambda one: str(one.officer)) + nobody


#: Visits of one enumerator that another could make: they lie where that other works.
MOVING = """
    SELECT v.id, EXISTS (
        SELECT FROM intake_campaignassignment g JOIN directory_area w ON w.id = g.area_id
        WHERE g.campaign_id = v.campaign_id AND g.officer_id = %(to)s AND g.role = 'enumerator'
            AND (g.ends_on IS NULL OR g.ends_on > %(on)s) AND a.path ^@ w.path
    ) AS is_theirs
    FROM intake_visit v JOIN directory_area a ON a.id = v.area_id
    WHERE v.campaign_id = %(campaign)s AND v.enumerator_id = %(from)s AND v.status IN ('to_visit', 'again')
        AND a.path ^@ %(path)s
"""


def moving(campaign: Campaign, *, officer: User, to: User, area: Area | None, on: date, reader: User) -> Moving:
    """How many visits would go from one enumerator to another, in an area or everywhere."""
    scoping.paths(reader, permissions.SUPERVISE)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FILTER (WHERE is_theirs), count(*) FILTER (WHERE NOT is_theirs) FROM ({MOVING}) m",  # noqa: S608 our own words
            moved(campaign, officer, to, area, on),
        )
        moved_, left = cursor.fetchone()
    return Moving(moved_, left)


def moved(campaign: Campaign, officer: User, to: User, area: Area | None, on: date) -> dict[str, Any]:
    """What the statements on moving ask for."""
    path = area.path if area else "/"
    return {"campaign": campaign.pk, "from": officer.pk, "to": to.pk, "path": path, "on": on}
