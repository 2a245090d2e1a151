"""Roles held in an area hold in its parts when it is divided. A merged area leads to what it became by its path."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from ayni.commons.access.models import Grant

#: Once for each part; the role in the divided area itself stays, for those in it who are not assigned yet.
COPIED = """
    INSERT INTO access_grant (user_id, role, area_id, institution_id, starts_on, ends_on, reason, granted_by_id,
        delegated_from_id, reviewed_at, reviewed_by_id)
    SELECT g.user_id, g.role, part, g.institution_id, g.starts_on, g.ends_on, g.reason, g.granted_by_id,
        g.delegated_from_id, g.reviewed_at, g.reviewed_by_id
    FROM access_grant g CROSS JOIN unnest(%(parts)s::bigint[]) part
    WHERE g.area_id = %(area)s AND g.withdrawn_at IS NULL AND (g.ends_on IS NULL OR g.ends_on > %(on)s)
    ON CONFLICT DO NOTHING
"""


def concerned(areas: Sequence[int], *, on: date) -> int:
    """How many grants in force are for these areas."""
    return Grant.objects.active(on=on).filter(area__in=areas).count()


def divided(area: int, parts: Sequence[int], *, on: date) -> None:
    """Who holds a role in an area holds it in each of its parts, as long as before."""
    with connection.cursor() as cursor:
        cursor.execute(COPIED, {"area": area, "parts": list(parts), "on": on})
