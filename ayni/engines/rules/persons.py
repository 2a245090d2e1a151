"""Members as the rules see them: who is the head, how one is named, how old one is."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ayni.engines.rules import kleene, tree

NOBODY = kleene.Span(None, None)


def head(members: Sequence[Mapping[str, Any]] | None) -> Mapping[str, Any] | None:
    """The one member whose relationship is "head"; None when there is none, or more than one."""
    heads = [member for member in members or () if member.get("relationship") == "head"]
    return heads[0] if len(heads) == 1 else None


def label(place: int, member: Mapping[str, Any]) -> str:
    """`members[3]`: the member's number on the list, else the place in it, from 1."""
    return f"members[{member.get('number') or place}]"


def age(person: Mapping[str, Any], day: date, unit: tree.Unit) -> kleene.Span:
    """Completed years or months on a day, between the youngest and the oldest the person may be.

    Nothing is known of an age before birth. Somebody who may have been born by the day was.
    """
    earliest, latest = person.get("born_from"), person.get("born_to")
    if earliest is None or latest is None or earliest > day:
        return NOBODY
    return kleene.Span(between(unit, min(latest, day), day), between(unit, earliest, day))


def between(unit: tree.Unit, start: date, end: date) -> float:
    """Completed years or months, or days, from one day to another; negative when it is the other way round."""
    if unit == "days":
        return float((end - start).days)
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return float(months // 12 if unit == "years" else months)


def shifted(day: date, number: int, unit: tree.Unit) -> date | None:
    """A day so many days, months or years later; a month's last where it has no such day. None past the calendar."""
    try:
        if unit == "days":
            return day + timedelta(days=number)
        months = day.year * 12 + day.month - 1 + number * (12 if unit == "years" else 1)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None
