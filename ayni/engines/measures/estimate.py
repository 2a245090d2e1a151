"""Totals, means, shares and ratios with design-based standard errors, for the whole and for groups.

The variance of a ratio R = Y/X is that of the total of (y - R x)/X (Taylor linearisation). A group is a
domain: units outside it count as zeros, and their PSUs still count in the design. A unit whose y or x is
missing (NaN) is outside the domain.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import design as designs
from ayni.engines.measures.surveyed import margins
from ayni.engines.measures.surveyed.margins import Ci, Estimate, built, critical, interval

__all__ = [
    "Ci",
    "Estimate",
    "built",
    "by_group",
    "critical",
    "from_totals",
    "interval",
    "mean",
    "ratio",
    "share",
    "simple_spread",
    "total",
]

Floats = designs.Floats
Integers = designs.Integers


def total(
    y: npt.ArrayLike, design: designs.Design, *, domain: npt.ArrayLike | None = None, level: float = 0.95
) -> Estimate:
    """Sum of w y over a domain. y: n numbers; domain: n booleans or None. No unit: value None, n 0."""
    values = _values(y, design, "y")
    inside = _inside(design, domain, values)
    cells, cell = designs.gather(design)
    weight = design.weight
    z = np.where(inside, values, 0.0)
    sums = designs.summed(cell, weight * z, len(cells.cluster))
    held = designs.summed(cell, weight * inside, len(cells.cluster))
    n = int((inside & (weight > 0)).sum())
    if n == 0:
        return margins.nothing()
    found = float(designs.variance(cells, sums)[0])
    degrees = int(designs.degrees_of_freedom(cells, held)[0])
    everyone, whole = int((weight > 0).sum()), float(weight.sum())
    spread = float(weight @ np.square(z - (weight @ z) / whole))
    simple = whole * spread / (everyone - 1) if everyone > 1 else 0.0
    return margins.known(float(sums.sum()), found, n, degrees, simple, share=False, level=level)


def mean(
    y: npt.ArrayLike, design: designs.Design, *, domain: npt.ArrayLike | None = None, level: float = 0.95
) -> Estimate:
    """Weighted mean of y over a domain, with a symmetric interval."""
    return _one(y, None, design, domain, share=False, level=level)


def share(
    y: npt.ArrayLike,
    design: designs.Design,
    *,
    domain: npt.ArrayLike | None = None,
    level: float = 0.95,
    ci: Ci = "logit",
) -> Estimate:
    """Weighted mean of a y between 0 and 1, with an interval on the logit scale unless `ci` says otherwise."""
    return _one(y, None, design, domain, share=ci == "logit", level=level)


def ratio(
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    design: designs.Design,
    *,
    domain: npt.ArrayLike | None = None,
    as_share: bool = False,
    level: float = 0.95,
) -> Estimate:
    """Sum of w y over sum of w x in a domain. n counts the units with x other than 0; X = 0 gives None."""
    return _one(y, x, design, domain, share=as_share, level=level)


def by_group(
    y: npt.ArrayLike,
    design: designs.Design,
    groups: designs.Column,
    *,
    x: npt.ArrayLike | None = None,
    as_share: bool = False,
    level: float = 0.95,
) -> dict[Any, Estimate]:
    """Mean of y (or ratio y/x) in each group. groups: n labels, missing = in no group. Sorted by label."""
    codes, labels = designs.label_codes(groups, "group")
    values, base = _values(y, design, "y"), _base(x, design)
    codes = np.where(_inside(design, None, values, base), codes, -1)
    found = _ratios(design, codes, len(labels), values, base, share=as_share, level=level)
    return dict(zip(labels, found, strict=True))


def from_totals(
    cells: designs.Cells,
    above: Floats,
    below: Floats,
    held: Floats,
    n: Floats,
    spread: Callable[[Floats], Floats],
    *,
    share: bool,
    level: float = 0.95,
) -> list[Estimate]:
    """Each group's ratio above/below from the m totals of its cells. A group whose `below` is 0 gets None.

    held: weight of the cell's units with a non-zero denominator; n: their number in each group.
    spread: given the G ratios, the variance of each group's ratio were the sample a simple random one.
    """
    whole = designs.summed(cells.group, below, cells.groups)
    whole = np.where(whole == 0, np.nan, whole)
    value = designs.summed(cells.group, above, cells.groups) / whole
    linearised = np.nan_to_num((above - value[cells.group] * below) / whole[cells.group])
    found = designs.variance(cells, linearised)
    degrees = designs.degrees_of_freedom(cells, held)
    simple = np.nan_to_num(spread(value) / whole**2)
    facts = zip(
        value.tolist(),
        found.tolist(),
        n.astype(np.int64).tolist(),
        degrees.tolist(),
        simple.tolist(),
        strict=True,
    )
    return [
        margins.known(*one, share=share, level=level) if one[2] and not math.isnan(one[0]) else margins.nothing()
        for one in facts
    ]


def simple_spread(
    group: Integers, groups: int, weight: Floats, count: Floats, y: Floats, x: Floats
) -> Callable[[Floats], Floats]:
    """For `from_totals`: sum of squared residuals y - R x of rows, as simple random sampling counts them.

    group, weight, count, y, x: of m rows, each standing for `count` units of that y and x.
    """
    units = designs.summed(group, count, groups)
    whole = designs.summed(group, weight, groups)

    def spread(value: Floats) -> Floats:
        residual = y - value[group] * x
        return whole * designs.summed(group, weight * residual**2, groups) / np.maximum(units - 1, 1)

    return spread


def _ratios(
    design: designs.Design,
    codes: Integers,
    groups: int,
    y: Floats,
    x: Floats,
    *,
    share: bool,
    level: float,
) -> list[Estimate]:
    """Ratios of the units whose group code is not -1; y and x are known for all of them."""
    cells, cell = designs.gather(design, codes, groups)
    keep = codes >= 0
    weight = design.weight
    if not keep.all():
        cell, codes, weight, y, x = cell[keep], codes[keep], weight[keep], y[keep], x[keep]
    based = x != 0
    count = (weight > 0).astype(np.float64)
    size = len(cells.cluster)
    return from_totals(
        cells,
        designs.summed(cell, weight * y, size),
        designs.summed(cell, weight * x, size),
        designs.summed(cell, weight * based, size),
        designs.summed(codes, count * based, groups),
        simple_spread(codes, groups, weight, count, y, x),
        share=share,
        level=level,
    )


def _one(
    y: npt.ArrayLike,
    x: npt.ArrayLike | None,
    design: designs.Design,
    domain: npt.ArrayLike | None,
    *,
    share: bool,
    level: float,
) -> Estimate:
    values, base = _values(y, design, "y"), _base(x, design)
    inside = _inside(design, domain, values, base)
    return _ratios(design, np.where(inside, 0, -1), 1, values, base, share=share, level=level)[0]


def _values(values: npt.ArrayLike, design: designs.Design, what: str) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    if found.shape != (design.size,):
        raise designs.DesignError(
            f"{what} has shape {found.shape}, but the design describes {design.size} units. "
            "Give one value for each unit, in the design's order."
        )
    return found


def _base(x: npt.ArrayLike | None, design: designs.Design) -> Floats:
    return np.ones(design.size) if x is None else _values(x, design, "x")


def _inside(design: designs.Design, domain: npt.ArrayLike | None, *values: Floats) -> designs.Booleans:
    inside: designs.Booleans = np.ones(design.size, dtype=bool) if domain is None else np.asarray(domain, dtype=bool)
    known: Sequence[designs.Booleans] = [~np.isnan(column) for column in values]
    return np.asarray(np.logical_and.reduce([inside, *known]), dtype=bool)
