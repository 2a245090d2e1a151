"""Multidimensional poverty by the counting method of Alkire and Foster (J. Public Economics 95, 2011).

Each unit (a household) has a deprivation score c, the weighted sum of its deprivations; it is poor when
c >= k. H is the share who are poor, A the mean score of the poor, M0 = H x A. Censored headcounts count only
the deprivations of the poor. Standard errors are design-based: H, M0 and headcounts are means, A and the
percentage contributions ratios (as mpitb and mpitbR, which leave out those of contributions).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import design as designs
from ayni.engines.measures import patterns
from ayni.engines.measures.design import Booleans, Floats
from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.instruments import Dimension, Indicator, Instrument, InstrumentError, nearest

__all__ = ["Dimension", "Indicator", "Instrument", "InstrumentError", "Measures", "MpiResult", "estimate"]

Missing = Literal["listwise", "not_deprived"]

# Sums of 1/6 and 1/18 miss 1/3 in floating point, so scores and k are compared at nine decimals.
DECIMALS = 9


@dataclass(frozen=True)
class Measures:
    """The measures of one group. Shares from 0 to 1; each figure an Estimate; by indicator where a dict.

    absolute: weight x censored headcount (they add up to M0); percentage: the same over M0 (add up to 1).
    population_share, share_of_m0: the group's part of the people, and of the whole's M0.
    """

    H: Estimate
    A: Estimate
    M0: Estimate
    uncensored: dict[str, Estimate]
    censored: dict[str, Estimate]
    absolute: dict[str, Estimate]
    percentage: dict[str, Estimate]
    population_share: float | None
    share_of_m0: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, safe for JSON."""
        return {name: _plain(value) for name, value in self.__dict__.items()}


@dataclass(frozen=True, eq=False)
class MpiResult:
    """A deprivation measure of a population and of its groups.

    groups: {grouping: {label: Measures}}. retained: weighted share of units with every indicator known.
    scores: n deprivation scores, NaN where an indicator is missing under "listwise". poor: n booleans, false
    where the score is unknown. n: units with a score and weight above zero.
    """

    instrument: Instrument
    national: Measures
    groups: dict[str, dict[Any, Measures]]
    retained: float | None
    n: int
    scores: Floats
    poor: Booleans

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
class _Scored:
    """Answer patterns with their deprivation score and whether it makes poor (1 or 0)."""

    patterns: patterns.Patterns
    score: Floats
    poor: Floats


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
    indicator out of the estimates (and reports the share retained); "not_deprived" takes unknown as 0.
    Units may be households weighted by weight x size; n then counts households.
    Errors: InstrumentError for an indicator absent, or holding anything else.
    """
    if len(instrument.names) > patterns.MOST:
        raise InstrumentError(f"{instrument.code} has more than {patterns.MOST} indicators; merge some.")
    columns = [_column(deprivations, name, instrument.code, design.size) for name in instrument.names]
    scored = _scored(patterns.read(columns, drop_missing=missing == "listwise"), instrument)
    everyone = patterns.bundle(design, scored.patterns)
    people = float(everyone.weight.sum())
    national = _measure(design, everyone, scored, instrument, None)[0]
    found = {}
    for name, labels in (groups or {}).items():
        codes, ordered = designs.label_codes(labels, name)
        cut = patterns.regroup(everyone, design, scored.patterns, codes, len(ordered))
        measured = _measure(design, cut, scored, instrument, (people, national))
        found[name] = dict(zip(ordered, measured, strict=True))
    return MpiResult(
        instrument=instrument,
        national=national,
        groups=found,
        retained=_part(people, float(design.weight.sum())),
        n=int(everyone.count.sum()),
        scores=np.append(scored.score, np.nan)[scored.patterns.of_unit],
        poor=np.append(scored.poor, 0.0)[scored.patterns.of_unit] > 0,
    )


def _scored(found: patterns.Patterns, instrument: Instrument) -> _Scored:
    score = found.answers @ np.array([float(indicator.weight) for indicator in instrument.indicators])
    poor = np.round(score, DECIMALS) >= round(float(instrument.k), DECIMALS)
    return _Scored(found, score, poor.astype(np.float64))


def _measure(
    design: designs.Design,
    bundles: patterns.Bundles,
    scored: _Scored,
    instrument: Instrument,
    whole: tuple[float, Measures] | None,
) -> list[Measures]:
    """The measures of each group; whole: the nation's weight and measures, None when this is the nation."""
    totals = patterns.Totals(design, bundles, len(scored.score))
    ones, poor, censored = np.ones(len(scored.score)), scored.poor, scored.score * scored.poor
    headcount, intensity = totals.ratio(poor, ones), totals.ratio(censored, poor)
    adjusted = totals.ratio(censored, ones)
    kinds: list[dict[str, list[Estimate]]] = [{}, {}, {}, {}]
    for indicator, deprived in zip(instrument.indicators, scored.patterns.answers.T, strict=True):
        part = deprived * poor * float(indicator.weight)
        pairs = ((deprived, ones), (deprived * poor, ones), (part, ones), (part, censored))
        for kind, (y, x) in zip(kinds, pairs, strict=True):
            kind[indicator.name] = totals.ratio(y, x)
    people, burden = totals.of(ones), totals.of(censored)
    everyone = people.sum() if whole is None else whole[0]
    borne = burden.sum() if whole is None else whole[0] * (whole[1].M0.value or 0.0)
    return [
        Measures(
            H=headcount[g],
            A=intensity[g],
            M0=adjusted[g],
            uncensored=_at(kinds[0], g),
            censored=_at(kinds[1], g),
            absolute=_at(kinds[2], g),
            percentage=_at(kinds[3], g),
            population_share=_part(float(people[g]), float(everyone)),
            share_of_m0=_part(float(burden[g]), float(borne)),
        )
        for g in range(bundles.groups)
    ]


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
