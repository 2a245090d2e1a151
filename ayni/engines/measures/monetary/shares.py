"""Shares of welfare by place in the distribution: Lorenz ordinates, deciles, S80/S20, Palma.

Whoever is at or below the quantile counts to the part below it, so tied people stay together. Errors: the total below
an estimated quantile has the influence y 1[y <= q] - (F1'/F')(1[y <= q] - p) with kernel derivatives (Langel and Tille,
Metron 69, 2011; convey's svyisq).
"""

from __future__ import annotations

import numpy as np

from ayni.engines.measures.design import Floats, summed
from ayni.engines.measures.monetary import influences
from ayni.engines.measures.monetary.influences import Influence, People
from ayni.engines.measures.surveyed import ranks
from ayni.engines.measures.surveyed.ranks import Rule


def below(people: People, p: float, rule: Rule = "math") -> Influence:
    """Total welfare of those at or below the p-quantile of their group; p = 1: of everybody."""
    if p >= 1:
        return influences.total(people, people.y)
    found, low, thick = _cut(people, p, rule)
    inside, alike = people.inside, people.of(np.isinf(thick).astype(np.float64)) == 1
    value = people.sums(np.where(low == 1, people.y, 0.0))
    weight, codes = people.design.weight[inside], people.codes[inside]
    rich = ranks.density(people.y[inside], weight, codes, people.groups, found, of=people.y[inside])
    people_there = thick * influences.safe(people.sums())
    moved = np.where(alike, 0.0, people.of(rich / people_there) * (low - p))
    own = np.where(low == 1, people.y, 0.0) - moved
    return Influence(value, np.where(inside, own, np.nan))


def heads(people: People, p: float, rule: Rule = "math") -> Influence:
    """Weight of those at or below the p-quantile: p of the whole but for ties, so without an error of its own."""
    if p >= 1:
        return influences.total(people, np.ones_like(people.y))
    _, low, _ = _cut(people, p, rule)
    return Influence(people.sums(np.nan_to_num(low)), np.where(people.inside, p, np.nan))


def above(people: People, p: float, rule: Rule = "math") -> Influence:
    """Total welfare of those above the p-quantile."""
    return less(influences.total(people, people.y), below(people, p, rule))


def less(one: Influence, other: Influence) -> Influence:
    """The difference of two indices."""
    return Influence(one.values - other.values, one.u - other.u)


def top_over_bottom(people: People, top: float, bottom: float, rule: Rule = "math") -> Influence:
    """Welfare of the richest `top` over that of the poorest `bottom`: S80/S20 with .2 and .2, Palma with .1 and .4.

    None where so many are tied that nobody is above the upper quantile.
    """
    found = influences.ratio(above(people, 1 - top, rule), below(people, bottom, rule), people)
    _, low, _ = _cut(people, 1 - top, rule)
    return Influence(np.where(people.sums(1 - np.nan_to_num(low)) > 0, found.values, np.nan), found.u)


def lorenz(people: People, p: float, rule: Rule = "math") -> Influence:
    """Share of welfare of those at or below the p-quantile."""
    return influences.ratio(below(people, p, rule), influences.total(people, people.y), people)


def generalised_lorenz(people: People, p: float, rule: Rule = "math") -> Influence:
    """The Lorenz ordinate times the mean: welfare of those at or below the p-quantile per person of everybody."""
    return influences.ratio(below(people, p, rule), influences.total(people, np.ones_like(people.y)), people)


def between(people: People, low: float, high: float, rule: Rule = "math") -> Influence:
    """Share of welfare of those above the one quantile and up to the other (low 0: from the poorest)."""
    upper = below(people, high, rule)
    part = upper if low <= 0 else less(upper, below(people, low, rule))
    return influences.ratio(part, influences.total(people, people.y), people)


def mean_below(people: People, p: float, rule: Rule = "math") -> Influence:
    """Mean welfare of the poorest p: .4 for shared prosperity."""
    return influences.ratio(below(people, p, rule), heads(people, p, rule), people)


def quantile(people: People, p: float, rule: Rule = "math") -> Influence:
    """The p-quantile of each group, linearised by a kernel density."""
    found, low, thick = _cut(people, p, rule)
    whole = influences.safe(people.sums())
    return Influence(found, -(low - p) / people.of(thick * whole))  # an endless density: no error


def _cut(people: People, p: float, rule: Rule) -> tuple[Floats, Floats, Floats]:
    """The quantile of each group, who is at or below it (n, NaN outside), and the density there.

    The density is NaN where there is none, and endless where all welfare is equal: nothing moves the quantile.
    """
    inside = people.inside
    order = ranks.ranked(people.y, people.design.weight, people.codes, people.groups)
    found = order.at(p, rule)
    low = np.where(inside, people.y <= people.of(found), np.nan)
    weight, codes = people.design.weight[inside], people.codes[inside]
    thick = ranks.density(people.y[inside], weight, codes, people.groups, found)
    width = ranks.bandwidth(people.y[inside], weight, codes, people.groups)
    alike = (width == 0) & (summed(codes, weight, people.groups) > 0)
    return found, low, np.where(alike, np.inf, influences.safe(thick))
