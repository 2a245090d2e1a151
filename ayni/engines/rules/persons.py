"""Members as the rules see them: who is the head, how one is named, how old one is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ayni.engines.rules import kleene
from ayni.kernel import partial_dates

NOBODY = kleene.Span(None, None)


def head(members: Sequence[Mapping[str, Any]] | None) -> Mapping[str, Any] | None:
    """The one member whose relationship is "head"; None when there is none, or more than one."""
    heads = [member for member in members or () if member.get("relationship") == "head"]
    return heads[0] if len(heads) == 1 else None


def label(place: int, member: Mapping[str, Any]) -> str:
    """`members[3]`: the member's number on the list, else the place in it, from 1."""
    return f"members[{member.get('number') or place}]"


def age(person: Mapping[str, Any], day: date, unit: str) -> kleene.Span:
    """Completed years or months on a day, between the youngest and the oldest the person may be."""
    earliest, latest = person.get("born_from"), person.get("born_to")
    if earliest is None or latest is None:
        return NOBODY
    between = partial_dates.years_between if unit == "years" else months_between
    return kleene.Span(float(between(latest, day)), float(between(earliest, day)))


def months_between(start: date, end: date) -> int:
    """Completed months from one day to another."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
