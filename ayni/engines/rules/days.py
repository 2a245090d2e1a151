"""Days as columns: the time between two, a day shifted, and ages compared without being computed.

`age < 5` on a known day is the same as being born after one certain day, so the usual comparison is a comparison
of dates. Missing-value rule: no day of birth, or one after the day asked about, no age.
"""

import calendar
import math
from datetime import date, timedelta
from typing import Any

import ibis

from ayni.engines.rules import persons, tree

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
MONTHS: dict[tree.Unit, int] = {"years": 12, "months": 1}
#: The intervals that every engine can add: a year is twelve months.
UNITS: dict[tree.Unit, str] = {"years": "M", "months": "M", "days": "D"}


def born_by(day: date, months: int) -> date | None:
    """The latest day of birth of somebody `months` completed months old; None before the calendar begins."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def compared(sign: str, born_from: Any, born_to: Any, unit: tree.Unit, day: date, number: float) -> Any | None:
    """Where `age sign number` is surely so, and where surely not; None where only computing the age will do."""
    if sign not in FLIPPED or not abs(number) < 1e4:
        return None
    limit = math.ceil(number) if sign in ("<", ">=") else math.floor(number) + 1
    latest = born_by(day, limit * MONTHS[unit])
    if latest is None or limit < 1:
        return None
    under, over = born_from.between(latest + timedelta(days=1), day), born_to <= latest
    return (under, over) if sign in ("<", "<=") else (over, under)


def between(unit: tree.Unit, start: Any, end: Any) -> Any:
    """Completed years or months, or days, from one day to another, as float64."""
    if unit == "days":
        return end.delta(start, unit="day").cast("float64")
    months = (end.year() - start.year()) * 12 + end.month() - start.month() - (end.day() < start.day()).cast("int")
    return (months / MONTHS[unit]).floor().cast("float64")


def shifted(day: Any, number: int, unit: tree.Unit) -> Any:
    """A day so many days, months or years later; a month's last where it has no such day. Null past the calendar."""
    length = ibis.literal(number * MONTHS.get(unit, 1)).as_interval(UNITS[unit])
    first, last = (persons.shifted(end, -number, unit) for end in (date.min, date.max))
    kept = day <= last if number > 0 and last else day >= first if number <= 0 and first else False
    return ibis.cases((kept, (day + length).cast("date")))
