"""Multidimensional poverty by the counting method of Alkire and Foster (J. Public Economics 95, 2011).

Each unit (a household) has a deprivation score c, the weighted sum of its deprivations; it is poor when
c >= k. H is the share who are poor, A the mean score of the poor, M0 = H x A. Censored headcounts count only
the deprivations of the poor. Standard errors are design-based: H, M0 and headcounts are means, A and the
percentage contributions ratios (as mpitb and mpitbR, which leave out those of contributions).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import design as designs
from ayni.engines.measures import patterns
from ayni.engines.measures.design import Booleans, Floats
from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.instruments import Dimension, Indicator, Instrument, InstrumentError, nearest

__all__ = [
    "Dimension",
    "Indicator",
    "Instrument",
    "InstrumentError",
    "Measures",
    "MpiResult",
    "Population",
    "estimate",
    "population",
]

Missing = Literal["listwise", "not_deprived", "redistribute"]

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
class MpiResult:
    """A deprivation measure of a population and of its groups.

    groups: {grouping: {label: Measures}}. retained: weighted share of units with every indicator known (under
    "redistribute": with one known in every dimension). scores: n deprivation scores, NaN where they cannot be known.
    poor: n booleans, false where the score is unknown. n: units with a score and weight above zero.
    """

    instrument: Instrument
    national: Measures
    groups: dict[str, dict[Any, Measures]]
    retained: float | None
    n: int
    scored: Scored
    poor_patterns: Floats

    @cached_property
    def scores(self) -> Floats:
        return np.asarray(np.append(self.scored.score, np.nan)[self.scored.answered.of_unit])

    @cached_property
    def poor(self) -> Booleans:
        return np.asarray(np.append(self.poor_patterns > 0, False)[self.scored.answered.of_unit])

    def as_dict(self) -> dict[str, Any]:
        """Plain values, safe for JSON, without the units' scores."""
        return {
            "instrument": self.instrument.code,
            "k": float(self.instrument.k),
            "n": self.n,
            "retained": self.retained,
            "national": self.national.as_dict(),
            "groups": {
                name: {str(label): found.as_dict() for label, found in group.items()}
                for name, group in self.groups.items()
            },
        }


@dataclass(frozen=True, eq=False)
class Population:
    """Units put together by their answers once, to be measured at any cut-off, in any group, with any weights.

    whole: totals of everybody. cuts: {grouping: (labels, totals by group)}. ci, level: of the intervals.
    """

    instrument: Instrument
    design: designs.Design
    answered: patterns.Patterns
    everyone: patterns.Bundles
    whole: patterns.Totals
    cuts: dict[str, tuple[list[Any], patterns.Totals]]
    share: bool = True
    level: float = 0.95

    @property
    def retained(self) -> float | None:
        """Weighted share of the units whose answers suffice."""
        return _part(float(self.everyone.weight.sum()), float(self.design.weight.sum()))

    @property
    def n(self) -> int:
        """Units that are measured, with weight above zero."""
        return int(self.everyone.count.sum())

    def cut(self, labels: designs.Column, name: str) -> tuple[list[Any], patterns.Totals]:
        """Labels of a grouping, sorted, and the totals of its groups."""
        codes, ordered = designs.label_codes(labels, name)
        bundles = patterns.regroup(self.everyone, self.design, self.answered, codes, len(ordered))
        return ordered, patterns.Totals(self.design, bundles, len(self.answered.answers), self.whole)

    def scored(self, instrument: Instrument | None = None) -> Scored:
        """Scores of the patterns, under the weights of another instrument of the same indicators if given."""
        return Scored.of(self.answered, instrument or self.instrument)

    def at(self, k: Fraction | None = None) -> MpiResult:
        """Everything at a cut-off, the instrument's own by default."""
        return self.measured(self.cuts, k)

    def measured(self, cuts: Mapping[str, tuple[list[Any], patterns.Totals]], k: Fraction | None = None) -> MpiResult:
        """The same for other groups than its own."""
        instrument = self.instrument
        poverty = self.scored()
        poor = poverty.poor(instrument.k if k is None else k)
        shape = _Shape(instrument, poverty, poor, self.share, self.level)
        national = shape.measures(self.whole, None)[0]
        people = float(self.everyone.weight.sum())
        return MpiResult(
            instrument=instrument if k is None else instrument.at(k),
            national=national,
            groups={
                name: dict(zip(labels, shape.measures(totals, (people, national)), strict=True))
                for name, (labels, totals) in cuts.items()
            },
            retained=self.retained,
            n=self.n,
            scored=poverty,
            poor_patterns=poor,
        )


@dataclass(frozen=True, eq=False)
class Scored:
    """Answer patterns with their score. weights: (patterns, indicators), what each indicator counts in the pattern."""

    answered: patterns.Patterns
    weights: Floats
    score: Floats

    @classmethod
    def of(cls, found: patterns.Patterns, instrument: Instrument) -> Scored:
        weights = _weights(found, instrument)
        return cls(found, weights, (found.answers * weights).sum(axis=1))

    def poor(self, k: Fraction | float) -> Floats:
        """1 for the patterns with a score of at least k, compared at nine decimals, else 0."""
        return (np.round(self.score, DECIMALS) >= round(float(k), DECIMALS)).astype(np.float64)


def estimate(
    deprivations: Mapping[str, npt.ArrayLike],
    instrument: Instrument,
    design: designs.Design,
    *,
    groups: Mapping[str, designs.Column] | None = None,
    missing: Missing = "listwise",
) -> MpiResult:
    """Measure deprivation from each indicator's n values: 1 or true deprived, 0 or false not, NaN unknown.

    groups: {grouping: n labels, missing = in no group}. missing: "listwise" leaves a unit with any unknown
    indicator out of the estimates (and reports the share retained); "not_deprived" takes unknown as 0;
    "redistribute" gives the weight of an unknown indicator to the known ones of its dimension, and leaves out a unit
    with a dimension of which nothing is known. Units may be households weighted by weight x size; n then counts
    households. Errors: InstrumentError for an indicator absent, or holding anything else.
    """
    return population(deprivations, instrument, design, groups=groups, missing=missing).at()


def population(
    deprivations: Mapping[str, npt.ArrayLike],
    instrument: Instrument,
    design: designs.Design,
    *,
    groups: Mapping[str, designs.Column] | None = None,
    missing: Missing = "listwise",
    ci: Literal["logit", "normal"] = "logit",
    level: float = 0.95,
) -> Population:
    """The same units, ready to be measured at several cut-offs and with several weights. As `estimate`."""
    partly = missing == "redistribute"
    most = patterns.MOST // 2 if partly else patterns.MOST
    if len(instrument.names) > most:
        raise InstrumentError(f"{instrument.code} has more than {most} indicators; merge some.")
    columns = [_column(deprivations, name, instrument.code, design.size) for name in instrument.names]
    read = patterns.read(columns, drop_missing=missing == "listwise", keep_partly=partly)
    if partly:
        read = _with_dimensions(read, instrument)
    everyone = patterns.bundle(design, read)
    whole = patterns.Totals(design, everyone, len(read.answers))
    found = Population(instrument, design, read, everyone, whole, {}, ci == "logit", level)
    found.cuts.update({name: found.cut(labels, name) for name, labels in (groups or {}).items()})
    return found


@dataclass(frozen=True, eq=False)
class _Shape:
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
                population_share=_part(float(people[g]), float(everyone)),
                share_of_m0=_part(float(burden[g]), float(borne)),
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


def _weights(found: patterns.Patterns, instrument: Instrument) -> Floats:
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


def _with_dimensions(found: patterns.Patterns, instrument: Instrument) -> patterns.Patterns:
    """Without the patterns that know nothing of some dimension."""
    place, enough = 0, np.ones(len(found.answers), dtype=bool)
    for dimension in instrument.dimensions:
        enough &= found.seen[:, place : place + len(dimension.indicators)].any(axis=1)
        place += len(dimension.indicators)
    number = np.append(np.where(enough, np.cumsum(enough) - 1, -1), -1)
    return patterns.Patterns(number[found.of_unit], found.answers[enough], found.seen[enough])


def _at(figures: dict[str, list[Estimate]], group: int) -> dict[str, Estimate]:
    return {name: found[group] for name, found in figures.items()}


def _column(deprivations: Mapping[str, npt.ArrayLike], name: str, code: str, size: int) -> npt.NDArray[Any]:
    if name not in deprivations:
        raise InstrumentError(f"{code} needs the indicator '{name}'.{nearest(name, deprivations)}")
    column = np.asarray(deprivations[name])
    if column.dtype.kind not in "bfiu":
        column = column.astype(np.float64)
    if column.shape != (size,):
        raise InstrumentError(f"{code}: '{name}' has shape {column.shape}, but the design describes {size} units.")
    if column.dtype.kind != "b":
        odd = ~((column == 0) | (column == 1) | np.isnan(column))
        if odd.any():
            row = int(np.argmax(odd))
            raise InstrumentError(
                f"{code}: '{name}' is {column[row]} in row {row + 1}. "
                "It must be 1 (deprived), 0 (not) or NaN (unknown)."
            )
    return column


def _part(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value.as_dict() if isinstance(value, Estimate) else value
