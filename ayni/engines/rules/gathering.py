"""What is asked of all members at once, from the answer for each: `exists`, `all`, `count`, `sum` and so on.

An empty list: exists is false, all is true, count and sum are 0, and min, max and avg are unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ayni.engines.rules import figures, kleene

NOTHING = kleene.Found(None)


@dataclass(frozen=True)
class Row:
    """One member: whether it counts, and its value if it does."""

    where: kleene.Found
    value: kleene.Found = NOTHING


def gather(what: str, rows: Sequence[Row]) -> kleene.Found:
    """The answer over all rows."""
    wheres = [row.where for row in rows]
    match what:
        case "exists":
            return kleene.disjunction(wheres)
        case "all":
            return kleene.conjunction(wheres)
        case "one":
            return _exactly_one(wheres)
        case "count":
            holding = sum(part.value is True for part in wheres)
            return kleene.known(None if _any_unknown(wheres) else float(holding), *wheres)
    return _of_values(what, rows)


def _exactly_one(wheres: Sequence[kleene.Found]) -> kleene.Found:
    holding = sum(part.value is True for part in wheres)
    if holding > 1:
        return kleene.Found(False)
    return kleene.known(None if _any_unknown(wheres) else holding == 1, *wheres)


def _of_values(what: str, rows: Sequence[Row]) -> kleene.Found:
    telling = [row.value if row.where.value else row.where for row in rows if row.where.value is not False]
    if _any_unknown(telling):
        return kleene.known(None, *telling)
    numbers = [float(part.value) for part in telling]  # type: ignore[arg-type]
    return kleene.Found(OVER[what](numbers) if numbers or what == "sum" else None)


def _average(numbers: Sequence[float]) -> float | None:
    added = figures.total(numbers)
    return None if added is None else added / len(numbers)


def _any_unknown(parts: Sequence[kleene.Found]) -> bool:
    return any(part.value is None for part in parts)


OVER: Mapping[str, Callable[[Sequence[float]], float | None]] = {
    "sum": figures.total,
    "min": min,
    "max": max,
    "avg": _average,
}
