"""How an amount is spread over people ranked by their welfare: curves, coefficients, progressivity.

The concentration coefficient of b by the rank of x is 2 sum w b F / (W B) - 1, F being the mid-rank: the weight below
and half the weight of those who are level, over W (Kakwani, Wagstaff and van Doorslaer, J. of Econometrics 77, 1997).
Everybody level with one another has one rank, so the order of the file never matters. With b = x it is the Gini of
the World Bank's PIP and of laeken. -1: all goes to the very poorest; 0: as to everybody alike; 1: to the richest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ayni.engines.measures import smooth, targeting
from ayni.engines.measures.design import Booleans, Floats, Integers


@dataclass(frozen=True, eq=False)
class Ranked:
    """n units in the order of their welfare. place: the number of each one's level, from 0; levels: how many.

    middle: weight of all lower levels and half of its own, for each level. inside: who is ranked at all; whole: weight.
    """

    place: Integers
    levels: int
    middle: Floats
    inside: Booleans
    whole: float


def ranked(welfare: Floats, weight: Floats, inside: Booleans | None = None) -> Ranked:
    """Rank n units by welfare; those outside, or whose welfare is unknown (NaN), have no rank."""
    here = ~np.isnan(welfare) & (weight > 0)
    if inside is not None:
        here &= inside
    _, places = np.unique(welfare[here], return_inverse=True)
    place = np.full(len(welfare), -1, dtype=np.int64)
    place[here] = places
    levels = int(places.max()) + 1 if len(places) else 0
    held = np.bincount(places, weight[here], minlength=levels)
    return Ranked(place, levels, np.cumsum(held) - held / 2, here, float(held.sum()))


def coefficient(
    amount: Floats, order: Ranked, totals: smooth.Totals, rests_on: Booleans | None = None
) -> smooth.Smooth:
    """Concentration coefficient of n amounts (known for all ranked) with its influence; no value when they sum to 0.

    The linearised variable is that of the double sum: w_k [2 (b_k F_k + benefits above k) - (C + 1)(B + W b_k)]/(W B).
    rests_on: the units that are counted as behind it (those who get something), when not all ranked ones are.
    """
    weight, here = totals.design.weight, order.inside
    counted = here if rests_on is None else here & rests_on
    b, w, place = amount[here], weight[here], order.place[here]
    held = np.bincount(place, w * b, minlength=order.levels)
    summed, whole = float(held.sum()), order.whole
    linearised = np.zeros(len(amount))
    if not summed or not whole:
        return totals.of(float("nan"), linearised, counted)
    above = summed - (np.cumsum(held) - held / 2)
    middle = order.middle[place]
    found = float(2 * (w * b) @ middle / (whole * summed) - 1)
    change = 2 * (b * middle + above[place]) - (found + 1) * (summed + whole * b)
    linearised[here] = w * change / (whole * summed)
    return totals.of(found, linearised, counted)


def gini(welfare: Floats, totals: smooth.Totals, inside: Booleans | None = None) -> smooth.Smooth:
    """Gini coefficient (2 r - w form), between 0 and 1 while no welfare is negative."""
    return coefficient(np.nan_to_num(welfare), ranked(welfare, totals.design.weight, inside), totals)


def curve(amount: Floats, order: Ranked, weight: Floats, points: int = 20) -> list[tuple[float, float]]:
    """(share of people, share of the amount) from the poorest up, at `points` even steps; a level is never cut."""
    here = order.inside
    people = np.bincount(order.place[here], weight[here], minlength=order.levels)
    held = np.bincount(order.place[here], weight[here] * amount[here], minlength=order.levels)
    if not held.sum():
        return []
    x = np.concatenate([[0.0], np.cumsum(people) / people.sum()])
    y = np.concatenate([[0.0], np.cumsum(held) / held.sum()])
    steps = np.linspace(0, 1, points + 1)
    return [(float(step), float(share)) for step, share in zip(steps, np.interp(steps, x, y), strict=True)]


def quantile_groups(welfare: Floats, weight: Floats, groups: int, inside: Booleans | None = None) -> Integers:
    """The group of each of n units, 1 (poorest) to `groups`; 0 for those outside or of unknown welfare.

    A cut is the smallest welfare at or below which its share of the people lies; a unit's group is 1 + the number of
    cuts below its welfare, so that people level with one another stay in one group (and a group may be empty).
    """
    here = ~np.isnan(welfare) & (weight > 0)
    if inside is not None:
        here &= inside
    found = np.zeros(len(welfare), dtype=np.int64)
    if here.any():
        y, w = welfare[here], weight[here]
        cuts = np.array([targeting.quantile(y, w, place / groups) for place in range(1, groups)])
        found[here] = 1 + np.searchsorted(cuts, y, side="left")
    return found
