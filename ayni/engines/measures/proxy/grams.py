"""Least squares from cross-products: what each part of a survey adds up to is enough to fit without any other part.

With p columns a part of any length is p x p numbers, so that a hundred fits cost no more than one pass over the rows.
Columns are centred and scaled first, or cross-products of years and incomes would lose their digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from ayni.engines.measures import regression
from ayni.engines.measures.design import Booleans, Floats, Integers


@dataclass(frozen=True, eq=False)
class Parts:
    """Cross-products of k parts: xx (k, p, p), xy (k, p), yy (k); columns less `centre` over `scale`, y less `level`.

    kept: which columns are not combinations of earlier ones. A constant stands first, so p is 1 + columns kept.
    """

    xx: Floats
    xy: Floats
    yy: Floats
    centre: Floats
    scale: Floats
    level: float
    kept: Booleans

    @property
    def parts(self) -> int:
        """How many parts."""
        return len(self.yy)

    def all_but(self, *parts: int) -> tuple[Floats, Floats]:
        """The cross-products without some parts."""
        others = [part for part in range(self.parts) if part not in parts]
        return self.xx[others].sum(axis=0), self.xy[others].sum(axis=0)

    def loss(self, part: int, b: Floats, chosen: Integers) -> float:
        """Weighted sum of squared errors in a part, of a fit by the chosen columns (the constant is number 0)."""
        inside = self.xx[part][np.ix_(chosen, chosen)]
        return float(self.yy[part] - 2 * b @ self.xy[part][chosen] + b @ inside @ b)

    def plain(self, b: Floats, chosen: Integers) -> tuple[float, Floats]:
        """The constant and the slopes of all original columns (0 where not chosen), for the columns as they were."""
        full = np.zeros(len(self.kept) + 1)
        places = np.concatenate([[0], 1 + np.flatnonzero(self.kept)])
        full[places[chosen]] = b
        slopes = full[1:] / self.scale
        return float(full[0] + self.level - slopes @ self.centre), slopes


def gather(y: Floats, x: Floats, weight: Floats, part: Integers, parts: int) -> Parts:
    """Cross-products of n rows by part. y: n; x: (n, columns), no constant; nothing missing."""
    whole = weight.sum()
    centre = weight @ x / whole
    scale = np.sqrt(np.maximum(weight @ (x - centre) ** 2 / whole, 0))
    scale[scale <= 1e-12 * np.maximum(np.abs(centre), 1)] = 0
    level = float(weight @ y / whole)
    tall = np.column_stack([np.ones(len(y)), (x - centre) / np.where(scale > 0, scale, 1.0)])
    kept = regression.independent(tall, weight)[1:] & (scale > 0)
    tall = tall[:, np.concatenate([[True], kept])]
    p = tall.shape[1]
    xx, xy, yy = np.zeros((parts, p, p)), np.zeros((parts, p)), np.zeros(parts)
    centred = y - level
    for number in range(parts):
        here = part == number
        rows, w = tall[here], weight[here]
        xx[number] = (rows * w[:, None]).T @ rows
        xy[number] = (rows * w[:, None]).T @ centred[here]
        yy[number] = w @ centred[here] ** 2
    return Parts(xx, xy, yy, centre, np.where(scale > 0, scale, 1.0), level, kept)


def solve(xx: Floats, xy: Floats, chosen: Integers) -> Floats:
    """Coefficients of the chosen columns; of columns that tell the same here the later ones are 0."""
    inside, aim = xx[np.ix_(chosen, chosen)], xy[chosen]
    try:
        factor = linalg.cho_factor(inside, check_finite=False)
        if np.min(np.abs(np.diag(factor[0]))) > 1e-6 * np.sqrt(np.max(np.diag(inside))):
            return np.asarray(linalg.cho_solve(factor, aim, check_finite=False), dtype=np.float64)
    except linalg.LinAlgError:
        pass
    return np.asarray(linalg.lstsq(inside, aim, cond=1e-10, check_finite=False)[0], dtype=np.float64)
