"""Who is ready to leave a programme: criteria joined by AND and OR, round by round, and what each household lacks.

An unknown answer is neither met nor lacking. A whole is known where it follows from what is known: one criterion of an
`all` that is not met decides, however many others are unknown (Kleene's logic).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ayni.engines.measures.design import Floats
from ayni.kernel import refusals


class GraduationError(refusals.Refused):
    """Criteria cannot be judged as written."""


@dataclass(frozen=True)
class Join:
    """Criteria, by name, or further joins: all of them, any, or at least so many."""

    how: Literal["all", "any", "at_least"]
    parts: tuple[str | Join, ...]
    number: int = 0

    def names(self) -> Iterator[str]:
        """Every criterion named in it."""
        for part in self.parts:
            if isinstance(part, Join):
                yield from part.names()
            else:
                yield part


def against(value: Floats, *, at_least: float | None = None, at_most: float | None = None) -> Floats:
    """1 where n amounts reach the threshold(s), 0 where not, NaN unknown."""
    met = np.ones(len(value), dtype=bool)
    if at_least is not None:
        met &= value >= at_least
    if at_most is not None:
        met &= value <= at_most
    return np.where(np.isnan(value), np.nan, met.astype(np.float64))


def joined(met: Mapping[str, Floats], join: Join) -> Floats:
    """1, 0 or NaN for each of n units: whether what they meet is enough. Refuses a name that is no criterion."""
    columns = np.column_stack([joined(met, part) if isinstance(part, Join) else _of(met, part) for part in join.parts])
    yes, maybe = (columns == 1).sum(axis=1), np.isnan(columns).sum(axis=1)
    needed = {"all": columns.shape[1], "any": 1, "at_least": join.number}[join.how]
    return np.where(yes >= needed, 1.0, np.where(yes + maybe < needed, 0.0, np.nan))


def lacking(met: Mapping[str, Floats], join: Join) -> list[str]:
    """For each unit what it lacks to pass: "savings; house or land; 1 more of: food, school". "" for one that passes.

    A criterion that is not known is marked with "?". Alternatives of what is met already are not named.
    """
    names = list(dict.fromkeys(join.names()))
    columns = np.column_stack([np.where(np.isnan(_of(met, name)), 2, _of(met, name)) for name in names])
    patterns, place = np.unique(columns.astype(np.int64), axis=0, return_inverse=True)
    said = [_lacks(join, dict(zip(names, one, strict=True))) for one in patterns.tolist()]
    return [said[one] for one in place.ravel().tolist()]


def _lacks(part: str | Join, state: Mapping[str, int]) -> str:
    """What is lacking of one part, where each criterion is met (1), not (0) or unknown (2)."""
    if isinstance(part, str):
        return {1: "", 0: part, 2: f"{part}?"}[state[part]]
    rest = [_lacks(one, state) for one in part.parts]
    missing = [one for one in rest if one]
    if part.how == "all":
        return "; ".join(missing)
    more = (part.number if part.how == "at_least" else 1) - (len(rest) - len(missing))
    if more <= 0:
        return ""
    if part.how == "any":
        return " or ".join(f"({one})" if ";" in one else one for one in missing)
    return f"{more} more of: {', '.join(missing)}"


def read(source: Any, where: str) -> Join:
    """`{all: [a, {any: [b, c]}]}`, or `{at_least: 2, of: [a, b, c]}`. Errors: GraduationError."""
    if not isinstance(source, dict) or not source:
        raise GraduationError(f"{where}: write `all: [...]`, `any: [...]` or `at_least: 2` with `of: [...]`.")
    keys = set(source)
    if keys == {"at_least", "of"}:
        parts, number = _parts(source["of"], where), source["at_least"]
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= len(parts):
            raise GraduationError(f"{where}: `at_least` is {number!r}. Write a number from 1 to {len(parts)}.")
        return Join("at_least", parts, number)
    if keys in ({"all"}, {"any"}):
        how: Literal["all", "any"] = "all" if keys == {"all"} else "any"
        return Join(how, _parts(source[how], where))
    said = ", ".join(sorted(map(str, keys)))
    raise GraduationError(f"{where}: '{said}' is not known. Write `all`, `any`, or `at_least` with `of`, one of them.")


def _parts(source: Any, where: str) -> tuple[str | Join, ...]:
    if not isinstance(source, list) or not source:
        raise GraduationError(f"{where}: name at least one criterion in a list.")
    return tuple(read(one, where) if isinstance(one, dict) else str(one) for one in source)


def _of(met: Mapping[str, Floats], name: str) -> Floats:
    if name not in met:
        raise GraduationError(f"'{name}' is no criterion. There are {', '.join(met)}.")
    return met[name]
