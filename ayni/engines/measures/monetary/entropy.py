"""Generalised entropy (Theil, mean log deviation) and Atkinson's indices, and entropy within and between groups.

Shorrocks, Econometrica 52, 1984; Atkinson, Journal of Economic Theory 2, 1970; errors: Biewen and Jenkins, Oxford
Bulletin of Economics and Statistics 68, 2006. Only welfare above zero has them: leave out, or set, the rest before.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ayni.engines.measures.design import DesignError, Floats, Integers, summed
from ayni.engines.measures.monetary import influences
from ayni.engines.measures.monetary.influences import Influence, People


def entropy(people: People, a: float) -> Influence:
    """GE(a): 0 the mean log deviation E[ln(m/y)], 1 Theil E[(y/m) ln(y/m)], else (E[(y/m)^a] - 1)/(a (a - 1))."""
    people = _positive(people)
    whole, income = influences.safe(people.sums()), influences.safe(people.sums(people.y))
    x = people.y * people.of(whole / income)  # welfare in means: the index does not depend on the unit of money
    if a == 0:
        value = influences.mean(people, -np.log(x))
        own = (people.y / people.of(income) - 1 / people.of(whole)) + value.u
        return Influence(value.values, own)
    if a == 1:
        value = influences.mean(people, x * np.log(x))
        return Influence(value.values, value.u - (people.of(value.values) + 1) * (x - 1) / people.of(whole))
    power = influences.mean(people, x**a)
    scale = 1 / (a * (a - 1))
    own = power.u - a * people.of(power.values) * (x - 1) / people.of(whole)
    return Influence(scale * (power.values - 1), scale * own)


def atkinson(people: People, e: float) -> Influence:
    """1 - (the equally distributed equivalent / the mean), for an aversion e above 0; e = 1: the geometric mean.

    Refuses: DesignError, for an e that is not above 0.
    """
    if not e > 0:
        raise DesignError(f"Atkinson's index is asked with an aversion of {e:g}. It must be above 0.")
    people = _positive(people)
    whole, income = influences.safe(people.sums()), influences.safe(people.sums(people.y))
    x = people.y * people.of(whole / income)
    if e == 1:
        log = influences.mean(people, np.log(x))
        part, inner = np.exp(log.values), log.u
    else:
        power = influences.mean(people, x ** (1 - e))
        part, inner = power.values ** (1 / (1 - e)), power.u / people.of(power.values) / (1 - e)
    # The mean of x moves by (x - 1)/W, which lowers the equivalent in means by as much.
    return Influence(1 - part, -people.of(part) * (inner - (x - 1) / people.of(whole)))


def between(people: People, a: float, subgroups: Integers, count: int) -> Influence:
    """GE(a) were everybody's welfare the mean of their subgroup. subgroups: n codes below `count`, -1 in none.

    What is left of GE(a) is inequality within subgroups: `within` of the same people.
    """
    people = _positive(_split(people, subgroups))
    cell = people.codes * count + np.maximum(subgroups, 0)
    inside = people.inside
    weight = people.design.weight[inside]
    heads = summed(cell[inside], weight, people.groups * count)
    money = summed(cell[inside], weight * people.y[inside], people.groups * count)
    mean = money / influences.safe(heads)
    at_mean = replace(people, y=np.where(inside, mean[np.where(inside, cell, 0)], np.nan))
    found = entropy(at_mean, a)
    # A unit adds a head at the mean of its subgroup, and moves that mean by (y - mean)/heads, for all who are there.
    moved = _slope(at_mean, a) * (people.y - at_mean.y)
    return Influence(found.values, found.u + moved)


def within(people: People, a: float, subgroups: Integers, count: int) -> Influence:
    """GE(a) less what is between the subgroups."""
    people = _split(people, subgroups)
    whole, other = entropy(people, a), between(people, a, subgroups, count)
    return Influence(whole.values - other.values, whole.u - other.u)


def _slope(people: People, a: float) -> Floats:
    """How GE(a) changes with the welfare of one person with weight 1, everything else as it is."""
    whole, income = people.of(influences.safe(people.sums())), people.of(influences.safe(people.sums(people.y)))
    x = people.y * whole / income
    if a == 0:
        return np.asarray((1 - 1 / x) / income)
    if a == 1:
        value = people.of(influences.mean(people, x * np.log(x)).values)
        return np.asarray((np.log(x) - value) / income)
    power = people.of(influences.mean(people, x**a).values)
    return np.asarray((x ** (a - 1) - power) / income / (a - 1))


def _split(people: People, subgroups: Integers) -> People:
    return replace(people, codes=np.where(subgroups >= 0, people.codes, -1))


def _positive(people: People) -> People:
    """Only those whose welfare is above zero, and 1 for the others, so that no logarithm complains."""
    keep = people.inside & (people.y > 0)
    return replace(people, y=np.where(keep, people.y, np.nan), codes=np.where(keep, people.codes, -1))
