"""What is measured of deprivation: scores of answer patterns, and the figures of each group at a cut-off.

Alkire and Foster (J. Public Economics 95, 2011); see `deprivation`, which puts units together and asks for these.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from ayni.engines.measures import patterns
from ayni.engines.measures.design import Floats
from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.instruments import Instrument

# Sums of 1/6 and 1/18 miss 1/3 in floating point, so scores and k are compared at nine decimals.
DECIMALS = 9
# OPHI's words: vulnerable from a fifth up to a third of the weights, severe from a half.
VULNERABLE, SEVERE = (Fraction(1, 5), Fraction(1, 3)), Fraction(1, 2)


@dataclass(frozen=True)
class Measures:
    """The measures of one group. Shares from 0 to 1; each figure an Estimate; by indicator where a dict.

    absolute: weight x censored headcount (they add up to M0); percentage: the same over M0 (add up to 1).
    deprived_not_poor: uncensored less censored. vulnerable, severe: scores in bounds that do not depend on k.
    population_share, share_of_m0: the group's part of the people, and of the whole's M0.
    """

    H: Estimate
    A: Estimate
    M0: Estimate
    uncensored: dict[str, Estimate]
    censored: dict[str, Estimate]
    absolute: dict[str, Estimate]
    percentage: dict[str, Estimate]
    deprived_not_poor: dict[str, Estimate]
    by_dimension: dict[str, Estimate]
    vulnerable: Estimate
    severe: Estimate
    population_share: float | None
    share_of_m0: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, safe for JSON."""
        return {name: _plain(value) for name, value in self.__dict__.items()}


@dataclass(frozen=True, eq=False)
class Scored:
    """Answer patterns with their score. weights: (patterns, indicators), what each indicator counts in the pattern."""

    answered: patterns.Patterns
    weights: Floats
    score: Floats

    @classmethod
    def of(cls, found: patterns.Patterns, instrument: Instrument) -> Scored:
        weights = weights_of(found, instrument)
        return cls(found, weights, (found.answers * weights).sum(axis=1))

    def poor(self, k: Fraction | float) -> Floats:
        """1 for the patterns with a score of at least k, compared at nine decimals, else 0."""
        return (np.round(self.score, DECIMALS) >= round(float(k), DECIMALS)).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Shape:
    """One cut-off: what each measure adds up."""

    instrument: Instrument
    scored: Scored
    poor: Floats
    share: bool
    level: float

    def measures(self, totals: patterns.Totals, whole: tuple[float, Measures] | None) -> list[Measures]:
        """The measures of each group; whole: the nation's weight and measures, None when this is the nation."""

        def ratio(y: Floats, x: Floats) -> list[Estimate]:
            return totals.ratio(y, x, share=self.share, level=self.level)

        score, poor = self.scored.score, self.poor
        ones, censored = np.ones(len(score)), score * poor
        totals.prepare(self._everything())
        kinds: list[dict[str, list[Estimate]]] = [{}, {}, {}, {}, {}]
        parts = self.scored.answered.answers * self.scored.weights * poor[:, None]
        for place, name in enumerate(self.instrument.names):
            deprived, seen = self.scored.answered.answers[:, place], self.scored.answered.seen[:, place]
            part = parts[:, place]
            pairs = (
                (deprived, seen),
                (deprived * poor, seen),
                (part, ones),
                (part, censored),
                (deprived * (1 - poor), seen),
            )
            for kind, (y, x) in zip(kinds, pairs, strict=True):
                kind[name] = ratio(y, x)
        dimensions = {name: ratio(parts[:, places].sum(axis=1), censored) for name, places in self._dimensions()}
        low, high = (round(float(bound), DECIMALS) for bound in VULNERABLE)
        exact = np.round(score, DECIMALS)
        single = [
            ratio(poor, ones),
            ratio(censored, poor),
            ratio(censored, ones),
            ratio(((exact >= low) & (exact < high)).astype(np.float64), ones),
            ratio((exact >= float(SEVERE)).astype(np.float64), ones),
        ]
        people, burden = totals.of(ones), totals.of(censored)
        everyone = people.sum() if whole is None else whole[0]
        borne = burden.sum() if whole is None else whole[0] * (whole[1].M0.value or 0.0)
        return [
            Measures(
                H=single[0][g],
                A=single[1][g],
                M0=single[2][g],
                uncensored=_at(kinds[0], g),
                censored=_at(kinds[1], g),
                absolute=_at(kinds[2], g),
                percentage=_at(kinds[3], g),
                deprived_not_poor=_at(kinds[4], g),
                by_dimension=_at(dimensions, g),
                vulnerable=single[3][g],
                severe=single[4][g],
                population_share=part_of(float(people[g]), float(everyone)),
                share_of_m0=part_of(float(burden[g]), float(borne)),
            )
            for g in range(totals.cells.groups)
        ]

    def _everything(self) -> list[Floats]:
        """What the figures add up: of the poor, and of each indicator with and without regard to poverty."""
        read, poor = self.scored.answered, self.poor
        found = [np.ones(len(poor)), poor, self.scored.score * poor]
        for place in range(len(self.instrument.names)):
            deprived = np.ascontiguousarray(read.answers[:, place])
            part = np.ascontiguousarray((read.answers * self.scored.weights * poor[:, None])[:, place])
            found += [deprived, deprived * poor, deprived * (1 - poor), part]
        return found

    def _dimensions(self) -> list[tuple[str, list[int]]]:
        names = self.instrument.names
        return [(one.name, [names.index(it.name) for it in one.indicators]) for one in self.instrument.dimensions]


def weights_of(found: patterns.Patterns, instrument: Instrument) -> Floats:
    """What each indicator counts in each pattern: its weight, and in a part what others of its dimension lack."""
    weight = np.array([float(indicator.weight) for indicator in instrument.indicators])
    if found.seen.all():
        return np.broadcast_to(weight, found.answers.shape)
    made = np.zeros_like(found.answers)
    place = 0
    for dimension in instrument.dimensions:
        inside = slice(place, place + len(dimension.indicators))
        place = inside.stop
        held = found.seen[:, inside] * weight[inside]
        known = held.sum(axis=1, keepdims=True)
        made[:, inside] = held * np.divide(float(dimension.weight), known, out=np.zeros_like(known), where=known > 0)
    return made


def _at(figures: dict[str, list[Estimate]], group: int) -> dict[str, Estimate]:
    return {name: found[group] for name, found in figures.items()}


def part_of(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value.as_dict() if isinstance(value, Estimate) else value
