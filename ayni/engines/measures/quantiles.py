"""Medians and other quantiles with design-based errors."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import design as designs
from ayni.engines.measures import estimate, linear
from ayni.engines.measures.design import Design, Floats, Integers
from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.surveyed import ranks
from ayni.engines.measures.surveyed.ranks import Rule

Interval = Literal["woodruff", "logit", "density"]


def quantile(
    y: npt.ArrayLike,
    design: Design,
    p: float,
    *,
    codes: Integers | None = None,
    groups: int = 1,
    rule: Rule = "math",
    interval: Interval = "woodruff",
    level: float = 0.95,
) -> list[Estimate]:
    """The p-quantile of y (n numbers, NaN unknown) in each group. codes: n codes below `groups`, -1 outside.

    interval: "woodruff" turns the interval of the share at or below the quantile into values (Woodruff, JASA 47,
    1952), with standard error = its width over twice the t quantile: what R's svyquantile does by default; "logit" the
    same with the share's logit interval (svyquantile's "xlogit"); "density" linearises by a kernel density (Deville
    1999; convey's svyiqalpha, Osier 2009). A limit beyond the lowest or highest share is None, and so is the error.
    Refuses: DesignError, for a p outside 0 to 1.
    """
    values = _checked(y, design, p)
    of = np.zeros(design.size, dtype=np.int64) if codes is None else codes
    order = ranks.ranked(values, design.weight, of, groups)
    found = order.at(p, rule)
    if interval == "density":
        inside = np.where(np.isnan(values), -1, of)
        return linear.by_influence(design, found, influence(values, design, inside, found, p), inside).estimates(
            level=level
        )
    below = np.where(np.isnan(values), np.nan, values <= np.where(of >= 0, found[of], np.nan))
    by = np.where(of >= 0, of, groups)
    shares = _by_code(below, design, np.where(by == groups, -1, by), groups, level=level, logit=interval == "logit")
    lows = order.at(np.array([_share(one.low) for one in shares]), rule)
    highs = order.at(np.array([_share(one.high) for one in shares]), rule)
    return [
        _woodruff(value, low, high, share, alike, level)
        for value, low, high, share, alike in zip(
            found.tolist(), lows.tolist(), highs.tolist(), shares, order.alike().tolist(), strict=True
        )
    ]


def influence(values: Floats, design: Design, codes: Integers, found: Floats, p: float) -> Floats:
    """Each unit's influence on its group's quantile: -(1[y <= q] - p) / (N f(q)); NaN where f is 0."""
    groups, inside = len(found), (codes >= 0) & (design.weight > 0)
    weight, y, of = design.weight[inside], values[inside], codes[inside]
    thick = ranks.density(y, weight, of, groups, found) * designs.summed(of, weight, groups)
    # Where all values are equal nothing moves the quantile: there is no density, and no error.
    alike = ranks.bandwidth(y, weight, of, groups) == 0
    thick = np.where(thick > 0, thick, np.nan)
    result = np.zeros(design.size)
    result[inside] = np.where(alike[of], 0.0, -((y <= found[of]) - p) / thick[of])
    return result


def _by_code(y: Floats, design: Design, codes: Integers, groups: int, *, level: float, logit: bool) -> list[Estimate]:
    """The share of y in each group, by code; an empty group has n 0."""
    inside = np.where(np.isnan(y), -1, codes)
    known = (inside >= 0) & (design.weight > 0)
    whole = designs.summed(inside[known], design.weight[known], groups)
    safe = np.where(whole > 0, whole, 1)
    mean = designs.summed(inside[known], design.weight[known] * y[known], groups) / safe
    own = np.zeros(design.size)
    own[known] = (y[known] - mean[inside[known]]) / safe[inside[known]]
    found = linear.by_influence(design, mean, own, inside, share=True)
    return found.estimates(level=level, ci="logit" if logit else "normal")


def _share(limit: float | None) -> float:
    """A limit as a share of the weight; NaN for one that is none, or beyond the lowest or the highest."""
    return np.nan if limit is None or not 0 <= limit <= 1 else limit


def _woodruff(value: float, low: float, high: float, share: Estimate, alike: bool, level: float) -> Estimate:
    if share.n == 0 or np.isnan(value):
        return Estimate(None, None, None, None, 0, 0, None)
    if alike and share.degrees > 0:
        return Estimate(value, 0.0, value, value, share.n, share.degrees, None)
    if share.value == 1:  # the highest value of the sample: how much higher it could be is not seen
        return Estimate(value, None, None, None, share.n, share.degrees, None)
    known = [None if np.isnan(limit) else float(limit) for limit in (low, high)]
    se = None
    if known[0] is not None and known[1] is not None:
        se = (known[1] - known[0]) / (2 * estimate.critical(share.degrees, level))
    return Estimate(value, se, known[0], known[1], share.n, share.degrees, None)


def _checked(y: npt.ArrayLike, design: Design, p: float) -> Floats:
    values = np.asarray(y, dtype=np.float64)
    if values.shape != (design.size,):
        raise designs.DesignError(f"y has shape {values.shape} for {design.size} units. Give one value for each.")
    if not 0 < p < 1:
        raise designs.DesignError(f"A quantile is asked at {p}. Give a share between 0 and 1: the median is at 0.5.")
    return values
