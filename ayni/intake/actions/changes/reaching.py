"""Where a household lies that is out of the officer's reach: its area and nothing more, by the number on its card."""

from __future__ import annotations

from django.db import connection

from ayni.commons.directory.models import Area


def area_of_household(household_id: int) -> Area | None:
    """The area of a household by its number; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT intake_area_of_household(%s)", [household_id])
        (area_id,) = cursor.fetchone()
    return Area.objects.defer("shape").filter(pk=area_id).first() if area_id else None
