"""Weighted least squares with standard errors that follow the sample's design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ayni.engines.measures import design as designs
from ayni.engines.measures.design import Booleans, Floats

# A column counts as a combination of the earlier ones when less than this part of its spread is its own.
OWN = 1e-9


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


def standard_errors(
    line: Line, x: Floats, weight: Floats, design: designs.Design, rows: designs.Integers
) -> list[float | None]:
    """Design-based standard error of each coefficient (Binder, Int. Stat. Review 51, 1983; R's svyglm).

    x, weight, line: of the n rows used; rows: their places in the design, whose other units are outside the
    domain. None for a coefficient not kept, and for all when the design allows no variance.
    """
    used = x[:, line.kept]
    bread = np.linalg.inv((used * weight[:, None]).T @ used)
    # Each coefficient is a smooth function of totals: its linearised variable is a combination of the scores.
    influence = (used * (weight * line.residuals)[:, None]) @ bread
    cells, _ = designs.gather(design)
    cluster = design.cluster[rows]
    found: list[float | None] = [None] * len(line.kept)
    for place, z in zip(np.flatnonzero(line.kept), influence.T, strict=True):
        variance = designs.variance(cells, designs.summed(cluster, z, design.clusters))[0]
        found[place] = float(np.sqrt(variance)) if np.isfinite(variance) else None
    return found
