"""Which of several things go together in a population: pairs, their order, how many a person has, combinations.

A thing is a deprivation or a risk that a person has or has not. Lift: how much more often two are met in one person
than if they were independent. Phi: the correlation of two yes-or-no columns; its greatest value falls when one is
rare. The tetrachoric correlation is that of the two leanings of which the yeses would be the upper ends, if both were
normal (Pearson, 1900): it does not fall so, but rests on that assumption.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, special
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from ayni.engines.measures import estimate
from ayni.engines.measures.design import Design, Floats
from ayni.kernel import refusals

MOST = 40  # things: combinations are counted by the bits of a number

NODES, WEIGHTS = np.polynomial.legendre.leggauss(48)


class SourcesError(refusals.Refused):
    """Things that cannot be put side by side: what, why, and what to do."""


@dataclass(frozen=True)
class Pair:
    """Two things. joint: the share that has both; given: the share of those with the first that has the second, and the
    other way round; lift, phi, tetrachoric: None where one is met nowhere or everywhere."""

    one: str
    other: str
    joint: estimate.Estimate
    given: tuple[estimate.Estimate, estimate.Estimate]
    lift: estimate.Estimate
    phi: float | None
    tetrachoric: float | None


def pairs(things: Sequence[str], table: Floats, design: Design, *, level: float = 0.95) -> Iterator[Pair]:
    """Every pair of k things over n rows (k x n of 1 and 0; a NaN leaves the row out of that pair)."""
    for first in range(len(things)):
        for second in range(first + 1, len(things)):
            yield _pair(things, table, design, first, second, level)


def _pair(things: Sequence[str], table: Floats, design: Design, first: int, second: int, level: float) -> Pair:
    known = ~np.isnan(table[first]) & ~np.isnan(table[second])
    one, other = (np.where(known, table[place], 0.0) for place in (first, second))
    both = one * other
    weight = np.where(known, design.weight, 0.0)
    whole = weight.sum()
    shares = [float(weight @ column / whole) if whole > 0 else np.nan for column in (one, other, both)]
    phi, leaning = _phi(*shares), tetrachoric(*shares)
    return Pair(
        things[first],
        things[second],
        estimate.share(np.where(known, both, np.nan), design, level=level),
        (
            estimate.share(np.where(known & (one == 1), other, np.nan), design, level=level),
            estimate.share(np.where(known & (other == 1), one, np.nan), design, level=level),
        ),
        _lift(one, other, both, known, shares, design, level),
        phi,
        leaning,
    )


def _phi(one: float, other: float, both: float) -> float | None:
    spread = one * (1 - one) * other * (1 - other)
    return (both - one * other) / float(np.sqrt(spread)) if spread > 0 else None


def _lift(
    one: Floats,
    other: Floats,
    both: Floats,
    known: npt.NDArray[np.bool_],
    shares: list[float],
    design: Design,
    level: float,
) -> estimate.Estimate:
    """both / (one x other), with the error of all three."""
    p, q, joint = shares
    nothing = estimate.Estimate(None, None, None, None, int((known & (design.weight > 0)).sum()), 0, None)
    if not p * q > 0:
        return nothing
    value = joint / (p * q)
    leaning = both / (p * q) - value * (one / p + other / q - 1)
    found = estimate.mean(np.where(known, leaning, np.nan), design, level=level)
    if found.se is None:
        return estimate.Estimate(value, None, None, None, found.n, found.degrees, None)
    low, high = estimate.interval(value, found.se, found.degrees, share=False, level=level)
    return estimate.Estimate(value, found.se, low, high, found.n, found.degrees, None)


def tetrachoric(one: float, other: float, both: float) -> float | None:
    """The correlation of two normal leanings whose upper parts are of size `one` and `other`, and together `both`.

    None when a thing is met nowhere or everywhere, or when a cell of the two by two is empty: it would be 1 or -1 then,
    which a sample cannot tell from nearly so.
    """
    cells = (both, one - both, other - both, 1 - one - other + both)
    if not all(cell > 1e-12 for cell in cells):
        return None
    h, k = -special.ndtri(one), -special.ndtri(other)

    def missed(r: float) -> float:
        return float(_upper(h, k, r) - both)

    edge = 1 - 1e-9
    if missed(-edge) * missed(edge) > 0:
        return None
    return float(optimize.brentq(missed, -edge, edge, xtol=1e-10))


def _upper(h: float, k: float, r: float) -> float:
    """P(X > h, Y > k) of two standard normals of correlation r: its slope along r integrated from independence."""
    angle = np.arcsin(r)
    at = np.sin(angle * (NODES + 1) / 2)
    slope = np.exp(-(h * h + k * k - 2 * h * k * at) / (2 * (1 - at * at)))
    return float(special.ndtr(-h) * special.ndtr(-k) + angle / 2 * (WEIGHTS @ slope) / (2 * np.pi))


def order(things: Sequence[str], found: Sequence[Pair]) -> tuple[list[str], list[list[float]]]:
    """The things in an order that puts what goes together side by side, and the tree it comes from.

    Distance: 1 less phi; groups are joined by their mean distance (average linkage). The tree: one row for each
    joining, of two groups (things by their place, then groups from k on), their distance, and how many things are in
    it.
    """
    if len(things) < 3:
        return list(things), []
    places = {name: place for place, name in enumerate(things)}
    far = np.ones((len(things), len(things)))
    np.fill_diagonal(far, 0.0)
    for pair in found:
        distance = 1 - (pair.phi or 0.0)
        far[places[pair.one], places[pair.other]] = far[places[pair.other], places[pair.one]] = distance
    tree = hierarchy.linkage(squareform(far, checks=False), "average", optimal_ordering=True)
    return [things[place] for place in hierarchy.leaves_list(tree)], tree.tolist()


@dataclass(frozen=True)
class Combination:
    """Things that some people have, these and no others. share, people: weighted; n: rows."""

    things: tuple[str, ...]
    share: float
    people: float
    n: int


def combinations(things: Sequence[str], table: Floats, weight: Floats) -> list[Combination]:
    """Every combination that is met, the most frequent first, over the rows where every thing is known.

    Refuses: SourcesError for more than 40 things.
    """
    if len(things) > MOST:
        raise SourcesError(f"{len(things)} things cannot be combined: choose at most {MOST}, or join some into one.")
    known = ~np.isnan(table).any(axis=0) & (weight > 0)
    if not known.any():
        return []
    powers = (1 << np.arange(len(things), dtype=np.int64))[:, None]
    codes = (table[:, known].astype(np.int64) * powers).sum(axis=0)
    met, place = np.unique(codes, return_inverse=True)
    people, rows = np.bincount(place, weight[known]), np.bincount(place)
    whole = float(people.sum())
    found = [
        Combination(
            tuple(name for bit, name in enumerate(things) if code >> bit & 1), float(size) / whole, float(size), int(n)
        )
        for code, size, n in zip(met.tolist(), people, rows, strict=True)
    ]
    return sorted(found, key=lambda one: (-one.share, len(one.things), one.things))


def how_many(table: Floats) -> Floats:
    """How many of the things each row has; NaN where one is unknown."""
    return np.asarray(table.sum(axis=0), dtype=np.float64)
