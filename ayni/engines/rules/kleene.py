"""Three-valued values for one unit: what is known, and whose missing answers keep the rest unknown.

None is unknown. `and` is false if any part is false, else unknown if any is unknown; `or` the other way round.
Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64, the strong tables; as SQL and CEL.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Value = bool | float | str | date | None
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True)
class Found:
    """A value, and, when it is unknown, the names of the missing answers that could make it known."""

    value: Value
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Span:
    """A number or date between two ends, both possible; both None when nothing is known."""

    low: Any
    high: Any

    @property
    def exact(self) -> Any:
        return self.low if self.low == self.high else None


def known(value: Value, *parts: Found) -> Found:
    """A result and, if it is unknown, what was missing from the parts it was made of."""
    if value is not None:
        return Found(value)
    return Found(None, frozenset().union(*(part.missing for part in parts)))


def negation(item: Found) -> Found:
    return Found(None if item.value is None else not item.value, item.missing)


def conjunction(items: Iterable[Found]) -> Found:
    parts = list(items)
    if any(part.value is False for part in parts):
        return Found(False)
    return known(None if any(part.value is None for part in parts) else True, *parts)


def disjunction(items: Iterable[Found]) -> Found:
    return negation(conjunction(negation(item) for item in items))


def comparison(sign: str, left: Span, right: Span) -> bool | None:
    """Known when every pair of possible values gives the same answer."""
    if None in (left.low, right.low):
        return None
    if sign in ("==", "!="):
        return _equality(sign, left, right)
    compare = COMPARE[sign]
    answers = {compare(left.low, right.high), compare(left.high, right.low)}
    return answers.pop() if len(answers) == 1 else None


def _equality(sign: str, left: Span, right: Span) -> bool | None:
    if left.exact is not None and right.exact is not None:
        return COMPARE[sign](left.exact, right.exact)
    apart = left.high < right.low or right.high < left.low
    return (sign == "!=") if apart else None


def arithmetic(sign: str, left: Any, right: Any) -> float | None:
    """Unknown when a side is, and when dividing by zero."""
    if left is None or right is None:
        return None
    match sign:
        case "+":
            return float(left + right)
        case "-":
            return float(left - right)
        case "*":
            return float(left * right)
    return float(left / right) if right else None
