"""What every index gives: its value in each group, and each unit's influence on the value of its own group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ayni.engines.measures import linear
from ayni.engines.measures.design import Booleans, Design, Floats, Integers, summed
from ayni.engines.measures.linear import Linearised, Shared


@dataclass(frozen=True, eq=False)
class People:
    """Welfare of n units (NaN: not known, or left out), their weights, and their groups.

    codes: n codes below `groups`, -1 in no group. `inside` are the units that count: with weight, welfare and a group.
    """

    y: Floats
    design: Design
    codes: Integers
    groups: int = 1

    @classmethod
    def all(cls, y: Floats, design: Design) -> People:
        """Everybody as one group."""
        return cls(y, design, np.zeros(design.size, dtype=np.int64), 1)

    @property
    def inside(self) -> Booleans:
        return np.asarray((self.codes >= 0) & (self.design.weight > 0) & ~np.isnan(self.y))

    @property
    def code(self) -> Integers:
        """The codes, -1 also for who does not count."""
        return np.where(self.inside, self.codes, -1)

    def sums(self, values: Floats | None = None) -> Floats:
        """Weighted total of n values (None: 1 each) of those inside, in each group."""
        inside = self.inside
        weight = self.design.weight[inside]
        return summed(self.codes[inside], weight if values is None else weight * values[inside], self.groups)

    def of(self, values: Floats) -> Floats:
        """For each unit the value of its group; NaN outside."""
        return np.where(self.inside, values[np.maximum(self.codes, 0)] if len(values) else np.nan, np.nan)


@dataclass(frozen=True, eq=False)
class Influence:
    """values: G numbers, NaN where there is none. u: n influences. slopes: G, what a unit more of the line adds."""

    values: Floats
    u: Floats
    slopes: Floats | None = None

    def linearised(self, people: People, *, share: bool = False, shared: Shared | None = None) -> Linearised:
        """With the design of the sample: ready for errors, differences and contrasts."""
        slopes = None if shared is None or self.slopes is None else np.nan_to_num(self.slopes)
        shared = None if slopes is None else shared
        return linear.by_influence(
            people.design, self.values, self.u, people.code, share=share, shared=shared, slopes=slopes
        )


def mean(people: People, values: Floats) -> Influence:
    """Weighted mean of n values in each group."""
    whole = safe(people.sums())
    found = people.sums(values) / whole
    return Influence(found, (values - people.of(found)) / people.of(whole))


def total(people: People, values: Floats) -> Influence:
    """Weighted total of n values in each group."""
    return Influence(people.sums(values), np.where(people.inside, values, np.nan))


def ratio(above: Influence, below: Influence, people: People) -> Influence:
    """The quotient of two indices; none where the lower one is 0."""
    base = safe(below.values)
    found = above.values / base
    u = (above.u - people.of(found) * below.u) / people.of(base)
    slopes = None
    if above.slopes is not None and below.slopes is not None:
        slopes = (above.slopes - found * below.slopes) / base
    return Influence(found, u, slopes)


def safe(values: Floats) -> Floats:
    """The same with NaN for 0, so that what is divided by it is not known."""
    return np.where(values == 0, np.nan, values)
