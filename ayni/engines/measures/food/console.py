"""Food security as a whole: spending on food, means for essential needs, and WFP's console of both domains (CARI).

WFP, Consolidated approach to reporting indicators of food security, third edition, 2021. Current status: food
consumption, one worse where acceptable consumption is bought by coping (reduced coping index of 4 or more). Coping
capacity: the mean of livelihood coping and of either the share of spending that goes for food, or the means for
essential needs. The console is the mean of both domains, halves rounded up.
"""

from __future__ import annotations

import numpy as np

from ayni.engines.measures.food.eaten import Floats, FoodError

SECURITY = ("food secure", "marginally food secure", "moderately food insecure", "severely food insecure")
SHARES = (0.50, 0.65, 0.75)  # of spending that goes for food, from which a household is one step more vulnerable
BOUGHT_BY_COPING = 4  # reduced coping index from which acceptable consumption is only marginal
STATUS = (4.0, 3.0, 1.0)  # of poor, borderline and acceptable consumption


def food_share(food: Floats, total: Floats) -> Floats:
    """The share of spending that goes for food, 0 to 1; NaN where one is unknown or nothing was spent.

    Refuses: FoodError for negative amounts and for food above the total, with the row.
    """
    wrong = (food < 0) | (total < 0) | (food > total * (1 + 1e-9))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise FoodError(
            f"Row {row + 1} spends {food[row]:g} on food of {total[row]:g} in all. Spending is not negative, and "
            "food is a part of all: correct the file, or name the column of all spending."
        )
    share = np.full(len(food), np.nan)
    np.divide(food, total, out=share, where=total > 0)
    return share


def share_class(share: Floats) -> Floats:
    """1 below 50 %, 2 below 65 %, 3 below 75 %, 4 from 75 % on; NaN unknown."""
    steps: Floats = np.sum([share >= cut for cut in SHARES], axis=0, dtype=np.float64)
    return np.where(np.isnan(share), np.nan, 1.0 + steps)


def means_class(spending: Floats, basket: Floats, smallest: Floats) -> Floats:
    """Economic capacity to meet essential needs: 1 above the basket, 3 above the smallest one only, 4 below both.

    spending: what a person of the household can spend, without assistance; basket, smallest: minimum expenditure
    baskets a person. Above means more than. NaN where a needed one is unknown.
    """
    above = np.where(np.isnan(spending) | np.isnan(basket), np.nan, spending > basket)
    survive = np.where(np.isnan(spending) | np.isnan(smallest), np.nan, spending > smallest)
    below = np.where(np.isnan(survive), np.nan, np.where(survive == 1, 3.0, 4.0))
    return np.where(above == 1, 1.0, np.where(above == 0, below, np.nan))


def current_status(consumption: Floats, coping: Floats) -> Floats:
    """1 acceptable consumption, 2 acceptable with coping, 3 borderline, 4 poor. consumption: 0 poor, 1 borderline, 2
    acceptable. The coping index is needed only where consumption is acceptable; NaN unknown."""
    known = ~np.isnan(consumption)
    status = np.full(len(consumption), np.nan)
    status[known] = np.array(STATUS)[consumption[known].astype(np.int64)]
    acceptable = np.where(np.isnan(coping), np.nan, np.where(coping >= BOUGHT_BY_COPING, 2.0, 1.0))
    return np.where(status == 1, acceptable, status)


def cari(status: Floats, livelihood: Floats, economy: Floats, *, available: bool = False) -> Floats:
    """The console: 1 food secure, 2 marginally, 3 moderately insecure, 4 severely insecure; halves rounded up.

    status: 1 to 4; livelihood: 1 to 4; economy: the class of the food share or of the means, 1 to 4. NaN when one is
    unknown; `available` takes the mean of what is known instead, as WFP's own programs do.
    """
    if available:
        return _rounded(_known_mean(status, _known_mean(livelihood, economy)))
    return _rounded((status + (livelihood + economy) / 2) / 2)


def _known_mean(one: Floats, other: Floats) -> Floats:
    return np.where(np.isnan(one), other, np.where(np.isnan(other), one, (one + other) / 2))


def _rounded(values: Floats) -> Floats:
    return np.asarray(np.floor(values + 0.5), dtype=np.float64)
