"""Where a household lies that is out of the officer's reach: its area and nothing more, by the number on its card, or
by a number of its people together with a name."""

from __future__ import annotations

import unicodedata
from datetime import date

from django.db import connection

from ayni.commons.directory.models import Area


def area_of_household(household_id: int) -> Area | None:
    """The area of a household by its number; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT intake_area_of_household(%s)", [household_id])
        (area_id,) = cursor.fetchone()
    return Area.objects.defer("shape").filter(pk=area_id).first() if area_id else None


def household_told(number: str, name: str, *, on: date) -> tuple[int, Area] | None:
    """The household, and its area, to which a number and a name belong; None when they do not belong together.

    The number is a household's, a person's or that of a document; the name must be whole, in any script it is kept in.
    """
    given = "".join(number.split()).upper()
    words = sorted(set(unicodedata.normalize("NFKC", name).lower().split()))
    if not given or not words or "\x00" in given + name:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT household, area FROM intake_household_told(%s, %s::text[], %s)", [given, words, on])
        rows = cursor.fetchall()
    if len(rows) != 1:
        return None
    (household_id, area_id) = rows[0]
    return household_id, Area.objects.defer("shape").get(pk=area_id)
