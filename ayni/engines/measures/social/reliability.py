"""How well the items of an instrument go together, and when a person's change is more than chance.

Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16, 1951. Jacobson and Truax, Clinical
significance, Journal of Consulting and Clinical Psychology 59, 1991.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

CERTAIN = 1.959963984540054  # a change of so many standard errors is not chance, 95 times in 100


@dataclass(frozen=True)
class Reliability:
    """alpha: 0 to 1 as a rule, None when it cannot be known. n: rows with every item known. rest: each item's
    correlation with the sum of the others; without: alpha when an item is left out. None where it cannot be known."""

    alpha: float | None
    n: int
    rest: tuple[float | None, ...]
    without: tuple[float | None, ...]


def reliability(items: Floats, weight: Floats) -> Reliability:
    """Of k items over n rows (k x n, NaN unknown): rows with an unknown item, or no weight, are left out."""
    known = ~np.isnan(items).any(axis=0) & (weight > 0)
    count, k = int(known.sum()), len(items)
    if count < 2 or k < 2:
        return Reliability(None, count, (None,) * k, (None,) * k)
    spread = np.cov(items[:, known], aweights=weight[known])
    rest = tuple(_with_rest(spread, place) for place in range(k))
    without = tuple(_alpha(np.delete(np.delete(spread, place, 0), place, 1)) for place in range(k))
    return Reliability(_alpha(spread), count, rest, without)


def _alpha(spread: Floats) -> float | None:
    k, whole = len(spread), float(spread.sum())
    if k < 2 or whole <= 0:
        return None
    return float(k / (k - 1) * (1 - np.trace(spread) / whole))


def _with_rest(spread: Floats, place: int) -> float | None:
    others = np.delete(np.arange(len(spread)), place)
    shared = float(spread[place, others].sum())
    own, rest = float(spread[place, place]), float(spread[np.ix_(others, others)].sum())
    return shared / float(np.sqrt(own * rest)) if own > 0 and rest > 0 else None


def reliable_change(before: Floats, after: Floats, deviation: float, alpha: float) -> Floats:
    """(after - before) over its standard error, deviation x sqrt(1 - alpha) x sqrt(2): beyond 1.96 either way a
    change is not chance. deviation, alpha: of the first round. NaN where a score is unknown, or alpha is 1 (no error
    at all)."""
    error = deviation * np.sqrt(max(1 - alpha, 0.0)) * np.sqrt(2)
    change = after - before
    return change / error if error > 0 else np.full(len(change), np.nan)
