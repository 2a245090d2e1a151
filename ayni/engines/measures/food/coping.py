"""How a household met hunger: reduced coping strategies, livelihood coping, hunger scale, experiences of insecurity.

Reduced coping strategies index: Maxwell and Caldwell, The coping strategies index: field methods manual, 2008.
Livelihood coping: WFP, Livelihood coping strategies indicator for food security, 2023. Household hunger scale:
Ballard and others, FANTA 2011. Food insecurity experience scale: Ballard, Kepple and Cafiero, FAO 2013.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ayni.engines.measures.food.eaten import Floats, FoodError

SEVERITY: Mapping[str, float] = {
    "less_preferred": 1, "borrow": 2, "fewer_meals": 1, "smaller_portions": 1, "adults_restrict": 3,
}  # fmt: skip

#: Livelihood coping, from none to the worst kind a household has turned to.
KINDS = ("none", "stress", "crisis", "emergency")

HUNGER = ("no_food", "slept_hungry", "whole_day")
HUNGER_GROUPS = ("little or none", "moderate", "severe")
EXPERIENCES = ("worried", "healthy", "few_foods", "skipped", "ate_less", "ran_out", "hungry", "whole_day")


def coping_index(days: Mapping[str, Floats]) -> Floats:
    """Reduced coping strategies index, 0 to 56, from the days of each strategy; NaN when one is unknown."""
    return np.asarray(sum(weight * days[name] for name, weight in SEVERITY.items()), dtype=np.float64)


def livelihood(kinds: Mapping[str, Sequence[Floats]]) -> Floats:
    """The worst kind of livelihood coping a household has used or used up: 1 none, 2 stress, 3 crisis, 4 emergency.

    kinds: for "stress", "crisis" and "emergency" the strategies asked about, each n of 1 (used, or used up and not to
    be used again), 0, NaN. A kind is known as soon as one of its strategies was used; where a worse one may have been
    used and is unknown, the answer is NaN.
    """
    found = np.ones(len(next(iter(kinds.values()))[0]))
    for place, kind in enumerate(KINDS[1:], start=2):
        answers = np.array(kinds[kind])
        used = (answers == 1).any(axis=0)
        unknown = ~used & np.isnan(answers).any(axis=0)
        found = np.where(used, float(place), np.where(unknown, np.nan, found))
    return found


def hunger(happened: Mapping[str, Floats], often: Mapping[str, Floats]) -> Floats:
    """Household hunger scale, 0 to 6. happened: 1, 0, NaN for each of `HUNGER`; often: 1 rarely, 2 sometimes, 3 often.

    Rarely and sometimes count 1, often 2; NaN when an answer, or how often it happened, is unknown.
    """
    return np.asarray(sum(_times(happened[name], often[name], name) for name in HUNGER), dtype=np.float64)


def hunger_group(score: Floats) -> Floats:
    """0 little or none (0 to 1), 1 moderate (2 to 3), 2 severe (4 to 6); NaN unknown."""
    return np.where(np.isnan(score), np.nan, (score >= 2).astype(np.float64) + (score >= 4))


def experiences(answers: Mapping[str, Floats]) -> Floats:
    """Food insecurity experience scale: raw score, 0 to 8 yeses. NaN when an answer is unknown.

    What share is food insecure is FAO's Rasch model on its global scale, which a raw score does not replace.
    """
    return np.asarray(sum(answers[name] for name in EXPERIENCES), dtype=np.float64)


def _times(happened: Floats, often: Floats, name: str) -> Floats:
    wrong = (happened == 1) & ~np.isnan(often) & ~np.isin(often, (1, 2, 3))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise FoodError(
            f"How often '{name}' happened is {often[row]:g} in row {row + 1}: 1 is rarely, 2 sometimes, 3 often. "
            "Correct the file."
        )
    times = np.where(often == 3, 2.0, np.where(np.isnan(often), np.nan, 1.0))
    return np.where(happened == 0, 0.0, np.where(happened == 1, times, np.nan))
