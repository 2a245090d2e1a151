"""The measures of deprivation as one list of figures.

Names: H, A, M0, uncensored, censored, absolute, percentage, deprived_not_poor, vulnerable, severe, population_share,
share_of_m0. `of` holds k (of all that depend on the cut-off), indicator or dimension, and the group by its column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import numpy as np

from ayni.engines.measures import deprivation, deprivation_changes, robustness
from ayni.engines.measures.deprivation import Measures, MpiResult, Population
from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.figures import Figure

Of = Mapping[str, str | float]


def headline(k: Fraction, of: Of, measures: Measures) -> Iterator[Figure]:
    """H, A and M0 of one group (`of` empty: everybody)."""
    for name in ("H", "A", "M0"):
        yield Figure(name, getattr(measures, name), {"k": float(k), **of})


def by_indicator(k: Fraction, of: Of, measures: Measures) -> Iterator[Figure]:
    """What else depends on the cut-off: each indicator's and each dimension's part."""
    at = {"k": float(k), **of}
    for name in ("censored", "absolute", "percentage", "deprived_not_poor"):
        for indicator, found in getattr(measures, name).items():
            yield Figure(name, found, {**at, "indicator": indicator})
    for dimension, found in measures.by_dimension.items():
        yield Figure("percentage", found, {**at, "dimension": dimension})


def without_cutoff(of: Of, measures: Measures) -> Iterator[Figure]:
    """What does not: uncensored headcounts, the vulnerable, those in severe deprivation."""
    for indicator, found in measures.uncensored.items():
        yield Figure("uncensored", found, {**of, "indicator": indicator})
    yield Figure("vulnerable", measures.vulnerable, dict(of))
    yield Figure("severe", measures.severe, dict(of))


def of_everything(population: Population, results: Mapping[Fraction, MpiResult]) -> Iterator[Figure]:
    """Figures at several cut-offs, of everybody and of every group, with the groups' shares of people and of M0."""
    first = next(iter(results.values()))
    for k, result in results.items():
        yield from headline(k, {}, result.national)
    yield from without_cutoff({}, first.national)
    for k, result in results.items():
        yield from by_indicator(k, {}, result.national)
    for by in population.cuts:
        yield from _of_groups(population, by, results)


def _of_groups(population: Population, by: str, results: Mapping[Fraction, MpiResult]) -> Iterator[Figure]:
    first = next(iter(results.values()))
    labels, totals = population.cuts[by]
    ones = np.ones(len(population.answered.answers))
    people = totals.parts(ones, population.whole, level=population.level)
    burden = {k: _burden(population, by, k) for k in results}
    for place, label in enumerate(labels):
        of: Of = {by: str(label)}
        for k, result in results.items():
            yield from headline(k, of, result.groups[by][label])
            yield Figure("share_of_m0", burden[k][place], {"k": float(k), **of})
        yield Figure("population_share", people[place], of)
        yield from without_cutoff(of, first.groups[by][label])
        for k, result in results.items():
            yield from by_indicator(k, of, result.groups[by][label])


def _burden(population: Population, by: str, k: Fraction) -> list[Estimate]:
    scored = population.scored()
    totals = population.cuts[by][1]
    return totals.parts(scored.score * scored.poor(k), population.whole, level=population.level)


def of_changes(found: Iterable[deprivation_changes.Change], k: Fraction, by: str | None) -> Iterator[Figure]:
    """Changes between rounds: `H_change` and so on, with the kind of change and the two rounds in `of`."""
    for one in found:
        of: dict[str, str | float] = {"change": one.kind, "from": one.first, "to": one.last}
        if one.measure != "uncensored":
            of["k"] = float(k)
        if one.indicator:
            of["indicator"] = one.indicator
        if by is not None and one.group is not None:
            of[by] = one.group
        yield Figure(f"{one.measure}_change", one.estimate, of)


def of_redundancy(population: Population) -> Iterator[Figure]:
    """R0 and Cramer's V of each pair of indicators."""
    for one, other, overlap, association in robustness.redundancy(population):
        of = {"indicator": one, "with": other}
        yield Figure("redundancy", overlap, of)
        yield Figure("cramers_v", association, of)


def weights(instrument: deprivation.Instrument) -> dict[str, object]:
    """The measure as used: each indicator's dimension, weight and labels, for those who read the result."""
    return {
        one.name: {
            "weight": str(one.weight),
            "labels": dict(one.labels),
            "indicators": {
                it.name: {"weight": str(it.weight), "rule": it.rule, "labels": dict(it.labels)} for it in one.indicators
            },
        }
        for one in instrument.dimensions
    }
