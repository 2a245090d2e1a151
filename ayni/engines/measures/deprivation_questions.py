"""What a specification asks about deprivation besides its levels: changes between rounds, and robustness.

changes: {round: wave, years: {"1": 2010, "2": 2018.5}, interval: normal}
robustness: {curve: true, halves: true, weights: {equal_health: {health: 1/2, ...}}, cutoffs: [1/5, 1/2],
             redundancy: true}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import deprivation_changes, robustness, short_forms, specs
from ayni.engines.measures import design as designs
from ayni.engines.measures.deprivation import Population
from ayni.engines.measures.deprivation_figures import by_indicator, headline, of_changes, of_redundancy, without_cutoff
from ayni.engines.measures.figures import Figure
from ayni.engines.measures.frames import Frame

Labels = npt.NDArray[Any]
Codes = tuple[designs.Integers, tuple[str, ...]]

EVERY_K = tuple(Fraction(k, 100) for k in range(1, 101))


def coded(labels: Labels, name: str) -> Codes:
    """Codes and labels, as texts, of a grouping."""
    codes, ordered = designs.label_codes(labels, name)
    return codes, tuple(str(one) for one in ordered)


# changes -------------------------------------------------------------------------------------------------------------


def changes(
    population: Population, spec: specs.Spec, frame: Frame, by: Mapping[str, Labels], ks: tuple[Fraction, ...]
) -> tuple[list[Figure], list[str]]:
    """Levels of each round and what changed, for everybody and for each group; and what is to be noted.

    Refuses: SpecError for a single round, or a round without a year when `years` are given.
    """
    column = spec.text("round")
    interval = cast(deprivation_changes.Interval, spec.one_of("interval", ("normal", "t"), "normal"))
    codes, labels = coded(frame.labels(column), column)
    if len(labels) < 2:
        told = f"one round only, '{labels[0]}'" if labels else "no round"
        raise specs.SpecError(f"{spec.where}: the column '{column}' has {told}. A change needs two or more.")
    years, notes = _years(spec, frame, codes, labels, population.design.weight)
    rounds = (codes, labels, years)
    figures = list(_by_round(population, column, rounds, None, {}, ks))
    found = deprivation_changes.Rounds.of(population, rounds)
    for k in ks:
        figures += of_changes(_changed(population, found, k, interval), k, None)
    for name, values in by.items():
        group = coded(values, name)
        figures += _by_round(population, column, rounds, group, {"by": name}, ks)
        found = deprivation_changes.Rounds.of(population, rounds, group)
        for k in ks:
            figures += of_changes(_changed(population, found, k, interval), k, name)
    if interval == "normal":
        notes.append(
            "Intervals of changes are normal, as mpitb's; `interval: t` takes the design's degrees of freedom."
        )
    return _once(figures), notes


def _changed(
    population: Population, rounds: deprivation_changes.Rounds, k: Fraction, interval: deprivation_changes.Interval
) -> list[deprivation_changes.Change]:
    return deprivation_changes.changes(population, rounds, k, interval=interval, level=population.level)


def _by_round(
    population: Population,
    column: str,
    rounds: tuple[designs.Integers, tuple[str, ...], tuple[float, ...]],
    group: Codes | None,
    of: Mapping[str, str],
    ks: tuple[Fraction, ...],
) -> Iterator[Figure]:
    """Levels of each round, and of each group in each round."""
    codes, labels, _ = rounds
    name = of.get("by", "")
    if group is None:
        ordered = [{column: label} for label in labels]
    else:
        codes = np.where((codes < 0) | (group[0] < 0), -1, codes * len(group[1]) + group[0])
        ordered = [{column: label, name: one} for label in labels for one in group[1]]
    present, totals = population.cut(np.where(codes < 0, np.nan, codes), column)
    for place, k in enumerate(ks):
        result = population.measured({column: (present, totals)}, k)
        for code, measures in result.groups[column].items():
            yield from headline(k, ordered[int(code)], measures)
            if not place:
                yield from without_cutoff(ordered[int(code)], measures)
            yield from by_indicator(k, ordered[int(code)], measures)


def _years(
    spec: specs.Spec, frame: Frame, codes: designs.Integers, labels: tuple[str, ...], weight: designs.Floats
) -> tuple[tuple[float, ...], list[str]]:
    """When each round was: as said, the mean of a column, or the round's own name when that is a number."""
    if spec.has("years"):
        said = spec.inside("years")
        written = {str(key): value for key, value in said.values.items()}
        if absent := [label for label in labels if label not in written]:
            raise specs.SpecError(f"{said.where}: round '{absent[0]}' has no year. Write one for each round.")
        years = specs.Spec(written, said.where)
        return tuple(years.number(label) for label in labels), []
    if spec.has("year"):
        when = frame.numbers(spec.text("year"))
        means = []
        for code in range(len(labels)):
            inside = (codes == code) & ~np.isnan(when) & (weight > 0)
            means.append(float(np.average(when[inside], weights=weight[inside])) if inside.any() else np.nan)
        return tuple(means), []
    try:
        return tuple(float(label) for label in labels), [
            f"Years between rounds are taken from the names of the rounds: {', '.join(labels)}."
        ]
    except ValueError:
        return (0.0,) * len(labels), ["The years of the rounds were not given: annual changes are not known."]


def _once(figures: list[Figure]) -> list[Figure]:
    """Uncensored headcounts do not depend on k, nor do their changes: each once."""
    seen, kept = set(), []
    for one in figures:
        key = (one.name, tuple(sorted(one.of.items(), key=str)))
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept


# robustness ----------------------------------------------------------------------------------------------------------

ROBUSTNESS = ("curve", "halves", "weights", "cutoffs", "redundancy")


def tested(population: Population, spec: specs.Spec, k: Fraction) -> tuple[list[Figure], dict[str, Any]]:
    """Figures of redundancy, and as plain values the curve over k, other weights and cut-offs, and comparisons."""
    figures: list[Figure] = []
    extra: dict[str, Any] = {}
    if spec.flag("redundancy", True):
        figures += of_redundancy(population)
    if spec.flag("curve", True):
        extra["curve"] = _curve(population)
    choices = _choices(population, spec, k)
    extra["alternatives"] = {
        one.name: {"k": float(one.k), "H": float(one.headcount[0]), "M0": float(one.adjusted[0])}
        for one in (robustness.alternative(population, population.whole, *choice) for choice in choices)
    }
    extra["ranks"] = {
        by: _ranks(population, labels, totals, choices, k) for by, (labels, totals) in population.cuts.items()
    }
    return figures, extra


def _choices(population: Population, spec: specs.Spec, k: Fraction) -> list[tuple[str, Fraction, dict[str, Fraction]]]:
    """Name, cut-off and weights of each alternative."""
    schemes: dict[str, dict[str, Fraction]] = {}
    if spec.flag("halves", True):
        schemes |= robustness.half_schemes(population.instrument)
    said = spec.inside("weights")
    for name in said.values:
        one = said.inside(name)
        schemes[str(name)] = {str(dimension): one.fraction(dimension) for dimension in one.values}
    cutoffs = short_forms.cutoffs(spec.listed("cutoffs", [Fraction(1, 5), Fraction(1, 2)]), f"{spec.where}: cutoffs")
    return [(name, k, shares) for name, shares in schemes.items()] + [
        (f"k {float(other):.3g}", other, {}) for other in cutoffs if other != k
    ]


def _curve(population: Population) -> dict[str, Any]:
    made = {"k": [float(k) for k in EVERY_K], **_lines(robustness.curve(population, population.whole, EVERY_K), 0)}
    for by, (labels, totals) in population.cuts.items():
        points = robustness.curve(population, totals, EVERY_K)
        made[by] = {str(label): _lines(points, place) for place, label in enumerate(labels)}
    return made


def _lines(points: list[list[robustness.Point]], group: int) -> dict[str, Any]:
    return {
        name: {
            part: [getattr(getattr(at[group], name), part) for at in points] for part in ("value", "se", "low", "high")
        }
        for name in ("H", "A", "M0")
    }


def _ranks(population: Population, labels: list[Any], totals: Any, choices: list[Any], k: Fraction) -> dict[str, Any]:
    base = robustness.alternative(population, totals, "as specified", k, {})
    others = [robustness.alternative(population, totals, *choice) for choice in choices]
    compared = robustness.comparisons(population, totals, k, others, population.level)
    return {
        "groups": [str(label) for label in labels],
        "M0": {one.name: _plain(one.adjusted) for one in (base, *others)},
        "kendall_tau_b": {one.name: robustness.tau_b(base.adjusted, one.adjusted) for one in others},
        "spearman": {one.name: robustness.spearman(base.adjusted, one.adjusted) for one in others},
        "comparisons": dict(compared.__dict__),
    }


def _plain(values: designs.Floats) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]
