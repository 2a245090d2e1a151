"""The tables of the WHO growth standards: L, M and S of each indicator by sex and age, or by length.

`standard.txt` beside this module holds the numbers in our own layout. Under five years the standard is published for
every day; the file holds its published rows for the first days, then weeks, then months, and the days between are
found by a cubic spline and rounded as the tables are (tests compare with published days: the last digit, a z-score by
less than 0.0002). From five to nineteen years the reference is published by month and read by straight lines between
months, as its authors do.

Sources: WHO Multicentre Growth Reference Study Group, WHO Child Growth Standards: methods and development, 2006
(weight, height, BMI) and 2007 (head and arm circumference); de Onis and others, Development of a WHO growth reference
for school-aged children and adolescents, Bulletin of the WHO 85, 2007.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import interpolate

Floats = npt.NDArray[np.float64]
Indicator = Literal["weight-for-age", "height-for-age", "bmi-for-age", "head-circumference-for-age",
                    "arm-circumference-for-age"]  # fmt: skip

FILE = Path(__file__).with_name("standard.txt")
MONTH = 30.4375  # days
LAST_DAY = 1826  # of the standard for children under 60 months
LYING_UNTIL = 730  # days: the last one on which a child is measured lying
EXACT_UNTIL = 14  # days: until then between rows by straight lines, as the standard itself goes there
FIRST_MONTH = 60  # of the reference of 2007
DIGITS = (4, 4, 5)  # of L, M and S in the published tables
SEXES = ("boy", "girl")
LENGTHS = (45.0, 110.0)  # centimetres, lying
HEIGHTS = (65.0, 120.0)  # centimetres, standing
LYING_MORE = 0.7  # centimetres a child is longer lying than standing
STEP = 0.1  # centimetres between rows of weight for length


@cache
def by_day(indicator: Indicator) -> Floats:
    """L, M and S for boys and girls on every day from 0 to 1826: 2 x 1827 x 3, NaN before a table begins."""
    found = np.full((2, LAST_DAY + 1, 3), np.nan)
    days = np.arange(LAST_DAY + 1, dtype=np.float64)
    for sex, name in enumerate(SEXES):
        for part, rows in _parts(indicator, name).items():
            x, values = rows
            inside = _days_of(part, days) & (days >= np.floor(x[0]))
            found[sex, inside] = _between(x, values, days[inside])
    return found


@cache
def by_month(indicator: Indicator) -> Floats:
    """L, M and S of the reference of 2007, months from 60 on: an array of 2 x months x 3."""
    return np.stack([_sections()[indicator, name, "over5"][1] for name in SEXES])


@cache
def by_length() -> Floats:
    """L, M and S of weight for length, boys and girls, by tenths of centimetres from 45 to 120.7: 2 x 758 x 3.

    Weight for height is the same curve, read 0.7 cm further on.
    """
    grid = np.round(np.arange(LENGTHS[0], HEIGHTS[1] + LYING_MORE + STEP / 2, STEP), 1)
    return np.stack([_spline(*_sections()["weight-for-length", name, "under5"], grid) for name in SEXES])


def _parts(indicator: str, sex: str) -> Mapping[str, tuple[Floats, Floats]]:
    return {part: rows for (which, who, part), rows in _sections().items() if (which, who) == (indicator, sex)
            and part != "over5"}  # fmt: skip


def _days_of(part: str, days: Floats) -> npt.NDArray[np.bool_]:
    """Which days a part of a table is for: children lying, standing, or all under five."""
    if part == "lying":
        return days <= LYING_UNTIL
    return days > LYING_UNTIL if part == "standing" else np.ones(len(days), dtype=bool)


def _between(x: Floats, values: Floats, days: Floats) -> Floats:
    early = x <= EXACT_UNTIL
    found = np.empty((len(days), 3))
    first = days <= EXACT_UNTIL
    if first.any():
        found[first] = np.column_stack([np.interp(days[first], x[early], column) for column in values[early].T])
    later = x >= EXACT_UNTIL
    found[~first] = _spline(x[later], values[later], days[~first])
    return _as_printed(found)


def _spline(x: Floats, values: Floats, at: Floats) -> Floats:
    return _as_printed(interpolate.CubicSpline(x, values)(at))


def _as_printed(values: Floats) -> Floats:
    return np.column_stack([np.round(column, digits) for column, digits in zip(values.T, DIGITS, strict=True)])


@cache
def _sections() -> Mapping[tuple[str, str, str], tuple[Floats, Floats]]:
    """The rows of the file by indicator, sex and part: where they stand (days, months over five, or cm) and L, M, S."""
    found: dict[tuple[str, str, str], list[tuple[float, float, float, float]]] = {}
    for key, row in _rows():
        found.setdefault(key, []).append(row)
    arrays = {key: np.array(sorted(rows)) for key, rows in found.items()}
    return {key: (rows[:, 0], rows[:, 1:] / (1e4, 1e4, 1e5)) for key, rows in arrays.items()}


def _rows() -> Iterator[tuple[tuple[str, str, str], tuple[float, float, float, float]]]:
    key, unit, at, step, constant = ("", "", ""), "", 0.0, 0.0, None
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            indicator, sex, part, unit, *rest = line.strip("[]").split()
            key, numbers = (indicator, sex, part), [float(one) for one in rest]
            at, step, constant = _start(unit, part, numbers)
        elif line and not line.startswith("#"):
            values = [float(one) for one in line.split()]
            if unit == "days":
                at = values.pop(0)
            if constant is not None:
                values.insert(0, constant)
            yield key, (at, values[0], values[1], values[2])
            at += step


def _start(unit: str, part: str, numbers: list[float]) -> tuple[float, float, float | None]:
    """Where a section begins, how far its rows are apart, and its L when it is the same in all."""
    if unit == "days":
        return 0.0, 0.0, numbers[0] if numbers else None
    start, *rest = numbers
    if unit == "cm":
        return start, 0.5, rest[0] if rest else None
    scale = 1.0 if part == "over5" else MONTH
    return start * scale, scale, rest[0] if rest else None
