"""How many linked pairs are one person, and how many pairs of one person are linked: from pairs that officers read.

The pairs that were found are divided into bands by chance; so many of each band are drawn by lot and read. At a
threshold t (the lower limit of a band), with N pairs in a band, n of them read, x of these the same person, p = x / n:

    precision(t) = sum of N p over the bands from t on / sum of N over the bands from t on
    recall(t)    = sum of N p over the bands from t on / sum of N p over all bands

95 % intervals: each band's p has Clopper and Pearson's (1934, Biometrika 26:404), which holds for rare errors too, with
n (N - 1) / (N - n) in the place of n because a band ends (a band read whole has none). Those of sums are recovered from
them: theta minus the root of the sum of squares of c (p - l), plus that of c (u - p) (Zou and Donner 2008, Statistics
in Medicine 27:1693); those of recall from the ratio of what was missed to what was linked, two independent sums (Donner
and Zou 2012, Statistical Methods in Medical Research 21:347). Of a band in which nothing was read p is what the model
expects, between 0 and 1.

Recall is of the pairs that were found: what shares no key, or lies below the lowest band, is not in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import beta

TAIL = 0.025  # of 95 %, on either side


@dataclass(frozen=True)
class Band:
    """Pairs of a chance from `low` on: how many there are, how many were read, how many of those are one person.

    `expected` is the mean chance of its pairs by the model.
    """

    low: float
    pairs: int
    read: int
    same: int
    expected: float


@dataclass(frozen=True)
class Estimate:
    """A value between its limits."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class At:
    """Linking from a threshold on: shares between 0 and 1 (None where nothing is linked, or nobody is there twice), and
    numbers of pairs; what was measured beside what the model expects."""

    threshold: float
    linked: int
    precision: Estimate | None
    recall: Estimate | None
    wrong: Estimate
    missed: Estimate
    expected_precision: float | None
    expected_recall: float | None


def at(bands: Sequence[Band]) -> list[At]:
    """What linking does at the lower limit of each band, the lowest first."""
    ordered = sorted(bands, key=lambda band: band.low)
    return [_at(ordered[place].low, ordered[place:], ordered[:place]) for place in range(len(ordered))]


def share(band: Band) -> Estimate:
    """Clopper and Pearson's interval of the share of a band's pairs that are one person, for a band that ends."""
    if band.read == 0:
        return Estimate(band.expected, 0.0, 1.0)
    p = band.same / band.read
    if band.read >= band.pairs:
        return Estimate(p, p, p)
    n = band.read * (band.pairs - 1) / (band.pairs - band.read)
    same, other = p * n, (1 - p) * n
    low = float(beta.ppf(TAIL, same, other + 1)) if same else 0.0
    high = float(beta.ppf(1 - TAIL, same + 1, other)) if other else 1.0
    return Estimate(p, low, high)


def total(bands: Sequence[Band]) -> Estimate:
    """How many pairs of some bands are one person."""
    shares = [(band.pairs, share(band)) for band in bands]
    value = sum(size * one.value for size, one in shares)
    below = math.sqrt(sum((size * (one.value - one.low)) ** 2 for size, one in shares))
    above = math.sqrt(sum((size * (one.high - one.value)) ** 2 for size, one in shares))
    return Estimate(value, max(0.0, value - below), min(float(sum(band.pairs for band in bands)), value + above))


def _at(threshold: float, linked: Sequence[Band], left: Sequence[Band]) -> At:
    count = sum(band.pairs for band in linked)
    here, there = total(linked), total(left)
    expected, beside = (sum(band.pairs * band.expected for band in some) for some in (linked, left))
    return At(
        threshold,
        count,
        Estimate(here.value / count, here.low / count, here.high / count) if count else None,
        _recall(here, there),
        Estimate(count - here.value, count - here.high, count - here.low),
        there,
        expected / count if count else None,
        expected / (expected + beside) if expected + beside else None,
    )


def _recall(linked: Estimate, missed: Estimate) -> Estimate | None:
    if linked.value + missed.value == 0:
        return None
    if missed.high == 0:
        return Estimate(1.0, 1.0, 1.0)
    if linked.value == 0:
        return Estimate(0.0, 0.0, linked.high / (linked.high + missed.low) if linked.high else 0.0)
    least, most = _ratio(missed, linked)
    value = linked.value / (linked.value + missed.value)
    return Estimate(value, min(value, 1 / (1 + most)), max(value, 1 / (1 + least)))


def _ratio(above: Estimate, below: Estimate) -> tuple[float, float]:
    """The limits of the ratio of two independent values."""
    product = above.value * below.value
    inner = product**2 - above.low * below.high * (2 * above.value - above.low) * (2 * below.value - below.high)
    floor = below.high * (2 * below.value - below.high)
    least = (product - math.sqrt(max(0.0, inner))) / floor if floor > 0 else above.low / below.high
    inner = product**2 - above.high * below.low * (2 * above.value - above.high) * (2 * below.value - below.low)
    floor = below.low * (2 * below.value - below.low)
    most = (product + math.sqrt(max(0.0, inner))) / floor if floor > 0 else math.inf
    return max(0.0, least), most
