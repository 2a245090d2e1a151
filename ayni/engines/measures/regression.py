"""Linear and logistic regression with weights, and standard errors that follow the sample's design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from ayni.engines.measures import design as designs
from ayni.engines.measures import estimate
from ayni.engines.measures.design import Booleans, Floats
from ayni.engines.measures.estimate import Estimate

# A column counts as a combination of the earlier ones when less than this part of its spread is its own.
OWN = 1e-9
STEPS, CLOSE = 60, 1e-12  # of iteratively reweighted least squares
SURE = 1e-10  # a fitted chance so near 0 or 1 is a separation, not an answer


@dataclass(frozen=True, eq=False)
class Line:
    """coefficients: one for each of p columns, 0 where `kept` is false; r2 weighted; residuals of n rows."""

    coefficients: Floats
    kept: Booleans
    r2: float
    residuals: Floats


def independent(x: Floats, weight: Floats) -> Booleans:
    """Which of p columns are not combinations of the ones before them (the first p to be kept: R's order).

    x: (n, p), without missing values.
    """
    scale = np.sqrt(np.maximum(weight @ x**2, np.finfo(float).tiny))
    gram = (x / scale).T @ ((x / scale) * weight[:, None])
    kept = np.zeros(x.shape[1], dtype=bool)
    for place in range(x.shape[1]):
        own = gram[place, place]
        if own > OWN:
            kept[place] = True
            gram = gram - np.outer(gram[:, place], gram[place]) / own
    return kept


def fit(y: Floats, x: Floats, weight: Floats) -> Line:
    """Minimise the weighted sum of squares of y - x b. x: (n, p), any constant included."""
    kept = independent(x, weight)
    root = np.sqrt(weight)
    coefficients = np.zeros(x.shape[1])
    coefficients[kept] = np.linalg.lstsq(x[:, kept] * root[:, None], y * root, rcond=None)[0]
    residuals = y - x @ coefficients
    centred = y - (weight @ y) / weight.sum()
    spread = float(weight @ centred**2)
    r2 = 1 - float(weight @ residuals**2) / spread if spread > 0 else 0.0
    return Line(coefficients, kept, r2, residuals)


def logistic(y: Floats, x: Floats, weight: Floats) -> Line:
    """Maximise the weighted likelihood of y (0, 1 or a share) with chances 1/(1 + exp(-x b)). x: (n, p).

    r2 is McFadden's; residuals are y - chance. Refuses: DesignError, when y does not vary, or when the columns tell it
    apart so well that no coefficients are best.
    """
    whole = float(weight.sum())
    rate = float(weight @ y) / whole if whole > 0 else np.nan
    if not 0 < rate < 1:
        raise designs.DesignError(
            "A logistic regression needs some with the answer yes and some with no, but all who count have the same."
        )
    kept = independent(x, weight)
    used, b = x[:, kept], np.zeros(int(kept.sum()))
    before = np.inf
    for _ in range(STEPS):
        chance = special.expit(used @ b)
        bend = weight * chance * (1 - chance)
        step = np.linalg.lstsq((used * bend[:, None]).T @ used, used.T @ (weight * (y - chance)), rcond=None)[0]
        b = b + step
        eta = used @ b
        deviance = float(weight @ (np.logaddexp(0.0, eta) - y * eta))
        if abs(deviance - before) <= CLOSE * (abs(deviance) + CLOSE):
            break
        before = deviance
    chance = special.expit(used @ b)
    sure = np.minimum(chance, 1 - chance)[weight > 0]
    if not np.isfinite(b).all() or (sure < SURE).any():
        raise designs.DesignError(
            "The columns tell yes and no apart without a doubt for some rows, so no coefficients fit best. Leave out "
            "the column that does it, or join rare categories."
        )
    null = -whole * (rate * np.log(rate) + (1 - rate) * np.log(1 - rate))
    coefficients = np.zeros(x.shape[1])
    coefficients[kept] = b
    return Line(coefficients, kept, 1 - deviance / null, y - chance)


def standard_errors(
    line: Line,
    x: Floats,
    weight: Floats,
    design: designs.Design,
    rows: designs.Integers,
    curvature: Floats | None = None,
) -> list[float | None]:
    """Design-based standard error of each coefficient (Binder, Int. Stat. Review 51, 1983; R's svyglm).

    x, weight, line: of the n rows used; rows: their places in the design, whose other units are outside the
    domain. curvature: chance x (1 - chance) of a logistic line. None for a coefficient not kept, and for all when the
    design allows no variance.
    """
    used = x[:, line.kept]
    bend = weight if curvature is None else weight * curvature
    bread = np.linalg.inv((used * bend[:, None]).T @ used)
    # Each coefficient is a smooth function of totals: its linearised variable is a combination of the scores.
    influence = (used * (weight * line.residuals)[:, None]) @ bread
    cells, _ = designs.gather(design)
    cluster = design.cluster[rows]
    found: list[float | None] = [None] * len(line.kept)
    for place, z in zip(np.flatnonzero(line.kept), influence.T, strict=True):
        variance = designs.variance(cells, designs.summed(cluster, z, design.clusters))[0]
        found[place] = float(np.sqrt(variance)) if np.isfinite(variance) else None
    return found


def coefficients(
    y: Floats,
    x: Floats,
    design: designs.Design,
    *,
    domain: Booleans | None = None,
    is_logistic: bool = False,
    level: float = 0.95,
) -> tuple[list[Estimate], Line]:
    """Each coefficient with its error, and the line. y: n numbers; x: (n, p), any constant included; NaN unknown.

    Rows with an unknown value, without weight or outside the domain are outside. Degrees of freedom: those of the
    domain, plus 1, less the coefficients (svyglm): with too few clusters for the coefficients there is no interval.
    A column that is a combination of those before it has value None. Refuses: DesignError, when nobody is left.
    """
    weight = design.weight
    inside = ~np.isnan(y) & ~np.isnan(x).any(axis=1) & (weight > 0)
    if domain is not None:
        inside &= domain
    rows = np.flatnonzero(inside)
    if not len(rows):
        raise designs.DesignError("No row has all the columns of the regression known, and a weight above zero.")
    fitted = logistic(y[rows], x[rows], weight[rows]) if is_logistic else fit(y[rows], x[rows], weight[rows])
    chance = y[rows] - fitted.residuals
    errors = standard_errors(
        fitted, x[rows], weight[rows], design, rows, chance * (1 - chance) if is_logistic else None
    )
    cells, _ = designs.gather(design)
    held = designs.summed(design.cluster[rows], weight[rows], design.clusters)
    free = int(designs.degrees_of_freedom(cells, held)[0])
    degrees = free if free >= designs.NORMAL else free + 1 - int(fitted.kept.sum())
    found = []
    for value, se, kept in zip(fitted.coefficients.tolist(), errors, fitted.kept.tolist(), strict=True):
        low, high = (None, None) if se is None else estimate.interval(value, se, degrees, share=False, level=level)
        found.append(Estimate(value if kept else None, se, low, high, len(rows), degrees, None))
    return found, fitted
