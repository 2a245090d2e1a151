"""How far a measure of deprivation depends on what was chosen: the cut-off, the weights, the indicators.

Alkire, Foster, Seth, Santos, Roche and Ballon, Multidimensional Poverty Measurement and Analysis (2015), ch. 7 and 8:
the curve over k; other weights; ranks of groups by Kendall's tau-b and Spearman's rho; which comparisons of two groups
hold under every choice; redundancy of indicators (R0) and Cramer's V. Units unknown in the measure are unknown here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy import stats

from ayni.engines.measures import deprivation, patterns
from ayni.engines.measures import design as designs
from ayni.engines.measures import estimate as estimates
from ayni.engines.measures.design import Floats, Integers
from ayni.engines.measures.estimate import Estimate


@dataclass(frozen=True)
class Point:
    """H, A and M0 of everybody and of each group at a cut-off."""

    k: Fraction
    H: Estimate
    A: Estimate
    M0: Estimate


def curve(population: deprivation.Population, totals: patterns.Totals, ks: Sequence[Fraction]) -> list[list[Point]]:
    """For each cut-off the point of each group of `totals`. Those that make the same people poor are reckoned once."""
    scored, ones = population.scored(), np.ones(len(population.answered.answers))
    known: dict[bytes, list[tuple[Estimate, Estimate, Estimate]]] = {}
    found = []
    for k in ks:
        poor = scored.poor(k)
        if (key := poor.tobytes()) not in known:
            censored = scored.score * poor
            pairs = ((poor, ones), (censored, poor), (censored, ones))
            kinds = [totals.ratio(y, x, share=population.share, level=population.level) for y, x in pairs]
            known[key] = list(zip(*kinds, strict=True))
        found.append([Point(k, *one) for one in known[key]])
    return found


def half_schemes(instrument: deprivation.Instrument) -> dict[str, dict[str, Fraction]]:
    """Other weights: each dimension in turn has half of the whole, the others share the rest (50, 25, 25 for three)."""
    names = [one.name for one in instrument.dimensions]
    if len(names) < 2:
        return {}
    rest = Fraction(1, 2) / (len(names) - 1)
    return {f"half_{one}": {name: Fraction(1, 2) if name == one else rest for name in names} for one in names}


@dataclass(frozen=True, eq=False)
class Alternative:
    """One choice of cut-off and weights, and the M0 and H of each group under it."""

    name: str
    k: Fraction
    adjusted: Floats
    headcount: Floats


def alternative(
    population: deprivation.Population, totals: patterns.Totals, name: str, k: Fraction, shares: Mapping[str, Fraction]
) -> Alternative:
    """`shares`: other weights of the dimensions; none keeps those of the measure."""
    instrument = population.instrument.weighted(shares) if shares else population.instrument
    scored = population.scored(instrument)
    poor, ones = scored.poor(k), np.ones(len(scored.score))
    adjusted, _, _ = totals.linearised(scored.score * poor, ones)
    headcount, _, _ = totals.linearised(poor, ones)
    return Alternative(name, k, adjusted, headcount)


def tau_b(one: Floats, other: Floats) -> float | None:
    """Kendall's tau-b of two rankings, ties counted; groups unknown in either are passed by. None when all are tied."""
    known = ~(np.isnan(one) | np.isnan(other))
    left, right = (np.sign(np.subtract.outer(values[known], values[known])) for values in (one, other))
    tied = math.sqrt(float((left**2).sum()) * float((right**2).sum()))
    return float((left * right).sum() / tied) if tied else None


def spearman(one: Floats, other: Floats) -> float | None:
    """Correlation of the ranks, ties with their average rank. None when a side is all tied or too few are known."""
    known = ~(np.isnan(one) | np.isnan(other))
    if known.sum() < 2:
        return None
    left, right = (stats.rankdata(values[known]) - (known.sum() + 1) / 2 for values in (one, other))
    spread = math.sqrt(float(left @ left) * float(right @ right))
    return float(left @ right / spread) if spread else None


@dataclass(frozen=True)
class Comparisons:
    """Pairs of groups: how many, of how many M0 differs beyond chance, and what other choices do to their order.

    kept: of all pairs, those with the same order under every alternative. robust: the same of those that differ
    beyond chance in the measure itself, under the measure's own weights and cut-off. None without such pairs.
    """

    pairs: int
    differing: int
    kept: float | None
    robust: float | None


def comparisons(
    population: deprivation.Population,
    totals: patterns.Totals,
    k: Fraction,
    others: Sequence[Alternative],
    level: float = 0.95,
) -> Comparisons:
    """Compare all pairs of groups by M0. A difference is tested with the covariance of groups that share clusters."""
    scored = population.scored()
    poor = scored.poor(k)
    value, _, z = totals.linearised(scored.score * poor, np.ones(len(poor)))
    left, right = (np.array(side, dtype=np.int64) for side in _pairs(np.flatnonzero(~np.isnan(value))))
    if not len(left):
        return Comparisons(0, 0, None, None)
    gap = value[left] - value[right]
    error = np.sqrt(np.maximum(_spread_of_differences(totals.cells, z, left, right), 0))
    degrees = population.design.free
    reach = estimates.critical(degrees, level) if degrees > 0 else math.inf
    differs = np.abs(gap) > reach * np.nan_to_num(error, nan=math.inf, posinf=math.inf)
    same = np.ones(len(gap), dtype=bool)
    for one in others:
        same &= np.sign(one.adjusted[left] - one.adjusted[right]) == np.sign(gap)
    return Comparisons(
        len(gap), int(differs.sum()), float(same.mean()), float(same[differs].mean()) if differs.any() else None
    )


def redundancy(population: deprivation.Population) -> list[tuple[str, str, Estimate, Estimate]]:
    """Of each pair of indicators R0 and Cramer's V, both with errors, in everybody (not only the poor).

    R0 = P(both) / min(P(one), P(other)), 0 to 1. V = the correlation of the two answers (of a 2x2 table; Cramer's V
    with its sign). None when an indicator deprives nobody or everybody.
    """
    found, totals = [], population.whole
    answers, seen = population.answered.answers, population.answered.seen
    names = population.instrument.names
    for one, other in combinations(range(len(names)), 2):
        known = seen[:, one] * seen[:, other]
        a, b = answers[:, one] * known, answers[:, other] * known
        rarer = a if totals.of(a)[0] <= totals.of(b)[0] else b
        overlap = totals.ratio(a * b, rarer, share=population.share, level=population.level)[0]
        found.append((names[one], names[other], overlap, correlation(totals, a, b, known, population.level)))
    return found


def correlation(totals: patterns.Totals, a: Floats, b: Floats, known: Floats, level: float = 0.95) -> Estimate:
    """Correlation of two 0/1 values of the patterns among those known, everybody in one group, linearised."""
    people = float(totals.of(known)[0])
    units = int(totals.ratio(known, known)[0].n)
    design = totals.cells.design
    degrees = design.free
    if people == 0:
        return Estimate(None, None, None, None, 0, degrees, None)
    p, q = float(totals.of(a)[0]) / people, float(totals.of(b)[0]) / people
    if not (0 < p < 1 and 0 < q < 1):
        return Estimate(None, None, None, None, units, degrees, None)
    u, v = (a - p * known) / math.sqrt(p * (1 - p)), (b - q * known) / math.sqrt(q * (1 - q))
    phi = float(totals.of(u * v)[0]) / people
    variance = totals.influence((u * v - phi / 2 * (u**2 + v**2)) / people)
    return estimates.built(phi, variance, units, degrees, 0.0, level=level)


def _pairs(groups: Integers) -> tuple[list[int], list[int]]:
    made = list(combinations(groups.tolist(), 2))
    return [one for one, _ in made], [other for _, other in made]


def _spread_of_differences(cells: designs.Cells, z: Floats, left: Integers, right: Integers) -> Floats:
    """Variance of each difference of two groups, from the linearised totals of their cells."""
    found = np.empty(len(left))
    # a share of the pairs at a time: each pair holds the cells of two groups
    held = [np.flatnonzero(cells.group == group) for group in range(cells.groups)]
    for start in range(0, len(left), 200):
        ends = range(start, min(start + 200, len(left)))
        rows = [np.concatenate([held[left[pair]], held[right[pair]]]) for pair in ends]
        pair = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        row = np.concatenate(rows)
        sign = np.where(cells.group[row] == left[start + pair], 1.0, -1.0)
        key, place = designs.compact(cells.cluster[row] * len(rows) + pair, cells.design.clusters * len(rows))
        merged = designs.Cells(cells.design, len(rows), key // len(rows), key % len(rows))
        found[start : start + len(rows)] = designs.variance(merged, designs.summed(place, z[row] * sign, len(key)))
    return found
