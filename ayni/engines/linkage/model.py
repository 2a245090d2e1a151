"""What was learnt, kept as JSON: it weighs any two records, one pair at the desk or all of a country, by the same
numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ayni.engines.linkage import comparing, typical
from ayni.engines.linkage.comparing import UNKNOWN, Comparison
from ayni.engines.linkage.conditions import Record
from ayni.engines.linkage.learning import Learnt
from ayni.kernel import refusals

#: Raise it when what a comparison means changes: a model learnt before says so, and is learnt anew.
VERSION = 1

#: The share of records that have a value in a column; None where that is not known.
Frequency = Callable[[str, Any], float | None]


class ModelRefused(refusals.Refused):
    """A file is no model, or one of another version."""


@dataclass(frozen=True)
class Reason:
    """What one comparison found, and the weight it gives in bits: for one person above zero, against below."""

    comparison: str
    degree: str
    weight: float


@dataclass(frozen=True)
class Weighed:
    """Two records: the weight of all evidence, the chance that they are one person, and each reason, heaviest first."""

    weight: float
    chance: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Model:
    """`share`: of the pairs of two records taken at random, those of one person. `keys`: the names of the keys
    chosen."""

    columns: tuple[str, ...]
    learnt: Learnt
    share: float
    keys: tuple[str, ...] = ()
    #: Bits of relatives who are the same people too, and of relatives of whom none is; only a whole file tells of them.
    relatives: tuple[float, float] = (0.0, 0.0)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return comparing.made(self.columns)

    @property
    def prior(self) -> float:
        """The weight before anything is compared, in bits."""
        return math.log2(self.share / (1 - self.share))

    def weigh(self, one: Record, other: Record, frequency: Frequency) -> Weighed:
        """Two records as `preparing` makes them."""
        reasons = [self._reason(number, one, other, frequency) for number in range(len(self.comparisons))]
        weight = self.prior + sum(reason.weight for reason in reasons)
        return Weighed(weight, chance(weight), tuple(sorted(reasons, key=lambda reason: -abs(reason.weight))))

    def _reason(self, number: int, one: Record, other: Record, frequency: Frequency) -> Reason:
        comparison = self.comparisons[number]
        place = comparison.degree(one, other)
        if place == UNKNOWN:
            return Reason(comparison.name, "unknown", 0.0)
        degree, m, u = comparison.degrees[place], self.learnt.m[number][place], self.learnt.u[number][place]
        weight = math.log2(m / u)
        if degree.frequent:
            known = [frequency(degree.frequent, record[degree.frequent]) for record in (one, other)]
            shares = [share for share in known if share is not None]
            weight += math.log2(u) - math.log2(max(shares)) if shares else 0.0
        return Reason(comparison.name, degree.code, weight)


def fitted(model: Model, columns: Sequence[str]) -> Model:
    """The model for records that lack some of the columns it was learnt from; columns it does not know are left out.

    Refuses records that have none of its columns.
    """
    shared = tuple(column for column in columns if column in model.columns)
    known = {one.name: _by_code(one, *numbers) for one, *numbers in _together(model)}
    told = [typical.of_codes(one, known[one.name]) for one in comparing.made(shared)]
    if not told:
        raise ModelRefused(
            "The model was learnt from other columns than these records have. Learn it anew with --train."
        )
    learnt = replace(model.learnt, m=tuple(m for m, _ in told), u=tuple(u for _, u in told))
    return replace(model, columns=shared, learnt=learnt)


def _together(model: Model) -> Iterator[tuple[Comparison, Any, Any]]:
    return zip(model.comparisons, model.learnt.m, model.learnt.u, strict=True)


def _by_code(comparison: Comparison, m: Any, u: Any) -> dict[str, tuple[float, float]]:
    return {one.code: (float(a), float(b)) for one, a, b in zip(comparison.degrees, m, u, strict=True)}


def chance(weight: float) -> float:
    """A weight in bits as a chance between 0 and 1."""
    return 1 / (1 + 2**-weight) if weight > -1000 else 0.0


def write(model: Model) -> str:
    """The model as JSON, its numbers named."""
    named = {
        one.name: {code: {"m": m, "u": u} for code, (m, u) in _by_code(one, *numbers).items()}
        for one, *numbers in _together(model)
    }
    told: dict[str, Any] = {
        "version": VERSION,
        "columns": model.columns,
        "share": model.share,
        "keys": model.keys,
        "relatives": model.relatives,
    }
    return json.dumps(told | {"comparisons": named}, indent=1)


def read(text: str) -> Model:
    """A model that `write` wrote. Refuses anything else."""
    try:
        told = json.loads(text)
        if told["version"] != VERSION:
            raise ModelRefused(
                f"The model is of version {told['version']}, this is {VERSION}. Learn it anew with --train."
            )
        columns = tuple(told["columns"])
        m, u = (_numbers(told["comparisons"], columns, letter) for letter in "mu")
        return Model(
            columns, Learnt(m, u, (), (), 0), float(told["share"]), tuple(told["keys"]), tuple(told["relatives"])
        )
    except (ValueError, KeyError, TypeError) as wrong:
        raise ModelRefused(
            f"This is no model of linkage ({wrong}). Give the model.json that a run has written."
        ) from None


def _numbers(told: Mapping[str, Any], columns: Sequence[str], letter: str) -> tuple[Any, ...]:
    return tuple(
        np.array([told[one.name][degree.code][letter] for degree in one.degrees]) for one in comparing.made(columns)
    )
