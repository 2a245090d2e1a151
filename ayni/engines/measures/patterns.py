"""Patterns of yes and no answers, and their totals over a sample.

Ten indicators have at most 1,024 different sets of answers. Every figure of the counting method is a ratio of
weighted totals of something that depends on the set of answers only, so the units of one PSU, one group and
one pattern are put together first: ten million of them become a million bundles or fewer, exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ayni.engines.measures import design as designs
from ayni.engines.measures import estimate as estimates
from ayni.engines.measures.design import Floats, Integers
from ayni.engines.measures.estimate import Estimate

# A unit's answers are held as the bits of one whole number.
MOST = 62


@dataclass(frozen=True, eq=False)
class Patterns:
    """of_unit: each of n units' pattern, -1 when not known. answers: (patterns, indicators) of 0 and 1.

    seen: (patterns, indicators), 1 where the pattern has an answer; all 1 unless units known in part were kept.
    """

    of_unit: Integers
    answers: Floats
    seen: Floats

    @property
    def known(self) -> designs.Booleans:
        """Which units have a pattern."""
        return np.asarray(self.of_unit >= 0)


def read(columns: Sequence[npt.NDArray[Any]], *, drop_missing: bool, keep_partly: bool = False) -> Patterns:
    """The patterns in columns of n values 0, 1 and (floats only) NaN, at most MOST of them.

    drop_missing: a unit with any NaN has no pattern; otherwise NaN counts as 0.
    keep_partly: what is NaN is told apart in `seen`, and only a unit without any answer has no pattern; at most
    MOST // 2 columns.
    """
    width = len(columns)
    held: Any = np.uint16 if width * (1 + keep_partly) <= 16 else np.int64  # ten million small codes fit a cache
    code: npt.NDArray[Any] = np.zeros(len(columns[0]), dtype=held)
    unknown = None
    for place, column in enumerate(columns):
        code |= np.left_shift(column == 1, held(place), dtype=held)
        if column.dtype.kind != "f":
            code |= held(int(keep_partly) << (width + place))
        elif keep_partly:
            code |= np.left_shift(~np.isnan(column), held(width + place), dtype=held)
        elif drop_missing:
            missing = np.isnan(column)
            unknown = missing if unknown is None else unknown | missing
    if keep_partly:
        unknown = code >> held(width) == 0
    if unknown is not None and unknown.any():
        code = np.where(unknown, np.int64(-1), code)
    distinct, of_unit = designs.compact(code, 1 << width * (2 if keep_partly else 1))
    bits = ((distinct[:, None] >> np.arange(width)) & 1).astype(np.float64)
    seen = ((distinct[:, None] >> np.arange(width, 2 * width)) & 1).astype(np.float64) if keep_partly else None
    return Patterns(of_unit, bits, np.ones_like(bits) if seen is None else seen)


@dataclass(frozen=True, eq=False)
class Bundles:
    """Units of one PSU, one group and one pattern: m rows of summed weights.

    count: units with weight above zero, (groups, patterns).
    """

    cluster: Integers
    group: Integers
    groups: int
    pattern: Integers
    weight: Floats
    count: Floats


def bundle(design: designs.Design, patterns: Patterns, codes: Integers | None = None, groups: int = 1) -> Bundles:
    """Put together the units that have a pattern and a group (code not -1; None: all in group 0)."""
    width = len(patterns.answers)
    key, inside = design.cluster * (groups * width), patterns.known
    if codes is not None:
        key += codes * width
        inside = inside & (codes >= 0)
    key += patterns.of_unit
    weight = design.weight
    if not inside.all():
        key, weight = key[inside], weight[inside]
    count = _counted(design, patterns, codes, groups)
    shape = (design.clusters, groups, width)
    size = math.prod(shape)
    if size > designs.DENSE:
        distinct, key = designs.compact(key, size)
        weights = designs.summed(key, weight, len(distinct))
    else:
        weights = designs.summed(key, weight, size)
        distinct = np.flatnonzero(weights)  # bundles without weight change nothing
        weights = weights[distinct]
    cluster, group, pattern = np.unravel_index(distinct, shape)
    return Bundles(cluster, group, groups, pattern, weights, count)


def regroup(everyone: Bundles, design: designs.Design, patterns: Patterns, codes: Integers, groups: int) -> Bundles:
    """The bundles cut by group.

    Where every PSU lies in one group (areas, mostly) this needs no second look at the units' answers.
    """
    of_cluster = np.full(design.clusters, -1, dtype=np.int64)
    of_cluster[design.cluster] = codes
    if (of_cluster >= 0).all() and np.array_equal(of_cluster[design.cluster], codes):
        count = _counted(design, patterns, codes, groups)
        return replace(everyone, group=of_cluster[everyone.cluster], groups=groups, count=count)
    return bundle(design, patterns, codes, groups)


def _counted(design: designs.Design, patterns: Patterns, codes: Integers | None, groups: int) -> Floats:
    """Units with a pattern, a group and a weight above zero: (groups, patterns)."""
    width = len(patterns.answers)
    key = patterns.of_unit if codes is None else codes * width + patterns.of_unit
    inside = patterns.known & (design.weight > 0)
    if codes is not None:
        inside &= codes >= 0
    if not inside.all():
        key = key[inside]
    return np.bincount(key, minlength=groups * width).astype(np.float64).reshape(groups, width)


@dataclass(frozen=True, eq=False)
class Rows:
    """Units of one group and one pattern: summed weights, and units with weight above zero."""

    group: Integers
    groups: int
    pattern: Integers
    weight: Floats
    count: Floats


class Totals:
    """Ratios of weighted totals, in each group, of values that depend on the pattern only."""

    cells: designs.Cells
    by_cell: Any
    _held: dict[bytes, Floats]

    def __init__(self, design: designs.Design, bundles: Bundles, patterns: int, whole: Totals | None = None) -> None:
        """`whole`: the totals of everybody, whose sums by cluster serve here when no cluster is in two groups."""
        self.bundles = bundles
        if whole is not None and bundles.cluster is whole.bundles.cluster:
            group = np.zeros(design.clusters, dtype=np.int64)
            group[bundles.cluster] = bundles.group
            self.cells = designs.Cells(design, bundles.groups, whole.cells.cluster, group[whole.cells.cluster])
            self.by_cell, self._held = whole.by_cell, whole._held
        else:
            key = bundles.cluster * bundles.groups + bundles.group  # in rising order, as bundles are
            starts = np.flatnonzero(np.diff(key, prepend=-1))
            pairs, ends = key[starts], np.append(starts, len(key))
            self.cells = designs.Cells(design, bundles.groups, pairs // bundles.groups, pairs % bundles.groups)
            self.by_cell = sparse.csr_array((bundles.weight, bundles.pattern, ends), shape=(len(pairs), patterns))
            self._held = {}
        key = bundles.group * patterns + bundles.pattern
        weight = designs.summed(key, bundles.weight, bundles.groups * patterns)
        filled = np.flatnonzero(weight)
        self.by_group = Rows(
            filled // patterns, bundles.groups, filled % patterns, weight[filled], bundles.count.ravel()[filled]
        )

    def prepare(self, several: Iterable[Floats]) -> None:
        """Add up several values of the patterns in one look at the cells, for `ratio` and the others to find."""
        new = {y.tobytes(): y for y in several if y.tobytes() not in self._held}
        if new:
            found = self.by_cell @ np.column_stack(list(new.values()))
            self._held.update(zip(new, np.ascontiguousarray(found.T), strict=True))

    def in_cells(self, y: Floats) -> Floats:
        """Weighted total of y (one value for each pattern) in each cell; the same y is added up once."""
        key = y.tobytes()
        if key not in self._held:
            self._held[key] = self.by_cell @ y
        return self._held[key]

    def of(self, y: Floats) -> Floats:
        """Weighted total of y (one value for each pattern) in each group."""
        rows = self.by_group
        return designs.summed(rows.group, rows.weight * y[rows.pattern], rows.groups)

    def ratio(self, y: Floats, x: Floats, *, share: bool = True, level: float = 0.95) -> list[Estimate]:
        """Each group's ratio of the totals of y and x (one value for each pattern)."""
        rows, based = self.by_group, (x != 0).astype(np.float64)
        above, below, held = self.in_cells(y), self.in_cells(x), self.in_cells(based)
        n = designs.summed(rows.group, rows.count * based[rows.pattern], rows.groups)
        spread = estimates.simple_spread(
            rows.group, rows.groups, rows.weight, rows.count, y[rows.pattern], x[rows.pattern]
        )
        return estimates.from_totals(self.cells, above, below, held, n, spread, share=share, level=level)

    def linearised(self, y: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
        """Each group's ratio of totals of y and x (NaN without x), its units, and its linearised total in each cell."""
        rows, cells = self.by_group, self.cells
        above, below = self.in_cells(y), self.in_cells(x)
        whole = designs.summed(cells.group, below, cells.groups)
        whole = np.where(whole == 0, np.nan, whole)
        value = designs.summed(cells.group, above, cells.groups) / whole
        z = np.nan_to_num((above - value[cells.group] * below) / whole[cells.group])
        return value, designs.summed(rows.group, rows.count * (x != 0)[rows.pattern], rows.groups), z

    def parts(self, y: Floats, whole: Totals, *, share: bool = True, level: float = 0.95) -> list[Estimate]:
        """Each group's part of the whole's total of y, such as its share of the people (y is 1 for every pattern).

        Without an error where clusters x groups are more than DENSE.
        """
        design, groups = self.cells.design, self.cells.groups
        total = float(whole.of(y)[0])
        n = designs.summed(self.by_group.group, self.by_group.count * (y != 0)[self.by_group.pattern], groups)
        degrees = design.free
        if total == 0:
            return [Estimate(None, None, None, None, 0, degrees, None)] * groups
        value = self.of(y) / total
        if design.clusters * groups > designs.DENSE:
            known = zip(value.tolist(), n.astype(int).tolist(), strict=True)
            return [Estimate(one, None, None, None, units, degrees, None) for one, units in known]
        z = np.zeros((groups, design.clusters))
        z[self.cells.group, self.cells.cluster] = self.in_cells(y)
        everyone = np.zeros(design.clusters)
        everyone[whole.cells.cluster] = whole.in_cells(y)
        z = (z - value[:, None] * everyone) / total
        all_cells = designs.Cells(
            design,
            groups,
            np.tile(np.arange(design.clusters), groups),
            np.repeat(np.arange(groups), design.clusters),
        )
        found = designs.variance(all_cells, z.ravel())
        facts = zip(value.tolist(), found.tolist(), n.astype(int).tolist(), strict=True)
        return [estimates.built(*one, degrees, 0.0, share=share, level=level) for one in facts]

    def influence(self, effect: Floats) -> float:
        """Variance of an estimate for everybody (one group) whose unit effects depend on the pattern only."""
        return float(designs.variance(self.cells, self.by_cell @ effect)[0])
