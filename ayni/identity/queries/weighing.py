"""The model that answers now, ready to prepare an applicant and to weigh them against many by its very numbers.

Of a few hundred candidates most share one key and nothing else. They are passed over as soon as no more likeness could
bring them to what is asked for; the others are weighed by the engine, with every reason.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ayni.engines.linkage import desk, keys
from ayni.engines.linkage import model as engine
from ayni.engines.linkage.comparing import UNKNOWN, Comparison
from ayni.engines.linkage.desk import Told
from ayni.engines.linkage.mapping import Columns
from ayni.engines.linkage.model import Model, Weighed
from ayni.identity import models
from ayni.identity.queries import telling

BETWEEN = "\x1f"  # columns of a record that is kept
NUMBERS = frozenset(("year", "month", "day", "new_year"))
Record = Mapping[str, Any]
Shares = Mapping[tuple[str, str], float]
SHARES = """
    SELECT f.field, f.value, f.share FROM unnest(%s::text[], %s::text[]) a (field, value)
    JOIN identity_frequency f ON f.model_id = %s AND f.field = a.field AND f.value = a.value
"""


class _Ready(Model):
    """A model whose comparisons are made once."""

    comparisons = functools.cached_property(Model.comparisons.fget)  # type: ignore[attr-defined]
    prior = functools.cached_property(Model.prior.fget)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Likely:
    """Who an applicant may be, and how likely it is, with every reason."""

    person_id: int
    weighed: Weighed


class Desk:
    """One model, ready."""

    def __init__(self, row: models.LinkageModel) -> None:
        read = engine.read(row.document)
        self.pk, self.half, self.version = row.pk, row.half or 0, row.version
        self.columns: Columns = telling.kept(row.columns)
        self.model = _Ready(read.columns, read.learnt, read.share, read.keys)
        self.compared: tuple[str, ...] = read.columns
        self.fewest = 1 / max(row.records, 1)
        self._is_counted = models.Frequency.objects.filter(model=row).exists()
        self._keys = keys.named(read.keys, read.columns)
        self._frequent = frequent(self.model)
        #: Those that take least time first: numbers and places, then births, then names.
        order = sorted(range(len(self.model.comparisons)), key=lambda n: len(self.model.comparisons[n].degrees))
        self._steps = [
            (self.model.comparisons[n], tuple(self.model.learnt.m[n]), tuple(self.model.learnt.u[n])) for n in order
        ]

    def prepared(self, told: Told) -> dict[str, Any]:
        """The columns that are compared."""
        found = desk.prepared(told, self.columns)
        return {column: found.get(column) for column in self.compared}

    def keys(self, record: Record) -> list[int]:
        """The keys by which likely doubles are found."""
        return [value for value in (key.value(record) for key in self._keys) if value is not None]

    def text(self, record: Record) -> str:
        """A record as it is kept."""
        return BETWEEN.join("" if (value := record[column]) is None else str(value) for column in self.compared)

    def record(self, text: str) -> dict[str, Any]:
        """A record that was kept."""
        values = dict(zip(self.compared, text.split(BETWEEN), strict=True))
        return {
            column: None if value == "" else int(value) if column in NUMBERS else value
            for column, value in values.items()
        }

    def shares(self, record: Record) -> dict[tuple[str, str], float]:
        """How frequent the values of one record are. Only a value that two records share is asked for by it."""
        if not self._is_counted:
            return {}
        held = [(column, str(record[column])) for column in self._frequent if record[column] is not None]
        with connection.cursor() as cursor:
            cursor.execute(SHARES, [[column for column, _ in held], [value for _, value in held], self.pk])
            found = {(field, value): share for field, value, share in cursor.fetchall()}
        return {("", ""): 1.0, **found}  # never empty: a value that nobody has yet is rare

    def weigh(self, told: Sequence[Told], candidates: Iterable[tuple[int, str]], least: float) -> list[Likely]:
        """Who of the candidates an applicant is with a chance of at least `least`, the likeliest first.

        `told` is the applicant by each of their names, a candidate somebody's number and a record as it is kept. A
        person counts by the record that is most alike.
        """
        asked = []
        for one in told:
            record = self.prepared(one)
            shares = self.shares(record)
            asked.append((record, shares, self._bounds(record, shares, least)))
        best: dict[int, Weighed] = {}
        for person, text in candidates:
            other = self.record(text)
            for record, shares, bounds in asked:
                if bounds.is_out(record, other):
                    continue
                weighed = desk.weigh(self.model, record, other, shares, self.fewest)
                if weighed.chance >= least and (person not in best or best[person].weight < weighed.weight):
                    best[person] = weighed
        found = [Likely(person, weighed) for person, weighed in best.items()]
        return sorted(found, key=lambda one: (-one.weighed.weight, one.person_id))

    def _bounds(self, record: Record, shares: Shares, least: float) -> _Bounds:
        steps = [
            (comparison, [self._bits(record, shares, comparison, n, m[n], u[n]) for n in range(len(m))])
            for comparison, m, u in self._steps
        ]
        floor = math.log2(least / (1 - least)) - self.model.prior
        return _Bounds(steps, floor - 1e-6)

    def _bits(self, record: Record, shares: Shares, comparison: Comparison, place: int, m: float, u: float) -> float:
        column = comparison.degrees[place].frequent
        if column and shares and record[column] is not None:
            return math.log2(m) - math.log2(shares.get((column, str(record[column])), self.fewest))
        return math.log2(m / u)


class _Bounds:
    """How much each degree would weigh, and how much what is not compared yet could add at most."""

    def __init__(self, steps: list[tuple[Comparison, list[float]]], floor: float) -> None:
        self._steps, rest = [], 0.0
        for comparison, bits in reversed(steps):
            self._steps.append((comparison, bits, rest))
            rest += max(*bits, 0.0)
        self._steps.reverse()
        self._floor = floor

    def is_out(self, one: Record, other: Record) -> bool:
        """Whether nothing more could bring two records to what is asked for."""
        total = 0.0
        for comparison, bits, rest in self._steps:
            place = comparison.degree(one, other)
            if place != UNKNOWN:
                total += bits[place]
            if total + rest < self._floor:
                return True
        return False


def frequent(model: Model) -> list[str]:
    """The columns whose values count by how rare they are."""
    return sorted({degree.frequent for one in model.comparisons for degree in one.degrees if degree.frequent})


def now() -> Desk | None:
    """The model that answers; None where there is none yet."""
    row = models.LinkageModel.objects.filter(state=models.ModelState.ACTIVE).values_list("pk", "prepared_at").first()
    return _desk(*row) if row else None


def coming() -> Desk | None:
    """The model for which everybody is being prepared."""
    row = models.LinkageModel.objects.filter(state=models.ModelState.PREPARING, half__isnull=False).first()
    return Desk(row) if row else None


@functools.lru_cache(maxsize=4)
def _desk(pk: int, prepared_at: Any) -> Desk:
    del prepared_at  # one that is prepared anew is another
    return Desk(models.LinkageModel.objects.get(pk=pk))
