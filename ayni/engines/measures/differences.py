"""Differences between two groups, or two rounds, with the covariance of samples that share their clusters.

Both are groups of one file: for a change over time the rounds stand below each other, and a cluster visited twice has
one number. The error of a difference is then that of one linearised variable (Wolter, Introduction to Variance
Estimation, 2007, ch. 6), and nothing is assumed about independence.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from ayni.engines.measures import estimate
from ayni.engines.measures.design import NORMAL
from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.linear import Linearised

Change = Literal["absolute", "relative", "absolute_yearly", "relative_yearly"]
CHANGES: tuple[Change, ...] = ("absolute", "relative", "absolute_yearly", "relative_yearly")


def difference(
    found: Linearised,
    first: int,
    second: int,
    kind: Change = "absolute",
    *,
    years: float = 1.0,
    level: float = 0.95,
    normal: bool = False,
) -> Estimate:
    """How much group `second` has more than group `first` (numbers of groups), by the delta method.

    kind: "absolute" b - a; "relative" 100 (b - a)/a; "absolute_yearly" (b - a)/years; "relative_yearly"
    100 ((b/a)^(1/years) - 1). normal: intervals with the normal distribution, as mpitbR has for changes; otherwise
    Student's t with the degrees of freedom of both groups together. None where a group is empty, and for a relative
    change from zero or between signs.
    """
    a, b = float(found.values[first]), float(found.values[second])
    n = int(min(found.n[first], found.n[second]))
    degrees = NORMAL if normal else found.degrees([first, second])
    value, by_first, by_second = _derived(a, b, kind, years)
    if n == 0 or math.isnan(value):
        return Estimate(None, None, None, None, n, 0 if n == 0 else degrees, None)
    coefficients = np.zeros(len(found.values))
    coefficients[first] += by_first
    coefficients[second] += by_second
    return estimate.built(value, found.variance(coefficients), n, degrees, 0.0, level=level)


def covariance(found: Linearised, first: int, second: int) -> float:
    """Covariance of two groups' figures (a quarter of what their sum varies more than their difference)."""
    signs = np.zeros(len(found.values))
    signs[[first, second]] = 1.0
    more = found.variance(signs)
    signs[first] = -1.0
    return (more - found.variance(signs)) / 4


def _derived(a: float, b: float, kind: Change, years: float) -> tuple[float, float, float]:
    """The change and its derivatives by a and b."""
    if math.isnan(a) or math.isnan(b) or (kind.endswith("yearly") and not years > 0):
        return math.nan, 0.0, 0.0
    if kind == "absolute":
        return b - a, -1.0, 1.0
    if kind == "absolute_yearly":
        return (b - a) / years, -1 / years, 1 / years
    if a == 0 or (kind == "relative_yearly" and b / a <= 0):
        return math.nan, 0.0, 0.0
    if kind == "relative":
        return 100 * (b - a) / a, -100 * b / a**2, 100 / a
    growth: float = (b / a) ** (1 / years)
    return 100 * (growth - 1), -100 * growth / (years * a), 100 * growth / (years * b)
