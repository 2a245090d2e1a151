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
#: Everybody who shares a key, and how frequent the applicant's own values are: one question.
ASKED = """
    SELECT c.person, c.told, NULL, NULL FROM identity_candidates(%s, %s, %s) c
    UNION ALL
    SELECT NULL, f.value, f.field, f.share FROM unnest(%s::text[], %s::text[]) a (field, value)
    JOIN identity_frequency f ON f.model_id = %s AND f.field = a.field AND f.value = a.value
"""
STANDING = """
    SELECT (SELECT ARRAY[extract(epoch FROM prepared_at), id] FROM identity_linkagemodel WHERE state = 'active'),
        EXISTS (SELECT FROM identity_linkagemodel WHERE state = 'preparing' AND half IS NOT NULL),
        identity_count_stale(1) > 0, (SELECT path FROM directory_area WHERE code = %s)
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

    def likely(self, told: Sequence[Told], most: int, least: float) -> list[Likely]:
        """Who on record an applicant is with a chance of at least `least`, the likeliest first. `told` is the applicant
        by each of their names, `most` how many candidates are weighed."""
        records = [self.prepared(one) for one in told]
        keys = sorted({key for record in records for key in self.keys(record)})
        held = sorted({pair for record in records for pair in self._held(record)})
        asked: list[Any] = [
            self.half,
            keys,
            most,
            [column for column, _ in held],
            [value for _, value in held],
            self.pk,
        ]
        with connection.cursor() as cursor:
            cursor.execute(ASKED, asked)
            found = cursor.fetchall()
        shares = {(field, text): share for _, text, field, share in found if field is not None}
        return self.weigh(records, [row[:2] for row in found if row[2] is None], shares, least)

    def weigh(
        self, records: Sequence[Record], candidates: Iterable[tuple[int, str]], shares: Shares, least: float
    ) -> list[Likely]:
        """The candidates, each a person's number and a record as it is kept, against an applicant's records. A person
        counts by the two that are most alike."""
        if self._is_counted:
            shares = {("", ""): 1.0, **shares}  # never empty: a value that nobody has yet is rare
        asked = [(record, self._bounds(record, shares, least)) for record in records]
        best: dict[int, Weighed] = {}
        for person, text in candidates:
            other = self.record(text)
            for record, bounds in asked:
                if bounds.is_out(record, other):
                    continue
                weighed = desk.weigh(self.model, record, other, shares, self.fewest)
                if weighed.chance >= least and (person not in best or best[person].weight < weighed.weight):
                    best[person] = weighed
        found = [Likely(person, weighed) for person, weighed in best.items()]
        return sorted(found, key=lambda one: (-one.weighed.weight, one.person_id))

    def _held(self, record: Record) -> list[tuple[str, str]]:
        """The values that count by how rare they are. Only a value that two records share is asked for by it."""
        if not self._is_counted:
            return []
        return [(column, str(record[column])) for column in self._frequent if record[column] is not None]

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


@dataclass(frozen=True)
class Standing:
    """The model that answers, if any; whether another is being prepared for, whether somebody's record changed since
    it was prepared; and the path of the area that was asked for."""

    desk: Desk | None
    is_coming: bool
    is_stale: bool
    path: str


def standing(area: str = "") -> Standing:
    """How the desk stands, in one question."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [area])
        active, is_coming, is_stale, path = cursor.fetchone()
    return Standing(_desk(int(active[1]), active[0]) if active else None, is_coming, is_stale, path or "")


def now() -> Desk | None:
    """The model that answers; None where there is none yet."""
    return standing().desk


def coming() -> Desk | None:
    """The model for which everybody is being prepared."""
    row = models.LinkageModel.objects.filter(state=models.ModelState.PREPARING, half__isnull=False).first()
    return Desk(row) if row else None


@functools.lru_cache(maxsize=4)
def _desk(pk: int, prepared_at: Any) -> Desk:
    del prepared_at  # one that is prepared anew is another
    return Desk(models.LinkageModel.objects.get(pk=pk))
