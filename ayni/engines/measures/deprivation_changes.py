"""What changed between rounds of a survey, with errors that know which clusters were visited twice.

The rounds stand in one file. The difference of two rounds is linearised as z2 - z1 on that file, so a primary sampling
unit of both rounds carries a covariance (Alkire, Roche and Vaz 2017, World Development 94; mpitb and mpitbR). Relative
and annual changes follow by the delta method from the variances of both rounds and of their difference. Units: shares
for absolute changes, per cent for relative ones, a year for annual ones. Unknown answers are treated as in the levels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import numpy as np

from ayni.engines.measures import deprivation, patterns
from ayni.engines.measures import design as designs
from ayni.engines.measures import estimate as estimates
from ayni.engines.measures.design import Floats, Integers
from ayni.engines.measures.estimate import Estimate

Kind = Literal["absolute", "relative", "annual_absolute", "annual_relative"]
Interval = Literal["normal", "t"]


@dataclass(frozen=True)
class Change:
    """One figure's change between two rounds. group: the group's label, None for everybody."""

    measure: str
    indicator: str
    kind: Kind
    first: str
    last: str
    group: str | None
    estimate: Estimate


@dataclass(frozen=True, eq=False)
class Rounds:
    """Units by round and group. labels: of the rounds in order; years: when each was; groups: labels, or [None]."""

    labels: tuple[str, ...]
    years: tuple[float, ...]
    groups: tuple[str | None, ...]
    totals: patterns.Totals

    @classmethod
    def of(
        cls,
        population: deprivation.Population,
        rounds: tuple[Integers, tuple[str, ...], tuple[float, ...]],
        group: tuple[Integers, tuple[str, ...]] | None = None,
    ) -> Rounds:
        """rounds: n codes, labels and years; group: n codes and labels; a code of -1 is in none."""
        codes, labels, years = rounds
        names: tuple[str | None, ...] = (None,) if group is None else group[1]
        if group is not None:
            codes = np.where((codes < 0) | (group[0] < 0), -1, group[0] * len(labels) + codes)
        bundles = patterns.bundle(population.design, population.answered, codes, len(labels) * len(names))
        totals = patterns.Totals(population.design, bundles, len(population.answered.answers))
        return cls(labels, years, names, totals)

    def pairs(self) -> list[tuple[int, int]]:
        """Each round and the next; with three or more also the first and the last."""
        found = list(pairwise(range(len(self.labels))))
        return found if len(found) < 2 else [*found, (0, len(self.labels) - 1)]


def measures(population: deprivation.Population, k: float | Fraction) -> Iterator[tuple[str, str, Floats, Floats]]:
    """What may change: name, indicator ("" for none), and the two values of each pattern that make the ratio."""
    scored = population.scored()
    poor = scored.poor(k)
    ones, censored = np.ones(len(poor)), scored.score * poor
    yield "H", "", poor, ones
    yield "A", "", censored, poor
    yield "M0", "", censored, ones
    for place, name in enumerate(population.instrument.names):
        deprived, seen = population.answered.answers[:, place], population.answered.seen[:, place]
        yield "uncensored", name, deprived, seen
        yield "censored", name, deprived * poor, seen
        yield "percentage", name, deprived * poor * scored.weights[:, place], censored


def changes(
    population: deprivation.Population,
    rounds: Rounds,
    k: float | Fraction,
    *,
    interval: Interval = "normal",
    level: float = 0.95,
) -> list[Change]:
    """Every change of every measure at a cut-off, between the pairs of rounds, in every group.

    A change whose rounds have nobody, or that divides by nothing, has value None.
    """
    found: list[Change] = []
    for name, indicator, y, x in measures(population, k):
        value, count, z = rounds.totals.linearised(y, x)
        for first, last in rounds.pairs():
            moved = _moved(rounds, z, first, last)
            for place, group in enumerate(rounds.groups):
                at = place * len(rounds.labels)
                ends = _Ends(
                    float(value[at + first]),
                    float(value[at + last]),
                    moved[place],
                    rounds.years[last] - rounds.years[first],
                    int(count[at + first] + count[at + last]),
                    rounds.totals.cells.design,
                )
                for kind in KINDS:
                    made = ends.change(kind, interval, level)
                    found.append(Change(name, indicator, kind, rounds.labels[first], rounds.labels[last], group, made))
    return found


@dataclass(frozen=True, eq=False)
class _Ends:
    """Both ends of a change; spread: variance of the first, of the last, and their covariance."""

    first: float
    last: float
    spread: tuple[float, float, float]
    years: float
    n: int
    design: designs.Design

    def change(self, kind: Kind, interval: Interval, level: float) -> Estimate:
        degrees = designs.NORMAL if interval == "normal" else self.design.free
        if math.isnan(self.first) or math.isnan(self.last):
            return estimates.built(math.nan, math.nan, self.n, degrees, 0.0)
        value, back, forth = KINDS[kind](self.first, self.last, self.years)
        v1, v2, both = self.spread
        variance = back**2 * v1 + forth**2 * v2 + 2 * back * forth * both
        return estimates.built(value, variance, self.n, degrees, 0.0, level=level)


Derived = tuple[float, float, float]  # the change, and its derivative by the first and by the last value


def _absolute(first: float, last: float, years: float) -> Derived:
    return last - first, -1.0, 1.0


def _relative(first: float, last: float, years: float) -> Derived:
    if first == 0:
        return math.nan, math.nan, math.nan
    return 100 * (last / first - 1), -100 * last / first**2, 100 / first


def _annual_absolute(first: float, last: float, years: float) -> Derived:
    return ((last - first) / years, -1 / years, 1 / years) if years else (math.nan, math.nan, math.nan)


def _annual_relative(first: float, last: float, years: float) -> Derived:
    if first <= 0 or not years:
        return math.nan, math.nan, math.nan
    if last <= 0:  # all of it is gone: the rate is -100 %, and has no slope to tell an error by
        return -100.0, math.nan, math.nan
    grown = (last / first) ** (1 / years)
    return 100 * (grown - 1), -100 * grown / (years * first), 100 * grown / (years * last)


KINDS: dict[Kind, Callable[[float, float, float], Derived]] = {
    "absolute": _absolute,
    "relative": _relative,
    "annual_absolute": _annual_absolute,
    "annual_relative": _annual_relative,
}


def _moved(rounds: Rounds, z: Floats, first: int, last: int) -> list[tuple[float, float, float]]:
    """For each group the variance of both rounds and their covariance, from the linearised totals of the cells."""
    cells, many = rounds.totals.cells, len(rounds.labels)
    when = cells.group % many
    spreads = [
        _variance(cells, z * sign, many, len(rounds.groups))
        for sign in ((when == first) * 1.0, (when == last) * 1.0, (when == last) * 1.0 - (when == first))
    ]
    both = (spreads[0] + spreads[1] - spreads[2]) / 2
    return [(float(a), float(b), float(c)) for a, b, c in zip(spreads[0], spreads[1], both, strict=True)]


def _variance(cells: designs.Cells, z: Floats, many: int, groups: int) -> Floats:
    """Variance in each group when the cells of its rounds are put together by cluster."""
    key = cells.cluster * groups + cells.group // many
    pairs, place = designs.compact(key, cells.design.clusters * groups)
    merged = designs.Cells(cells.design, groups, pairs // groups, pairs % groups)
    return designs.variance(merged, designs.summed(place, z, len(pairs)))
