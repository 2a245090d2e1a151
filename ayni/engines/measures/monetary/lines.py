"""Poverty lines: an amount, a column of amounts, or a part of the median or mean of everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ayni.engines.measures import linear
from ayni.engines.measures.design import DesignError, Floats
from ayni.engines.measures.linear import Linearised, Shared
from ayni.engines.measures.monetary import influences, shares
from ayni.engines.measures.monetary.influences import Influence, People
from ayni.engines.measures.surveyed import ranks
from ayni.engines.measures.surveyed.ranks import Rule

Of = Literal["median", "mean", "quantile"]


@dataclass(frozen=True, eq=False)
class Line:
    """name: as figures call it. z: the line of each of n units. estimated: its own error, None for a line without."""

    name: str
    z: Floats
    shared: Shared | None = None
    estimated: Linearised | None = None


def fixed(name: str, z: float | Floats, size: int) -> Line:
    """A line that is known: one amount, or one for each of n units (regional lines; NaN: unknown).

    Refuses: DesignError, for a line that is not above zero.
    """
    values = np.broadcast_to(np.asarray(z, dtype=np.float64), (size,))
    wrong = ~np.isnan(values) & ~(np.isfinite(values) & (values > 0))
    if wrong.any() or np.isnan(values).all():
        said = values[int(np.argmax(wrong))] if wrong.any() else "unknown in all rows"
        raise DesignError(f"The poverty line '{name}' is {said}. A line is an amount of money above zero.")
    return Line(name, values)


def relative(name: str, share: float, of: Of, everybody: People, *, p: float = 0.5, rule: Rule = "math") -> Line:
    """`share` times the median (or the quantile at p, or the mean) of everybody, with the error that it has itself.

    The influence of a unit on a quantile is -(1[y <= q] - p) / (N f(q)) with a Gaussian kernel density (Deville 1999,
    Osier 2009), on a mean (y - mean)/N. Refuses: DesignError, when the line is not above zero.
    """
    if not share > 0:
        raise DesignError(f"The poverty line '{name}' is {share:g} of the {of}. The part must be above zero.")
    whole = influences.mean(everybody, everybody.y) if of == "mean" else shares.quantile(everybody, p, rule)
    z = share * float(whole.values[0])
    if not z > 0:
        said = "not known, as nobody's welfare is" if np.isnan(z) else f"{z:g}"
        raise DesignError(f"The poverty line '{name}' ({share:g} of the {of}) is {said}. It must be above zero.")
    part = Influence(whole.values * share, whole.u * share)
    shared = linear.shared_by(everybody.design, z, part.u, everybody.inside)
    return Line(name, np.full(everybody.design.size, z), shared, part.linearised(everybody))


def density_at(people: People, z: Floats) -> Floats:
    """Kernel density of each group's welfare at a line (G numbers, one line for each)."""
    inside = people.inside
    return ranks.density(people.y[inside], people.design.weight[inside], people.codes[inside], people.groups, z)


def by_group(people: People, line: Line) -> Floats:
    """The line of each group, where it is the same for all of it (the first unit's otherwise)."""
    found = np.full(people.groups, np.nan)
    inside = people.inside
    found[people.codes[inside]] = line.z[inside]
    return found


def known(people: People, line: Line) -> People:
    """The same people without those whose line is not known (a region that has none)."""
    blank = np.isnan(line.z)
    return replace(people, y=np.where(blank, np.nan, people.y)) if blank.any() else people
