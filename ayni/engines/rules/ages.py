"""Ages as columns: the interval a day of birth leaves, and comparing it without computing it.

`age < 5` on a known day is the same as being born after one certain day, so the usual comparison is a comparison
of dates. Missing-value rule: no day of birth, no age.
"""

import calendar
import math
from datetime import date
from typing import Any

import ibis

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
MONTHS = {"years": 12, "months": 1}


def born_by(day: date, months: int) -> date | None:
    """The latest day of birth of somebody `months` completed months old; None before the calendar begins."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def compared(sign: str, born_from: Any, born_to: Any, unit: str, day: date, number: float) -> Any | None:
    """`age sign number` as a three-valued column; None where only computing the age will do."""
    if sign not in FLIPPED or not abs(number) < 1e4:
        return None
    limit = math.ceil(number) if sign in ("<", ">=") else math.floor(number) + 1
    latest = born_by(day, limit * MONTHS[unit])
    if latest is None:
        return None
    when_under = sign in ("<", "<=")
    return ibis.cases((born_from > latest, when_under), (born_to <= latest, not when_under))


def completed(born: Any, day: Any, unit: str) -> Any:
    """Completed years or months from a day of birth to a day, as float64."""
    months = (day.year() - born.year()) * 12 + day.month() - born.month() - (day.day() < born.day()).cast("int")
    return (months / MONTHS[unit]).floor().cast("float64")
