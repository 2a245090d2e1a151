"""What a household ate: food consumption score, its nutrition, dietary diversity.

Food consumption score: days out of the last seven on which each group was eaten, weighted by how much it nourishes
(WFP, Food consumption analysis: calculation and use of the food consumption score, 2008). Nutrition: how often foods
rich in vitamin A, protein and haem iron were eaten (WFP, FCS-N guidelines, 2015). Dietary diversity: groups eaten in
the last day (Swindale and Bilinsky, HDDS indicator guide, FANTA 2006).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from ayni.kernel import refusals

Floats = npt.NDArray[np.float64]

WEIGHTS: Mapping[str, float] = {
    "staples": 2, "pulses": 3, "dairy": 4, "protein": 4, "vegetables": 1, "fruit": 1, "fat": 0.5, "sugar": 0.5,
}  # fmt: skip
#: Highest score that is poor, and highest that is borderline; the second pair where sugar and oil are eaten daily.
THRESHOLDS: Mapping[str, tuple[float, float]] = {"21/35": (21, 35), "28/42": (28, 42)}
GROUPS = ("poor", "borderline", "acceptable")

#: Of what the nutrients are counted, and the main group of a smaller one: not eaten at all, none of its parts was.
NUTRIENTS: Mapping[str, tuple[str, ...]] = {
    "vitamin_a": ("dairy", "organ_meat", "eggs", "orange_vegetables", "green_vegetables", "orange_fruit"),
    "protein": ("pulses", "dairy", "flesh_meat", "organ_meat", "fish", "eggs"),
    "haem_iron": ("flesh_meat", "organ_meat", "fish"),
}
PART_OF: Mapping[str, str] = {
    "flesh_meat": "protein", "organ_meat": "protein", "fish": "protein", "eggs": "protein",
    "orange_vegetables": "vegetables", "green_vegetables": "vegetables", "orange_fruit": "fruit",
}  # fmt: skip
HOW_OFTEN = ("never", "sometimes", "daily")

DIVERSITY = (
    "cereals",
    "roots",
    "pulses",
    "dairy",
    "meat",
    "fish",
    "eggs",
    "vegetables",
    "fruit",
    "fat",
    "sugar",
    "other",
)


class FoodError(refusals.Refused):
    """Answers about food that cannot be: which column and row, why, and what to do."""


def days(values: Floats, column: str) -> Floats:
    """Days out of seven, checked: n whole numbers from 0 to 7, NaN unknown. Refuses: FoodError, with the row."""
    wrong = ~np.isnan(values) & ((values < 0) | (values > 7) | (values != np.floor(values)))
    if wrong.any():
        row = int(np.argmax(wrong))
        others = f" So are {int(wrong.sum()) - 1} more rows." if wrong.sum() > 1 else ""
        raise FoodError(
            f"{column} is {values[row]:g} in row {row + 1}: days out of the last seven are 0 to 7, whole.{others} "
            "Correct the file, or empty the field if it is not known."
        )
    return values


def yes_no(values: Floats, column: str) -> Floats:
    """1, 0 and NaN, checked. Refuses: FoodError, with the row."""
    wrong = ~np.isnan(values) & (values != 0) & (values != 1)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise FoodError(
            f"{column} is {values[row]:g} in row {row + 1}: it must be 1 (yes) or 0 (no). Correct the file."
        )
    return values


def consumption_score(eaten: Mapping[str, Floats]) -> Floats:
    """Food consumption score, 0 to 112, from the days of each group of `WEIGHTS`; NaN when a group is unknown."""
    return np.asarray(sum(weight * eaten[name] for name, weight in WEIGHTS.items()), dtype=np.float64)


def consumption_group(score: Floats, thresholds: tuple[float, float] = (21, 35)) -> Floats:
    """0 poor, 1 borderline, 2 acceptable; NaN unknown. A score at a threshold is still in the lower group."""
    poor, borderline = thresholds
    return np.where(np.isnan(score), np.nan, (score > poor).astype(np.float64) + (score > borderline))


def nutrients(eaten: Mapping[str, Floats]) -> dict[str, Floats]:
    """How often foods rich in each nutrient were eaten: the sum of their days (a count of eatings, not of days).

    A part (eggs) that is unknown where its main group (protein) was not eaten counts 0. NaN when a food is unknown.
    """
    known = {
        name: np.where(np.isnan(values) & (eaten.get(PART_OF.get(name, ""), values) == 0), 0.0, values)
        for name, values in eaten.items()
    }
    return {
        nutrient: np.asarray(sum(known[food] for food in foods), dtype=np.float64)
        for nutrient, foods in NUTRIENTS.items()
    }


def how_often(times: Floats) -> Floats:
    """0 never, 1 sometimes (1 to 6), 2 at least daily (7 or more); NaN unknown."""
    return np.where(np.isnan(times), np.nan, (times > 0).astype(np.float64) + (times >= 7))


def diversity(eaten: Mapping[str, Floats]) -> Floats:
    """Household dietary diversity score: of twelve groups, how many were eaten yesterday; NaN when one is unknown."""
    return np.asarray(sum(eaten[name] for name in DIVERSITY), dtype=np.float64)
