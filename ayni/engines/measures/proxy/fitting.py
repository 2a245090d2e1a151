"""Fitting a proxy means test by stratum, and predicting for clusters of households that it was not fitted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import design as designs
from ayni.engines.measures import proxy_means, regression, targeting
from ayni.engines.measures.design import Booleans, Floats, Integers
from ayni.engines.measures.proxy import grams, quantiles, selection
from ayni.engines.measures.proxy_means import Formula, FormulaError


@dataclass(frozen=True, eq=False)
class Survey:
    """What is fitted on: n amounts of welfare, (n, p) columns, n strata (None unknown), how they were drawn.

    columns: the places of each proxy's columns, by proxy. Weights are persons.
    """

    welfare: Floats
    x: Floats
    names: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]
    strata: npt.NDArray[Any]
    design: designs.Design

    @property
    def scorable(self) -> Booleans:
        """Units with every proxy, a stratum and a weight: those who can be given a score."""
        stratum = np.array([label is not None for label in self.strata.tolist()])
        return np.asarray(~np.isnan(self.x).any(axis=1) & stratum & (self.design.weight > 0))

    @property
    def usable(self) -> Booleans:
        """Those of them with a welfare above zero, who can be fitted on."""
        return self.scorable & ~np.isnan(proxy_means.logged(self.welfare))

    @property
    def left_out(self) -> dict[str, int]:
        """Units that cannot be used, by the first reason."""
        amount, some = self.welfare, np.isnan(self.x).any(axis=1)
        priced = amount > 0
        return {
            "no amount": int(np.isnan(amount).sum()),
            "amount not above zero": int((amount <= 0).sum()),
            "a proxy missing": int((some & priced).sum()),
            "no stratum": int(sum(label is None for label in self.strata[priced & ~some].tolist())),
            "weight zero": int((priced & ~some & (self.design.weight == 0)).sum()),
        }

    def labels(self) -> list[str]:
        """The strata with somebody usable, in order."""
        return sorted({str(label) for label in self.strata[self.usable].tolist()})


@dataclass(frozen=True)
class Way:
    """How to fit. select: which proxies are tried ("" keeps all). folds, seed: of the parts left out."""

    method: Literal["ols", "quantile"] = "ols"
    tau: float = 0.5
    select: selection.How | Literal[""] = ""
    most: int = 0
    folds: int = 5
    seed: int = 2024


@dataclass(frozen=True, eq=False)
class Fitted:
    """A formula for each stratum, what was chosen on the way, and what must be told."""

    models: Mapping[str, Formula]
    selected: Mapping[str, selection.Selected] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def fit(survey: Survey, way: Way, code: str) -> Fitted:
    """A formula for each stratum, with design-based errors. Errors: FormulaError, QuantileError, SelectionError."""
    usable, labels = survey.usable, survey.labels()
    if not labels:
        silent = [name for name, column in zip(survey.names, survey.x.T, strict=True) if np.isnan(column).all()]
        why = f"Nobody answered {', '.join(silent)}: leave it out." if silent else _counted(survey.left_out)
        raise FormulaError(
            f"No household of the survey has a welfare above zero and every proxy. {why} Choose proxies that were "
            "asked of everybody, or correct the amounts."
        )
    part = targeting.deal(survey.design, way.folds, way.seed)[survey.design.cluster] if way.select else None
    models, selected, notes = {}, {}, []
    for label in labels:
        here = usable & (survey.strata == label)
        chosen = np.ones(len(survey.names), dtype=bool)
        if part is not None and way.select:
            gathered = _parts(survey, here, part, way.folds)
            selected[label] = selection.select(gathered, survey.columns, way.select, most=way.most)
            chosen = _mask(survey, selected[label].names)
        formula, said = _model(survey, here, chosen, way, code, label)
        models[label] = formula
        notes += said
    return Fitted(models, selected, tuple(notes))


def out_of_sample(survey: Survey, way: Way) -> tuple[Floats, Integers]:
    """The score of each unit that can have one by a formula that saw no unit of its part, NaN for others; the parts.

    Units without a welfare above zero are scored, and never fitted on: consuming nothing does not hide anybody's error.
    Clusters are dealt to `folds` parts at random within strata. Where proxies are selected they are selected anew
    without the part, so that the choice is judged too. Errors: TargetingError when there are too few clusters.
    """
    usable, scorable = survey.usable, survey.scorable
    part = targeting.deal(survey.design, way.folds, way.seed)[survey.design.cluster]
    score = np.full(len(survey.welfare), np.nan)
    for label in survey.labels():
        here = usable & (survey.strata == label)
        parts = _parts(survey, here, part, way.folds)
        for number in range(way.folds):
            inside = scorable & (survey.strata == label) & (part == number)
            outside = here & (part != number)
            if inside.any() and outside.any():
                score[inside] = _held(survey, parts, way, number, inside, outside)
    return score, part


def _held(survey: Survey, parts: grams.Parts, way: Way, number: int, inside: Booleans, outside: Booleans) -> Floats:
    """Scores of one part by a fit on the others."""
    kept = parts.kept
    if way.select:
        kept = kept & _mask(survey, selection.select(parts, survey.columns, way.select, without=number).names)
    log, weight = np.log(survey.welfare[outside]), survey.design.weight[outside]
    if way.method == "quantile":
        tall = np.column_stack([np.ones(int(outside.sum())), survey.x[outside][:, kept]])
        able = regression.independent(tall, weight)
        b = quantiles.fit(log, tall[:, able], weight, way.tau)
        wide = np.column_stack([np.ones(int(inside.sum())), survey.x[inside][:, kept]])[:, able]
        return np.asarray(np.exp(wide @ b), dtype=np.float64)
    places = np.cumsum(parts.kept)
    chosen = np.concatenate([[0], places[kept]]).astype(np.int64)
    constant, slopes = parts.plain(grams.solve(*parts.all_but(number), chosen), chosen)
    residual = log - constant - survey.x[outside] @ slopes
    smeared = proxy_means.smearing(residual, weight)
    return np.asarray(np.exp(constant + survey.x[inside] @ slopes) * smeared, dtype=np.float64)


def _model(
    survey: Survey, here: Booleans, chosen: Booleans, way: Way, code: str, label: str
) -> tuple[Formula, list[str]]:
    names = [name for name, kept in zip(survey.names, chosen, strict=True) if kept]
    weight = np.where(here, survey.design.weight, 0.0)
    found = proxy_means.fit(survey.welfare, survey.x[:, chosen], names, weight, survey.design, code=code)
    if way.method == "quantile":
        found = _at_quantile(found, survey, here, chosen, way.tau)
    held = int((np.bincount(survey.design.cluster[here], minlength=survey.design.clusters) > 0).sum())
    strata = len(np.unique(survey.design.stratum_of[survey.design.cluster[here]]))
    free = held - strata - (len(names) - len(found.dropped))
    notes = [f"{label}: '{name}' tells what other proxies tell, and was dropped." for name in found.dropped]
    found = replace(found, degrees=free, left_out=survey.left_out)
    if free < 1:
        notes.append(
            f"{label}: {held} clusters in {strata} strata are too few for {len(names)} proxies, so that no error of a "
            "coefficient can be told. Use fewer proxies, or one model for all."
        )
        found = replace(found, intercept_se=None, se=dict.fromkeys(found.coefficients))
    return found, notes


def _at_quantile(found: Formula, survey: Survey, here: Booleans, chosen: Booleans, tau: float) -> Formula:
    """The same formula with the coefficients of the quantile; its score is the predicted quantile, in money.

    R2 is then that of Koenker and Machado: 1 less the loss over that of the plain quantile.
    """
    kept = [name not in found.dropped for name in found.coefficients]
    rows = np.flatnonzero(here)
    log, weight = np.log(survey.welfare[rows]), survey.design.weight[rows]
    wide = np.column_stack([np.ones(len(rows)), survey.x[rows][:, chosen][:, kept]])
    b = quantiles.fit(log, wide, weight, tau)
    errors = quantiles.standard_errors(log, wide, weight, b, tau, survey.design, rows)
    plain = np.array([targeting.quantile(log, weight, tau)])
    whole = quantiles.loss(log, np.ones((len(rows), 1)), weight, plain, tau)
    fitted = dict(zip([name for name, own in zip(found.coefficients, kept, strict=True) if own], b[1:], strict=True))
    se = dict(zip(fitted, errors[1:], strict=True))
    return replace(
        found,
        intercept=float(b[0]),
        coefficients={name: float(fitted.get(name, 0.0)) for name in found.coefficients},
        smearing=1.0,
        r2=1 - quantiles.loss(log, wide, weight, b, tau) / whole if whole > 0 else 0.0,
        intercept_se=errors[0],
        se={name: se.get(name) for name in found.coefficients},
    )


def _parts(survey: Survey, here: Booleans, part: Integers, folds: int) -> grams.Parts:
    log = np.log(survey.welfare[here])
    return grams.gather(log, survey.x[here], survey.design.weight[here], part[here], folds)


def _counted(left_out: Mapping[str, int]) -> str:
    return "Left out: " + ", ".join(f"{count} with {reason}" for reason, count in left_out.items() if count) + "."


def _mask(survey: Survey, names: tuple[str, ...]) -> Booleans:
    found = np.zeros(len(survey.names), dtype=bool)
    for name in names:
        found[list(survey.columns[name])] = True
    return found
