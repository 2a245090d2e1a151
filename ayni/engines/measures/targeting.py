"""How well a score finds the poor: errors of exclusion and inclusion, in and out of sample.

Poor and chosen are either below one line (welfare < line, score < line), or the poorest share of people by
welfare and by score; then both groups have the same size, up to ties, and the two errors are equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import design as designs
from ayni.engines.measures import proxy_means, regression
from ayni.engines.measures.design import Booleans, Floats
from ayni.kernel import refusals


class TargetingError(refusals.Refused):
    """Errors of targeting cannot be measured as asked."""


@dataclass(frozen=True)
class Targeting:
    """Errors of a targeting rule: weighted shares of people, None when nobody is in the base.

    exclusion: of the poor, those not chosen. inclusion: of the chosen, those not poor. accuracy: those
    rightly chosen or not. differential: chosen among the poor less chosen among the others. cgh: the poor's
    share of the chosen over their share of all (Coady, Grosh and Hoddinott 2004; 1 = no better than chance).
    n: units with both welfare and score; unknown: weighted share without a score.
    """

    poor: float | None
    chosen: float | None
    exclusion: float | None
    inclusion: float | None
    accuracy: float | None
    differential: float | None
    cgh: float | None
    n: int
    unknown: float | None

    def as_dict(self) -> dict[str, float | int | None]:
        """Plain values, safe for JSON."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class CrossValidation:
    """Errors for households the formula was not fitted on.

    folds: one Targeting for each part of the survey, held out in turn; r2: of each, on the log scale.
    overall: all held-out predictions together.
    """

    folds: tuple[Targeting, ...]
    r2: tuple[float, ...]
    overall: Targeting
    seed: int


def errors(
    welfare: npt.ArrayLike,
    score: npt.ArrayLike,
    weight: npt.ArrayLike,
    *,
    line: float | None = None,
    share: float | None = None,
    cut: float | None = None,
) -> Targeting:
    """Compare n scores with n amounts of welfare, weighted by persons.

    Give either line (poor: welfare < line; chosen: score < cut, or < line when no cut is given) or share
    (the poorest by welfare, the lowest by score). A unit without welfare is left out; one without a score
    is left out and its weight reported.
    """
    y, s, w = (np.asarray(column, dtype=np.float64) for column in (welfare, score, weight))
    measured = ~np.isnan(y)
    known = measured & ~np.isnan(s)
    unknown = _over(w[measured & ~known].sum(), w[measured].sum())
    y, s, w = y[known], s[known], w[known]
    poor, chosen = _sides(y, s, w, line, share, cut)
    return _targeting(poor, chosen, w, unknown)


def cross_validate(
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    weight: npt.ArrayLike | None,
    design: designs.Design,
    *,
    folds: int = 5,
    seed: int = 0,
    line: float | None = None,
    share: float | None = None,
) -> CrossValidation:
    """Fit ln y on x (n, p) without one part of the PSUs, and judge the formula on that part; for each part.

    PSUs are dealt to the parts at random within their stratum, so that neighbours stay together.
    """
    amounts, columns = np.asarray(y, dtype=np.float64), np.asarray(x, dtype=np.float64)
    weights = design.weight if weight is None else np.asarray(weight, dtype=np.float64)
    log = proxy_means.logged(amounts)
    usable = ~np.isnan(log) & ~np.isnan(columns).any(axis=1) & (weights > 0)
    fold = deal(design, folds, seed)[design.cluster]
    full = np.column_stack([np.ones(len(columns)), columns])
    score, r2 = np.full(len(amounts), np.nan), []
    for part in range(folds):
        inside, outside = usable & (fold == part), usable & (fold != part)
        line_fitted = regression.fit(log[outside], full[outside], weights[outside])
        predicted = full[inside] @ line_fitted.coefficients
        score[inside] = np.exp(predicted) * proxy_means.smearing(line_fitted.residuals, weights[outside])
        r2.append(_r2(log[inside], predicted, weights[inside]))
    judge = [errors(amounts[one], score[one], weights[one], line=line, share=share) for one in _parts(fold, folds)]
    return CrossValidation(tuple(judge), tuple(r2), errors(amounts, score, weights, line=line, share=share), seed)


def deal(design: designs.Design, folds: int, seed: int) -> designs.Integers:
    """A part from 0 to folds - 1 for each cluster, its PSU's: at random, parts differing by one PSU at most."""
    if not 1 < folds <= design.psus:
        raise TargetingError(
            f"{design.psus} primary sampling units cannot be dealt to {folds} parts. Choose from 2 to "
            f"{design.psus} parts."
        )
    psu_of, stratum_of = design.stages[0].unit, design.stages[0].stratum
    order = np.random.default_rng(seed).permutation(design.psus)
    order = order[np.argsort(stratum_of[order], kind="stable")]
    part = np.empty(design.psus, dtype=np.int64)
    part[order] = np.arange(design.psus) % folds
    return part if psu_of is None else part[psu_of]


def quantile(values: Floats, weight: Floats, share: float) -> float:
    """Smallest value at or below which at least `share` of the weight lies."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    # A billionth forgives the rounding of the sum, so that a quarter of four equal weights is one of them.
    place = int(np.searchsorted(reached, share * reached[-1] * (1 - 1e-9)))
    return float(values[order[min(place, len(order) - 1)]])


def _sides(
    y: Floats, s: Floats, w: Floats, line: float | None, share: float | None, cut: float | None
) -> tuple[Booleans, Booleans]:
    if (line is None) == (share is None):
        raise TargetingError("Say who is poor by `line` or by `share`: one of them, not both.")
    if line is not None:
        return y < line, s < (line if cut is None else cut)
    if share is None or not len(y):
        return y < 0, s < 0
    return y <= quantile(y, w, share), s <= quantile(s, w, share)


def _targeting(poor: Booleans, chosen: Booleans, w: Floats, unknown: float | None) -> Targeting:
    everyone, in_need, reached = w.sum(), w[poor].sum(), w[chosen].sum()
    rightly = w[poor & chosen].sum()
    among_poor, among_others = _over(rightly, in_need), _over(reached - rightly, everyone - in_need)
    precision = _over(rightly, reached)
    need = _over(in_need, everyone)
    return Targeting(
        poor=need,
        chosen=_over(reached, everyone),
        exclusion=None if among_poor is None else 1 - among_poor,
        inclusion=None if precision is None else 1 - precision,
        accuracy=_over(w[poor == chosen].sum(), everyone),
        differential=None if among_poor is None or among_others is None else among_poor - among_others,
        cgh=None if precision is None or not need else precision / need,
        n=len(w),
        unknown=unknown,
    )


def _parts(fold: designs.Integers, folds: int) -> Sequence[Booleans]:
    return [fold == part for part in range(folds)]


def _r2(log: Floats, predicted: Floats, weight: Floats) -> float:
    centred = log - (weight @ log) / max(weight.sum(), np.finfo(float).tiny)
    spread = float(weight @ centred**2)
    return 1 - float(weight @ (log - predicted) ** 2) / spread if spread > 0 else 0.0


def _over(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None
