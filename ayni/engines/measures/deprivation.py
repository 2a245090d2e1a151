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
from ayni.engines.measures.deprived import Measures, Scored, Shape, part_of
from ayni.engines.measures.design import Booleans, Floats
from ayni.engines.measures.instruments import Dimension, Indicator, Instrument, InstrumentError, nearest

__all__ = [
    "Dimension",
    "Indicator",
    "Instrument",
    "InstrumentError",
    "Measures",
    "MpiResult",
    "Population",
    "Scored",
    "estimate",
    "population",
]

Missing = Literal["listwise", "not_deprived", "redistribute"]


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
        return part_of(float(self.everyone.weight.sum()), float(self.design.weight.sum()))

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
        shape = Shape(instrument, poverty, poor, self.share, self.level)
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


def _with_dimensions(found: patterns.Patterns, instrument: Instrument) -> patterns.Patterns:
    """Without the patterns that know nothing of some dimension."""
    place, enough = 0, np.ones(len(found.answers), dtype=bool)
    for dimension in instrument.dimensions:
        enough &= found.seen[:, place : place + len(dimension.indicators)].any(axis=1)
        place += len(dimension.indicators)
    number = np.append(np.where(enough, np.cumsum(enough) - 1, -1), -1)
    return patterns.Patterns(number[found.of_unit], found.answers[enough], found.seen[enough])


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
