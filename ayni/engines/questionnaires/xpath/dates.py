"""Writing a moment as format-date() asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
SIGNS: dict[str, Callable[[datetime], str]] = {
    "%": lambda at: "%",
    "Y": lambda at: f"{at.year:04d}",
    "y": lambda at: f"{at.year % 100:02d}",
    "m": lambda at: f"{at.month:02d}",
    "n": lambda at: str(at.month),
    "b": lambda at: MONTHS[at.month - 1],
    "d": lambda at: f"{at.day:02d}",
    "e": lambda at: str(at.day),
    "H": lambda at: f"{at.hour:02d}",
    "h": lambda at: str(at.hour),
    "M": lambda at: f"{at.minute:02d}",
    "S": lambda at: f"{at.second:02d}",
    "3": lambda at: f"{at.microsecond // 1000:03d}",
    "a": lambda at: DAYS[at.isoweekday() % 7],
    "W": lambda at: str(at.isocalendar().week),
}


def written(moment: object, how: str) -> str:
    """The moment by a pattern as `%Y-%m-%d`; empty for what is no moment."""
    if not isinstance(moment, datetime):
        return ""
    found, place = [], 0
    while place < len(how):
        if how[place] == "%" and place + 1 < len(how) and how[place + 1] in SIGNS:
            found.append(SIGNS[how[place + 1]](moment))
            place += 2
        else:
            found.append(how[place])
            place += 1
    return "".join(found)
