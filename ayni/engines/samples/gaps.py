"""What is not known: answers not given, more often by the poor, and births told only to the month or year."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: The share of answers missing at the middle of the country, by variable; every other variable is complete. What an
#: enumerator sees with their own eyes, such as a floor, is seldom missing.
RATES = {
    "tenure": 0.0030,
    "rooms": 0.0030,
    "bedrooms": 0.0045,
    "floor": 0.0045,
    "walls": 0.0045,
    "roof": 0.0045,
    "water": 0.0036,
    "toilet": 0.0060,
    "cooking_fuel": 0.0036,
    "electricity": 0.0030,
    "phone": 0.0045,
    "cellphone": 0.0045,
    "car": 0.0030,
    "bicycle": 0.0036,
    "motorcycle": 0.0036,
    "refrigerator": 0.0036,
    "television": 0.0036,
    "radio": 0.0045,
    "bank_account": 0.035,
    "deaths_12m": 0.030,
    "marital_status": 0.015,
    "religion": 0.030,
    "school_attend": 0.0075,
    "education": 0.020,
    "years_schooling": 0.0150,
    "literacy": 0.025,
    "activity": 0.025,
    "occupation": 0.035,
    "industry": 0.035,
    "disability": 0.0125,
    "blind": 0.020,
    "deaf": 0.020,
    "mental": 0.035,
    "child_weight": 0.040,
    "child_height": 0.040,
    "children_born": 0.0125,
    "children_surviving": 0.0150,
    "births_12m": 0.025,
}


def leaning(wealth: Floats) -> Floats:
    """How much likelier than usual an answer is missing: about 1.8 times for the poorest, half for the richest."""
    return np.asarray(np.clip(np.exp(-0.3 * wealth), 0.5, 2.5))


def missing(rng: np.random.Generator, name: str, lean: Floats) -> Bools:
    """Where the answer to a variable is missing."""
    rate = RATES.get(name, 0.0)
    return np.asarray(rng.random(len(lean), dtype=np.float32) < rate * lean)


def births(rng: np.random.Generator, born: Days, age: Floats, lean: Floats) -> tuple[Days, Days]:
    """The earliest and latest day each birth is known to have fallen on; both NaT for a few.

    About seven in eight are known to the day; the births of the old and the poor less often.
    """
    draw = rng.random(len(born)) / (lean * (0.55 + age / 45))
    year, month = born.astype("datetime64[Y]"), born.astype("datetime64[M]")
    one = np.timedelta64(1, "D")
    bounds = (
        (year.astype("datetime64[D]"), (year + np.timedelta64(1, "Y")).astype("datetime64[D]") - one),
        (month.astype("datetime64[D]"), (month + np.timedelta64(1, "M")).astype("datetime64[D]") - one),
    )
    never = np.datetime64("NaT", "D")
    kinds = [draw < 0.013, draw < 0.085, draw < 0.105]
    earliest = np.select(kinds, [np.full(len(born), never), bounds[0][0], bounds[1][0]], born)
    latest = np.select(kinds, [np.full(len(born), never), bounds[0][1], bounds[1][1]], born)
    return earliest, latest
