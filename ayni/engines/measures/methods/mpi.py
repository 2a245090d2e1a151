"""Multidimensional poverty (Alkire and Foster): levels, groups, changes between rounds, robustness."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

import numpy as np

from ayni.engines.measures import deprivation, deprivation_figures, deprivation_questions, short_forms, specs
from ayni.engines.measures.deprivation import Instrument, Population
from ayni.engines.measures.design import Floats
from ayni.engines.measures.figures import Figure, Result
from ayni.engines.measures.methods.asking import Asked

KEYS = ("k", "dimensions", "entity", "missing", "without", "population", "changes", "robustness")
CHANGES = ("round", "years", "year", "interval")
MISSING = ("listwise", "not_deprived", "redistribute")
THIRD = Fraction(1, 3)

#: Series of SDG 1.2.2 by what is counted: headcount and average share of deprivations.
SERIES = {"persons": ("SD_MDP_MUHC", "SD_MDP_ANDI"), "households": ("SD_MDP_MUHHC", "SD_MDP_ANDIHH")}

SAID = {
    "listwise": "A row with an unknown indicator is left out.",
    "not_deprived": "An unknown indicator is taken as not deprived, as was asked: deprivation is understated.",
    "redistribute": "The weight of an unknown indicator goes to the known ones of its dimension; a row of which a "
    "whole dimension is unknown is left out.",
}


def run(asked: Asked) -> Result:
    """Answer `mpi`. Refuses: InstrumentError, SpecError, FrameError, DesignError."""
    spec = asked.read(*KEYS)
    instrument, ks = _instrument(asked, spec)
    missing = cast(deprivation.Missing, _missing(asked, spec))
    answers = {one.name: asked.frame.flags(one.rule) for one in instrument.indicators}
    _check(answers, instrument, asked, missing)
    rounds = spec.has("changes")
    population = deprivation.population(
        answers,
        instrument,
        asked.design,
        groups={} if rounds else asked.by,
        missing=missing,
        ci=asked.ci,
        level=asked.level,
    )
    del answers
    if not population.n:
        raise deprivation.InstrumentError(
            f"{asked.where}: no row has an answer to every indicator, so nothing can be measured. Leave out the "
            "indicator that few answered (`without: [...]`), or say `missing: redistribute`."
        )
    results = {k: population.at(k) for k in ks}
    if rounds:
        figures, notes = deprivation_questions.changes(
            population, spec.inside("changes", *CHANGES), asked.frame, asked.by, ks
        )
    else:
        figures, notes = list(deprivation_figures.of_everything(population, results)), []
    extra = _extra(spec, population, results)
    more, tested = _tested(asked, spec, population, ks)
    return Result(
        "mpi",
        (*figures, *more),
        {**asked.sample, "n": population.n, "retained": population.retained},
        _left_out(asked, population, missing),
        (*_said(population, missing, ks), *notes),
        {**extra, **tested},
        _units(results),
    )


def _instrument(asked: Asked, spec: specs.Spec) -> tuple[Instrument, tuple[Fraction, ...]]:
    """The measure, and its cut-offs: those asked for, else those of the specification, else a third."""
    written = short_forms.cutoffs(spec.listed("k", [THIRD]), f"{asked.where}: k")
    ks = short_forms.cutoffs(asked.k, "k") if asked.k else written
    source = {name: spec.values[name] for name in ("dimensions", "entity", "labels") if spec.has(name)}
    source |= {"code": spec.text("code", "mpi"), "k": ks[0], "labels": spec.labels()}
    found = Instrument.from_dict(source, where=asked.where)
    lacking = [str(name) for name in spec.listed("without", [])]
    return (found.without(*lacking) if lacking else found), ks


def _missing(asked: Asked, spec: specs.Spec) -> str:
    if asked.missing and asked.missing not in MISSING:
        raise specs.SpecError(f"--missing is {asked.missing}. Multidimensional poverty knows {', '.join(MISSING)}.")
    return asked.missing or spec.one_of("missing", MISSING, "listwise")


def _check(answers: dict[str, Floats], instrument: Instrument, asked: Asked, missing: str) -> None:
    """Refuse what would give a silent number: no weight at all, an indicator or a dimension that nobody answered."""
    counted = asked.design.weight > 0
    if not counted.any():
        raise deprivation.InstrumentError(
            "Every row has weight zero, so there is nobody to measure. Check the column of weights."
        )
    empty = [name for name, values in answers.items() if np.isnan(values[counted]).all()]
    for dimension in instrument.dimensions:
        names = [one.name for one in dimension.indicators]
        if all(name in empty for name in names):
            raise deprivation.InstrumentError(
                f"{asked.where}: nobody answered anything of the dimension '{dimension.name}' ({', '.join(names)}), so "
                "the measure cannot be computed. Find a survey that asks about it, or leave the dimension out and "
                "call the measure by another name."
            )
    if empty and missing != "redistribute":
        raise deprivation.InstrumentError(
            f"{asked.where}: nobody answered '{empty[0]}'. If the survey did not ask, write `without: [{empty[0]}]`: "
            "its weight goes to the others of its dimension."
        )


def _left_out(asked: Asked, population: Population, missing: str) -> dict[str, int]:
    weighted = int(np.count_nonzero(asked.design.weight > 0))
    reason = "a whole dimension unknown" if missing == "redistribute" else "an indicator unknown"
    return {reason: weighted - population.n, "weight zero": asked.design.size - weighted}


def _said(population: Population, missing: str, ks: tuple[Fraction, ...]) -> list[str]:
    kept = population.retained
    return [
        f"Poor: a score of at least {' or '.join(str(k) for k in ks)} of all weights, compared at nine decimals.",
        f"{SAID[missing]} {100 * (kept or 0):.1f} % of the weight is measured.",
    ]


def _extra(spec: specs.Spec, population: Population, results: dict[Fraction, Any]) -> dict[str, Any]:
    counted = spec.one_of("population", SERIES, "persons")
    k, first = next(iter(results.items()))
    series = zip(SERIES[counted], (first.national.H, first.national.A), strict=True)
    found: dict[str, Any] = {
        "dimensions": deprivation_figures.weights(population.instrument),
        "retained": population.retained,
        "population": counted,
    }
    if not spec.has("changes"):
        found["sdg_1_2_2"] = {
            code: {"k": float(k), "percent": None if one.value is None else 100 * one.value} for code, one in series
        }
    return found


def _tested(
    asked: Asked, spec: specs.Spec, population: Population, ks: tuple[Fraction, ...]
) -> tuple[list[Figure], dict[str, Any]]:
    said = spec.values.get("robustness")
    if not said:
        return [], {}
    if spec.has("changes"):
        raise specs.SpecError(f"{asked.where}: ask for `robustness` of one round, without `changes`.")
    inner = specs.Spec({}, asked.where) if said is True else spec.inside("robustness")
    figures, tested = deprivation_questions.tested(population, inner.only(*deprivation_questions.ROBUSTNESS), ks[0])
    return figures, {"robustness": tested}


def _units(results: dict[Fraction, Any]) -> dict[str, Floats]:
    """Each row's score and whether it is poor (NaN: unknown), at each cut-off."""
    first = next(iter(results.values()))
    found = {"score": first.scores}
    for place, (k, result) in enumerate(results.items()):
        name = "poor" if not place else f"poor_at_{float(k):.4g}"
        found[name] = np.where(np.isnan(result.scores), np.nan, result.poor)
    return found
