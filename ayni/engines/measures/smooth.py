"""Figures that are smooth functions of weighted totals, with their design-based error carried along.

Totals, ratios, differences of ratios, ratios of ratios: each `Smooth` knows its value and its linearised variable,
gathered by primary sampling unit (the sum of the derivatives by each total: Deville, Survey Methodology 25, 1999).
Written with plain + - * /, the error follows by itself. A figure whose denominator is zero has no value: NaN inside,
None in the estimate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ayni.engines.measures import design as designs
from ayni.engines.measures import estimate
from ayni.engines.measures.design import Booleans, Floats

Interval = Literal["logit", "normal"]


@dataclass(frozen=True, eq=False)
class Smooth:
    """A value, its linearised variable (one number for each PSU), the PSUs that hold its units, their number."""

    value: float
    z: Floats
    held: Booleans
    n: int

    def __add__(self, other: Smooth | float) -> Smooth:
        other = self._like(other)
        return self._with(other, self.value + other.value, self.z + other.z)

    def __sub__(self, other: Smooth | float) -> Smooth:
        return self + self._like(other) * -1.0

    def __mul__(self, other: Smooth | float) -> Smooth:
        other = self._like(other)
        return self._with(other, self.value * other.value, self.z * other.value + self.value * other.z)

    def __truediv__(self, other: Smooth | float) -> Smooth:
        """A ratio rests on the units of the thinner of the two. A denominator of zero: no value."""
        below = self._like(other)
        thinner = self if self.n < below.n else below
        if below.value == 0 or math.isnan(below.value):
            return Smooth(math.nan, np.zeros_like(self.z), thinner.held, thinner.n)
        value = self.value / below.value
        return Smooth(value, (self.z - value * below.z) / below.value, thinner.held, thinner.n)

    def _like(self, other: Smooth | float) -> Smooth:
        if isinstance(other, Smooth):
            return other
        return Smooth(float(other), np.zeros_like(self.z), self.held, self.n)

    def _with(self, other: Smooth, value: float, z: Floats) -> Smooth:
        """What two figures give together is as thin as the thinner of them."""
        return Smooth(value, z, self.held | other.held, min(self.n, other.n))


class Totals:
    """Makes the totals of one design; `level` and `ci` are those of the intervals of shares.

    Refuses: DesignError, when all weights are zero.
    """

    def __init__(self, design: designs.Design, *, level: float = 0.95, ci: Interval = "logit") -> None:
        if not (design.weight > 0).any():
            raise designs.DesignError(
                "All weights are zero, so that nobody counts and nothing can be told. Name the column that holds them."
            )
        self.design, self.level, self.ci = design, level, ci
        self.cells, _ = designs.gather(design)

    def total(self, y: Floats | Booleans | None, inside: Booleans | None = None) -> Smooth:
        """Sum of w y over `inside` (None: everybody). y: n numbers, known wherever inside; None: 1 each."""
        weight = self.design.weight
        values = np.ones(self.design.size) if y is None else np.asarray(y, dtype=np.float64)
        if inside is not None:
            values = np.where(inside, values, 0.0)
        here = weight > 0 if inside is None else inside & (weight > 0)
        return self.of(float(weight @ values), weight * values, here)

    def of(self, value: float, linearised: Floats, inside: Booleans) -> Smooth:
        """A figure whose linearised variable, weights included, is known for each of n units."""
        size, cluster = self.design.clusters, self.design.cluster
        held = designs.summed(cluster[inside], None, size) > 0
        return Smooth(value, designs.summed(cluster, linearised, size), held, int(inside.sum()))

    def mean(self, y: Floats | Booleans, inside: Booleans | None = None) -> Smooth:
        """Weighted mean of y over `inside`."""
        return self.total(y, inside) / self.total(None, inside)

    def estimate(self, found: Smooth, *, share: bool = False) -> estimate.Estimate:
        """The figure with its standard error and interval (logit for a share, when ci says so)."""
        if math.isnan(found.value) or found.n == 0:
            return estimate.Estimate(None, None, None, None, found.n, 0, None)
        variance = float(designs.variance(self.cells, found.z)[0])
        degrees = int(designs.degrees_of_freedom(self.cells, found.held.astype(np.float64))[0])
        if not math.isfinite(variance):
            return estimate.Estimate(found.value, None, None, None, found.n, degrees, None)
        se = math.sqrt(max(variance, 0.0))
        logit = share and self.ci == "logit"
        low, high = estimate.interval(found.value, se, degrees, share=logit, level=self.level)
        return estimate.Estimate(found.value, se, low, high, found.n, degrees, None)


def bare(value: float | None, n: int) -> estimate.Estimate:
    """A figure whose sampling error is not estimated."""
    known = None if value is None or math.isnan(value) else float(value)
    return estimate.Estimate(known, None, None, None, n, 0, None)
