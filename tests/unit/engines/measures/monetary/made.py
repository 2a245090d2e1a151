"""People made up for tests, and the influence of one by weighing it a little more."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from ayni.engines.measures import design
from ayni.engines.measures.monetary.influences import Influence, People

#: Speed is measured elsewhere; a busy machine fails nothing here.
UNHURRIED = settings(deadline=None, max_examples=60)

#: Seeds of made-up people: hypothesis shrinks them, and each gives ties, weights and groups.
SEEDS = st.integers(0, 100_000)


def people(seed: int, *, n: int = 60, groups: int = 1, ties: bool = True) -> People:
    """Welfare above zero with ties, weights that differ, clusters in strata, and groups."""
    lot = np.random.default_rng(seed)
    y = lot.lognormal(4, 0.7, n)
    if ties:
        y = np.round(y, -1) + 10
    drawn = design.Design(np.arange(n) % 3, lot.integers(0, 6, n), lot.uniform(0.5, 5, n), singleton="adjust")
    return People(y, drawn, lot.integers(0, groups, n), groups)


def again(some: People, *, y: np.ndarray | None = None, weight: np.ndarray | None = None) -> People:
    """The same with another welfare or other weights."""
    drawn = some.design if weight is None else some.design.with_weight(weight)
    return People(some.y if y is None else y, drawn, some.codes, some.groups)


def slope(some: People, index: Callable[[People], Influence], row: int) -> float:
    """How much the index of the row's group changes with its weight: a central difference."""
    step = 1e-5 * some.design.weight[row]
    ends = []
    for sign in (1, -1):
        weight = some.design.weight.copy()
        weight[row] += sign * step
        ends.append(index(again(some, weight=weight)).values[some.codes[row]])
    return float((ends[0] - ends[1]) / (2 * step))
