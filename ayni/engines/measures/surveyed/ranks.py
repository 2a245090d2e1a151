"""Units in rising order of a value within their groups, for quantiles, Gini and curves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ayni.engines.measures.surveyed.coding import Booleans, Floats, Integers, summed

Rule = Literal["math", "school"]

TIE = 1e-12  # two shares of the weight that differ by less, relatively, are one


@dataclass(frozen=True, eq=False)
class Ranked:
    """Units with weight, in rising order of y within their group.

    row: of m units, their places in the data. y, weight, code: theirs. starts: G + 1 places where groups begin.
    """

    row: Integers
    y: Floats
    weight: Floats
    code: Integers
    starts: Integers

    @property
    def groups(self) -> int:
        return len(self.starts) - 1

    @property
    def total(self) -> Floats:
        """Weight of each group."""
        return summed(self.code, self.weight, self.groups)

    def parts(self) -> Iterator[tuple[int, slice]]:
        """Each group that has units, and where they are."""
        for group in range(self.groups):
            if self.starts[group] < self.starts[group + 1]:
                yield group, slice(int(self.starts[group]), int(self.starts[group + 1]))

    def running(self, values: Floats) -> Floats:
        """Running totals of m values within each group."""
        found = np.empty(len(values))
        for _, part in self.parts():
            found[part] = np.cumsum(values[part])
        return found

    def ties(self) -> Integers:
        """The number of each unit's run of equal values in one group, from 0."""
        if not len(self.y):
            return np.zeros(0, dtype=np.int64)
        new = (np.diff(self.y) != 0) | (np.diff(self.code) != 0)
        return np.concatenate([[0], np.cumsum(new)])

    def alike(self) -> Booleans:
        """The groups in which all units have the same value."""
        found = np.zeros(self.groups, dtype=bool)
        for group, part in self.parts():
            found[group] = self.y[part][0] == self.y[part][-1]
        return found

    def at(self, p: float | Floats, rule: Rule = "math") -> Floats:
        """Each group's quantile at p (one for all, or one for each group); NaN for a group without units.

        math: the smallest y with at least the share p of the weight at or below it (the inverse of the distribution;
        R's qrule "math", hf1; what convey takes). school: where that share is exactly p, the mean of this y and the
        next one (hf2; what laeken takes).
        """
        shares = np.broadcast_to(np.asarray(p, dtype=np.float64), (self.groups,))
        found = np.full(self.groups, np.nan)
        for group, part in self.parts():
            if np.isnan(shares[group]):
                continue
            running = np.cumsum(self.weight[part])
            wanted = shares[group] * running[-1]
            place = min(int(np.searchsorted(running, wanted * (1 - TIE))), len(running) - 1)
            value = self.y[part][place]
            exact = abs(running[place] - wanted) <= TIE * running[-1]
            if rule == "school" and exact and place + 1 < len(running):
                value = (value + self.y[part][place + 1]) / 2
            found[group] = value
        return found

    def back(self, values: Floats, size: int) -> Floats:
        """m values in the order of the data, NaN for units that are in no group."""
        found = np.full(size, np.nan)
        found[self.row] = values
        return found


def ranked(
    y: Floats, weight: Floats, codes: Integers | None = None, groups: int = 1, *, stable: bool = False
) -> Ranked:
    """Put n units in order. codes: their group, -1 for none. Units without weight or with an unknown y are left out.

    stable: ties stay in the order of the data, which takes longer.
    """
    inside: Booleans = (weight > 0) & ~np.isnan(y)
    if codes is not None:
        inside &= codes >= 0
    row = np.flatnonzero(inside)
    if codes is None or groups == 1:
        row = row[np.argsort(y[row], kind="stable" if stable else None)]
        code = np.zeros(len(row), dtype=np.int64)
    else:
        row = row[np.lexsort((y[row], codes[row]))]
        code = codes[row]
    starts = np.searchsorted(code, np.arange(groups + 1))
    return Ranked(row, y[row], weight[row], code, starts)


def bandwidth(y: Floats, weight: Floats, codes: Integers, groups: int) -> Floats:
    """Of a kernel density in each group: weighted standard deviation / (total weight)^0.2 (Deville; convey's h_fun)."""
    whole = summed(codes, weight, groups)
    safe = np.where(whole > 0, whole, 1)
    mean = summed(codes, weight * y, groups) / safe
    spread = summed(codes, weight * (y - mean[codes]) ** 2, groups) / safe
    return np.asarray(np.sqrt(spread) / np.exp(0.2 * np.log(safe)))


def density(y: Floats, weight: Floats, codes: Integers, groups: int, at: Floats, of: Floats | None = None) -> Floats:
    """Gaussian kernel density of each group at one point of it (G numbers); 0 where all its values are equal.

    y, weight, codes: of m units with a group. of: m values; then the density of their total instead of that of people.
    """
    width = bandwidth(y, weight, codes, groups)
    safe = np.where(width > 0, width, 1)
    apart = (np.nan_to_num(at)[codes] - y) / safe[codes]
    kernel = np.exp(-(np.minimum(np.abs(apart), 38.0) ** 2) / 2) / np.sqrt(2 * np.pi)
    whole = summed(codes, weight, groups) if of is None else np.ones(groups)
    found = summed(codes, kernel * weight * (1.0 if of is None else of), groups)
    return np.where(width > 0, found / np.where(whole > 0, whole, 1) / safe, 0.0)
