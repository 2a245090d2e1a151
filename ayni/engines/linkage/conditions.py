"""What is asked of two records, written once: as SQL for a whole country, and as Python for one applicant at the desk.

A record is a row of prepared columns (`preparing`). A condition on a column that either record lacks does not hold. SQL
keeps to what DuckDB, Spark and PostgreSQL share; Splink names the columns of a pair `_l` and `_r`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rapidfuzz.distance import Levenshtein

Record = Mapping[str, Any]


class Condition(Protocol):
    """Holds of two records, or does not."""

    def sql(self) -> str: ...

    def holds(self, one: Record, other: Record) -> bool: ...


@dataclass(frozen=True)
class Same:
    """Both have the same value; with `other`, the first's `field` and the second's `other`."""

    field: str
    other: str = ""

    def sql(self) -> str:
        return f"{self.field}_l = {self.other or self.field}_r"

    def holds(self, one: Record, other: Record) -> bool:
        value = one[self.field]
        return value is not None and value == other[self.other or self.field]


@dataclass(frozen=True)
class Near:
    """Texts of at least `least` letters in which at most `edits` letters differ."""

    field: str
    edits: int = 1
    least: int = 3

    def sql(self) -> str:
        left, right = f"{self.field}_l", f"{self.field}_r"
        long_enough = f"length({left}) >= {self.least} and length({right}) >= {self.least}"
        alike = f"abs(length({left}) - length({right})) <= {self.edits}"
        return f"({long_enough} and {alike} and levenshtein({left}, {right}) <= {self.edits})"

    def holds(self, one: Record, other: Record) -> bool:
        left, right = one[self.field], other[self.field]
        if left is None or right is None or min(len(left), len(right)) < self.least:
            return False
        return Levenshtein.distance(left, right, score_cutoff=self.edits) <= self.edits


@dataclass(frozen=True)
class Within:
    """Numbers at most `most` apart."""

    field: str
    most: int

    def sql(self) -> str:
        return f"abs({self.field}_l - {self.field}_r) <= {self.most}"

    def holds(self, one: Record, other: Record) -> bool:
        left, right = one[self.field], other[self.field]
        return left is not None and right is not None and abs(left - right) <= self.most


@dataclass(frozen=True)
class Is:
    """Either record has this number."""

    field: str
    value: int

    def sql(self) -> str:
        return f"({self.field}_l = {self.value} or {self.field}_r = {self.value})"

    def holds(self, one: Record, other: Record) -> bool:
        return self.value in (one[self.field], other[self.field])


@dataclass(frozen=True)
class Lacking:
    """Either record has nothing there."""

    field: str

    def sql(self) -> str:
        return f"({self.field}_l is null or {self.field}_r is null)"

    def holds(self, one: Record, other: Record) -> bool:
        return one[self.field] is None or other[self.field] is None


class _Joined:
    def __init__(self, *parts: Condition) -> None:
        self.parts = parts


class All(_Joined):
    """Every one of them holds."""

    def sql(self) -> str:
        return "(" + " and ".join(part.sql() for part in self.parts) + ")"

    def holds(self, one: Record, other: Record) -> bool:
        return all(part.holds(one, other) for part in self.parts)


class Any_(_Joined):
    """At least one of them holds."""

    def sql(self) -> str:
        return "(" + " or ".join(part.sql() for part in self.parts) + ")"

    def holds(self, one: Record, other: Record) -> bool:
        return any(part.holds(one, other) for part in self.parts)


class Not:
    """It does not hold of two records that both have the value."""

    def __init__(self, part: Condition, *fields: str) -> None:
        self.part, self.fields = part, fields

    def sql(self) -> str:
        return f"not coalesce({self.part.sql()}, false)"

    def holds(self, one: Record, other: Record) -> bool:
        return not self.part.holds(one, other)
