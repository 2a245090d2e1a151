"""Answers in three values packed into whole numbers: two bits each, many to a column.

Two bits hold 0 for no, 1 for unknown, 2 for yes. Written over rows and joined by OR, the upper bit tells whether it
was yes for any row and the lower whether it was unknown for any: one aggregate answers for all conditions at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import ibis

WIDTH = 62  # bits used of a 64-bit whole number; its sign is left alone
NO, UNKNOWN, YES = 0, 1, 2


@dataclass(frozen=True)
class Place:
    """Where some bits stand: the number of the word, the first bit, and how many."""

    word: int
    shift: int
    width: int = 2

    def of(self, value: int) -> Any:
        """A value in this place, as a constant."""
        return ibis.literal(value << self.shift, "int64")

    def read(self, word: Any) -> Any:
        """The bits as they stand, not shifted down: compare them with `of`."""
        return word & self.of((1 << self.width) - 1)


def places(widths: Iterable[int]) -> list[Place]:
    """A place for each of these widths, in order."""
    found: list[Place] = []
    word = shift = 0
    for width in widths:
        if shift + width > WIDTH:
            word, shift = word + 1, 0
        found.append(Place(word, shift, width))
        shift += width
    return found


def words(parts: Mapping[Place, Any]) -> list[Any]:
    """The words made of values that stand in their places already."""
    by_word: dict[int, list[Any]] = {}
    for place, value in parts.items():
        by_word.setdefault(place.word, []).append(value)
    return [reduce(add, values) for _, values in sorted(by_word.items())]


def written(place: Place, surely: Any, surely_not: Any, why: Iterable[Any] = ()) -> Any:
    """An answer of three values in its place; where it is unknown, with other bits that tell why."""
    unknown = reduce(add, [place.of(UNKNOWN), *why])
    return ibis.cases((surely, place.of(YES)), (surely_not, place.of(NO)), else_=unknown)


def named(prefix: str, columns: Sequence[Any]) -> dict[str, Any]:
    return {f"{prefix}{number}": column for number, column in enumerate(columns)}
