"""Resilience: what households say of themselves (RCS), and what they have to live through a shock with (pillars).

The Resilience Capacity Score of WFP is 100 x (mean of nine statements - 5)/(1 - 5), 1 being "strongly agree": 0 to 100,
low below 33, medium below 66 (WFP, Resilience Monitoring and Measurement; its scripts score it so).

The index by pillars follows the plan of FAO's RIMA-II: a score for each pillar, one index of the pillars, 0 to 100.
RIMA-II itself keeps factors up to 95 % of the spread and ties the index to food security by a model of multiple
indicators and causes (MIMIC): this one does not, and is APPROXIMATE. Do not print it as RIMA's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ayni.engines.measures import components
from ayni.engines.measures.design import Floats
from ayni.kernel import refusals

ITEMS = 9
LOW, MEDIUM = 33.0, 66.0
MOST = 5
CAPACITIES = ("anticipatory", "absorptive", "transformative", "adaptive")


class ResilienceError(refusals.Refused):
    """Resilience cannot be measured as asked."""


@dataclass(frozen=True, eq=False)
class Pillars:
    """index of n rows and score by pillar, 0 to 100 (NaN unknown); what each pillar, and the index, is made of."""

    index: Floats
    scores: Mapping[str, Floats]
    parts: Mapping[str, components.Common]
    whole: components.Common


def capacity_score(items: Floats, *, agree: int = 1) -> Floats:
    """0 to 100 of n households from (n, items) answers 1 to 5; NaN where an answer is unknown.

    agree: the number of "strongly agree", 1 or 5. Refuses an answer that is none of 1 to 5, with its row.
    """
    if agree not in (1, MOST):
        raise ResilienceError(f"`agree` is {agree}. Strongly agree is 1 or {MOST}.")
    bad = ~np.isnan(items) & ((items < 1) | (items > MOST) | (items != np.round(items)))
    if bad.any():
        row, item = (int(one) for one in np.argwhere(bad)[0])
        raise ResilienceError(
            f"Row {row + 1}, statement {item + 1} is {items[row, item]:g}. An answer is 1 to {MOST}: make codes such "
            "as 88 or 99 empty (`unknown: [88, 99]`)."
        )
    other = MOST + 1 - agree
    found = 100 * (items.mean(axis=1) - other) / (agree - other)
    return np.asarray(found, dtype=np.float64)


def levels(score: Floats) -> Floats:
    """1 low, 2 medium, 3 high; NaN unknown."""
    found = np.where(score < LOW, 1.0, np.where(score < MEDIUM, 2.0, 3.0))
    return np.where(np.isnan(score), np.nan, found)


def by_pillars(
    pillars: Mapping[str, tuple[Floats, Sequence[str]]],
    weight: Floats,
    *,
    how: components.How = "component",
    means: bool = False,
) -> Pillars:
    """pillars: by name, (n, p) columns in which more is better, and their names. weight: n. Errors: ComponentError."""
    parts, scores = {}, {}
    for name, (x, names) in pillars.items():
        parts[name] = components.common(x, names, weight, how=how if len(names) > 2 else "component", means=means)
        scores[name] = components.scaled(parts[name].score)
    stacked = np.column_stack(list(scores.values()))
    whole = components.common(stacked, list(scores), weight, how=how if len(scores) > 2 else "component")
    return Pillars(components.scaled(whole.score), scores, parts, whole)
