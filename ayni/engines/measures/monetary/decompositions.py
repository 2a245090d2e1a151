"""What poverty and inequality are made of: groups of people, and sources of income."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from ayni.engines.measures.design import DesignError, Floats, Integers
from ayni.engines.measures.monetary import fgt, gini, influences
from ayni.engines.measures.monetary.fgt import Tie
from ayni.engines.measures.monetary.influences import Influence, People
from ayni.engines.measures.monetary.lines import Line

MOST_SOURCES = 10  # every subset of the sources is looked at: two to the power of their number


def population(people: People, subgroups: Integers, count: int) -> list[Influence]:
    """Each subgroup's part of the people."""
    return [influences.mean(people, np.where(subgroups == one, 1.0, 0.0)) for one in range(count)]


def shapley(
    people: People, sources: Mapping[str, Floats], index: Callable[[People], Influence], *, absent: str = "zero"
) -> dict[str, Influence]:
    """Each source's part of an index of the sum of sources, the mean over all orders of adding them (Shorrocks 2013).

    absent: a source that is not there is 0 ("zero"), or everybody's mean of it ("mean"). With "zero" the parts sum to
    the index less that of nobody having anything, which is taken as 0. Where the index of a subset of sources is not
    known (a total of 0) it counts as 0. Refuses: DesignError, for more than ten sources.
    """
    names = list(sources)
    if not 0 < len(names) <= MOST_SOURCES:
        raise DesignError(f"{len(names)} sources of income were named. Name 1 to {MOST_SOURCES}, and sum the others.")
    if absent not in ("zero", "mean"):
        raise DesignError(f"An absent source is '{absent}'. Write zero or mean.")
    flat = {name: people.of(influences.mean(people, value).values) for name, value in sources.items()}
    made: dict[frozenset[str], Influence] = {}
    for size in range(len(names) + 1):
        for subset in itertools.combinations(names, size):
            there = sum((sources[name] for name in subset), np.zeros(people.design.size))
            if absent == "mean":
                there = there + sum((flat[name] for name in names if name not in subset), np.zeros(people.design.size))
            made[frozenset(subset)] = _of(people, there, index, empty=size == 0 and absent == "zero")
    return {name: _part(name, names, made, people) for name in names}


def gini_by_source(people: People, sources: Mapping[str, Floats], kind: gini.Kind = "pip") -> dict[str, Influence]:
    """Each source's part of the Gini by its concentration along total welfare: sums to the Gini (Rao; Lerman-Yitzhaki).

    The concentration coefficient of a source is 2 A_k/(W Y_k) - 1 with everybody ranked by total welfare; its part is
    that times the source's share of welfare. Ranks are taken as they are: the errors leave out that they vary, so they
    come from replicate weights only (NaN here).
    """
    _, _, rank = gini.area(people, kind)
    whole, income = influences.safe(people.sums()), influences.safe(people.sums(people.y))
    found = {}
    for name, value in sources.items():
        total = people.sums(value)
        amount = people.sums(np.where(people.inside, value * np.nan_to_num(rank), 0.0))
        found[name] = Influence((2 * amount / whole - total) / income, np.full(people.design.size, np.nan))
    return found


def shapley_of_poverty(
    people: People, sources: Mapping[str, Floats], line: Line, alpha: float, tie: Tie = "lt"
) -> dict[str, Influence]:
    """By how much each source of income lowers FGT, from everybody having nothing (1) to what they have."""

    def lowered(some: People) -> Influence:
        found = fgt.fgt(some, line, alpha, tie)
        return Influence(found.values - 1, found.u)

    return shapley(people, sources, lowered)


def _of(people: People, welfare: Floats, index: Callable[[People], Influence], *, empty: bool) -> Influence:
    if empty:
        return Influence(np.zeros(people.groups), np.zeros(people.design.size))
    found = index(replace(people, y=np.where(people.inside, welfare, np.nan)))
    return Influence(np.nan_to_num(found.values), np.nan_to_num(found.u))


def _part(name: str, names: list[str], made: Mapping[frozenset[str], Influence], people: People) -> Influence:
    count = len(names)
    values, u = np.zeros(people.groups), np.zeros(people.design.size)
    for subset, found in made.items():
        if name in subset:
            continue
        share = math.factorial(len(subset)) * math.factorial(count - len(subset) - 1) / math.factorial(count)
        more = made[subset | {name}]
        values += share * (more.values - found.values)
        u += share * (more.u - found.u)
    return Influence(values, np.where(people.inside, u, np.nan))
