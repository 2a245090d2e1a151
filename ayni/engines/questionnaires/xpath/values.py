"""The values of expressions, and how one kind is read as another."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from ayni.engines.questionnaires.errors import NotEvaluated
from ayni.engines.questionnaires.nodes import Node

Value = Any  # str, float, bool, date, datetime, or a list of Node
EPOCH = date(1970, 1, 1)
DAY_SECONDS = 86_400
MOST_STEPS = 5_000_000


@dataclass
class Surroundings:
    """What an expression may ask beside the filled-in form: the moment, and the lists by name.

    `left` is how many steps all expressions together may still take.
    """

    now: datetime
    lists: Mapping[str, Node] = field(default_factory=dict)
    labels: Callable[[str, str], str] | None = None
    left: int = MOST_STEPS

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise NotEvaluated("The form's expressions would take too long.")


@dataclass(frozen=True)
class Context:
    """Where an expression stands: a node, which of how many, and the node the whole expression began at."""

    node: Node
    current: Node
    around: Surroundings
    position: int = 1
    size: int = 1


def typed(node: Node) -> Value:
    """A node's value by its type; a text where it has none or does not fit it."""
    text = node.value
    if node.type in ("integer", "decimal", "range") and text:
        return as_number(text)
    if node.type in ("date", "today") and text:
        return day_of(text) or text
    if node.type in ("dateTime", "start", "end") and text:
        return moment_of(text) or text
    return text


def single(value: Value) -> Value:
    """The first of several nodes, by its type; an empty text for none."""
    if isinstance(value, list):
        return typed(value[0]) if value else ""
    return value


def as_text(value: Value) -> str:
    value = single(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def as_number(value: Value) -> float:
    """A number; days since 1970 of a date; not a number for what is none."""
    value = single(value)
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    if isinstance(value, datetime):
        return days_of(value)
    if isinstance(value, date):
        return float((value - EPOCH).days)
    try:
        return float(str(value)) if str(value).strip()[:1] in "+-.0123456789" else math.nan
    except ValueError:
        return math.nan


def as_boolean(value: Value) -> bool:
    if isinstance(value, list):
        return as_boolean(single(value)) if value else False
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return bool(value) and not math.isnan(value)
    return isinstance(value, date) or bool(value)


def as_date(value: Value) -> date | None:
    """A day, of a date, a text or a number of days; None for what is none."""
    value = single(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        found = day_of(value)
        if found is not None:
            return found
    number = as_number(value)
    if math.isnan(number) or abs(number) > 1_000_000:
        return None
    return date.fromordinal(EPOCH.toordinal() + math.floor(number))


def days_of(moment: datetime) -> float:
    """Days since 1970 with their fraction, in universal time."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.timestamp() / DAY_SECONDS


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def moment_of(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        day = day_of(text)
        return datetime.combine(day, time(), UTC) if day else None


def compare(left: Value, right: Value, sign: str) -> bool:
    """Compare as XPath does: any pair of several nodes, then as truths, numbers or texts; days as days."""
    if isinstance(left, list) and isinstance(right, list):
        return any(_pair(typed(one), typed(other), sign) for one in left for other in right)
    if isinstance(left, list) and not isinstance(right, bool):
        # A question that is not there is an empty answer, not an answer that never holds.
        return any(_pair(typed(one), right, sign) for one in left) if left else _pair("", right, sign)
    if isinstance(right, list) and not isinstance(left, bool):
        return any(_pair(left, typed(one), sign) for one in right) if right else _pair(left, "", sign)
    return _pair(left, right, sign)


def _pair(left: Value, right: Value, sign: str) -> bool:
    if sign in ("=", "!="):
        return _equal(left, right) == (sign == "=")
    one: float = _ordered(left, right)
    other: float = _ordered(right, left)
    match sign:
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
    return one >= other


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return as_boolean(left) == as_boolean(right)
    if isinstance(left, float | date) or isinstance(right, float | date):
        if left == "" or right == "":
            return bool(left == right)
        return bool(_ordered(left, right) == _ordered(right, left))
    return as_text(left) == as_text(right)


def _ordered(value: Value, beside: Value) -> float:
    """As a number; a text that is a day counts as one beside a day."""
    if isinstance(value, str) and isinstance(beside, date):
        found = moment_of(value) if isinstance(beside, datetime) else day_of(value)
        return as_number(found) if found else math.nan
    return as_number(value)
