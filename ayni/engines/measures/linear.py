"""Any figure that is a smooth function of weighted totals: its value and its linearised variable, by group.

A statistic that has an influence function (Deville, Survey Methodology 25, 1999) is given by its value in each group
and every unit's influence on it: the change of the value for one more person like this unit. The variance of the value
is that of the weighted total of the influences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ayni.engines.measures import design as designs
from ayni.engines.measures.design import Booleans, Design, Floats, Integers
from ayni.engines.measures.surveyed import margins
from ayni.engines.measures.surveyed.margins import Estimate


@dataclass(frozen=True, eq=False)
class Shared:
    """A figure of everybody that the groups' figures depend on, such as a poverty line.

    z: totals of its linearised variable in each unit of the design. u: its influence, for each of n units.
    """

    value: float
    z: Floats
    u: Floats


@dataclass(frozen=True, eq=False)
class Linearised:
    """G figures of one kind.

    values: G numbers, NaN where there is none. cells, z: totals of the linearised variable in each cell. held: weight
    in each cell of who the figure rests on; n: their number by group. simple: G variances, were the sample a simple
    random one. shared, slopes: what all depend on, and by how much each does. share: whether it lies between 0 and 1.
    """

    values: Floats
    cells: designs.Cells
    z: Floats
    held: Floats
    n: Integers
    simple: Floats
    share: bool = False
    shared: Shared | None = None
    slopes: Floats | None = None

    def estimates(self, *, level: float = 0.95, ci: margins.Ci = "logit") -> list[Estimate]:
        """Each group's figure with its error."""
        spread = self.variances()
        degrees = designs.degrees_of_freedom(self.cells, self.held)
        return [
            margins.built(
                float(value), float(one), int(n), int(free), float(simple), share=self.share, level=level, ci=ci
            )
            for value, one, n, free, simple in zip(self.values, spread, self.n, degrees, self.simple, strict=True)
        ]

    def variances(self) -> Floats:
        """G variances."""
        if self.shared is None or self.slopes is None:
            return designs.variance(self.cells, self.z)
        return np.array([self.variance(np.eye(1, self.cells.groups, place)[0]) for place in range(self.cells.groups)])

    def variance(self, coefficients: Floats) -> float:
        """Variance of the sum of the groups' figures times their coefficients, covariances included."""
        whole, _ = designs.gather(self.cells.design)
        return float(designs.variance(whole, self.total(coefficients))[0])

    def total(self, coefficients: Floats) -> Floats:
        """The linearised variable of such a sum, in each unit of the design's last stage."""
        used = coefficients != 0
        cells = used[self.cells.group]
        weighted = self.z[cells] * coefficients[self.cells.group[cells]]
        found = designs.summed(self.cells.cluster[cells], weighted, self.cells.design.clusters)
        if self.shared is not None and self.slopes is not None:
            found = found + float(coefficients[used] @ self.slopes[used]) * self.shared.z
        return np.asarray(found)

    def degrees(self, places: Sequence[int]) -> int:
        """Degrees of freedom of a statement on several groups together."""
        design = self.cells.design
        whole, _ = designs.gather(design)
        cells = np.isin(self.cells.group, places)
        held = designs.summed(self.cells.cluster[cells], self.held[cells], design.clusters)
        return int(designs.degrees_of_freedom(whole, held)[0])


def by_influence(
    design: Design,
    values: Floats,
    influence: Floats,
    codes: Integers,
    *,
    share: bool = False,
    shared: Shared | None = None,
    slopes: Floats | None = None,
) -> Linearised:
    """Figures of G groups from each unit's influence on the figure of its own group.

    values: G numbers. influence, codes: of n units; a code of -1 is in no group, its influence is not looked at.
    An influence of NaN in a group leaves its error unknown.
    shared, slopes: what every group's figure depends on besides, with influence on it of all units, also outside.
    """
    groups = len(values)
    cells, cell = designs.gather(design, codes, groups)
    keep = np.flatnonzero((codes >= 0) & (design.weight > 0))
    weight, own, of, cell = design.weight[keep], influence[keep], codes[keep], cell[keep]
    size = len(cells.cluster)
    n = np.bincount(of, minlength=groups)
    if shared is None or slopes is None:
        simple = _simple(of, groups, weight, own, n)
    else:
        simple = _simple_shared(design, of, groups, own, shared.u, keep, slopes)
    values = np.where(n > 0, values, np.nan)
    z = designs.summed(cell, weight * own, size)
    held = designs.summed(cell, weight, size)
    return Linearised(values, cells, z, held, n, simple, share, shared, slopes)


def shared_by(design: Design, value: float, influence: Floats, inside: Booleans) -> Shared:
    """A figure of everybody inside, from each unit's influence on it."""
    u = np.where(inside, influence, 0.0)
    return Shared(value, designs.summed(design.cluster, design.weight * u, design.clusters), u)


def _simple(of: Integers, groups: int, weight: Floats, u: Floats, n: Integers) -> Floats:
    """Variance of the total of u in a simple random sample with replacement: W sum w (u - mean u)^2 / (n - 1)."""
    whole = designs.summed(of, weight, groups)
    mean = designs.summed(of, weight * u, groups) / np.where(whole > 0, whole, 1)
    squares = designs.summed(of, weight * (u - mean[of]) ** 2, groups)
    return np.asarray(whole * squares / np.maximum(n - 1, 1))


def _simple_shared(
    design: Design, of: Integers, groups: int, own: Floats, other: Floats, keep: Integers, slopes: Floats
) -> Floats:
    """The same for own influences of groups plus slopes times that of all units: of everybody with weight."""
    weight, live = design.weight, design.weight > 0
    whole, n = float(weight.sum()), int(live.sum())
    w, u = weight[keep], other[keep]
    sums = designs.summed(of, w * own, groups) + slopes * float(weight @ other)
    squares = designs.summed(of, w * own**2, groups) + 2 * slopes * designs.summed(of, w * own * u, groups)
    squares = squares + slopes**2 * float(weight @ other**2)
    return np.asarray(whole * np.maximum(squares - sums**2 / whole, 0.0) / max(n - 1, 1))
