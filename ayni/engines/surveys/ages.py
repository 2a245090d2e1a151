"""Dates of birth as intervals [earliest, latest], from ages or from dates.

Vectorised over numpy arrays of months or years; NaN or NaT means unknown. Somebody aged A on day D was born
from D - (A + 1) years + 1 day to D - A years. A day that a month does not have falls on the month's last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Days = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]
NEVER = np.datetime64("NaT", "D")
ONE_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Interval:
    """Earliest and latest possible days; both NaT when unknown."""

    earliest: Days
    latest: Days

    def known(self) -> npt.NDArray[np.bool_]:
        """Where there is a date."""
        return ~np.isnat(self.earliest)

    def otherwise(self, other: Interval) -> Interval:
        """This interval where it is known, else the other."""
        known = self.known()
        return Interval(np.where(known, self.earliest, other.earliest), np.where(known, self.latest, other.latest))


def unknown(size: int) -> Interval:
    """No date at all, `size` times."""
    return Interval(np.full(size, NEVER), np.full(size, NEVER))


def before(on: date, months: npt.NDArray[np.int64]) -> Days:
    """The day `months` months before `on`."""
    month = np.datetime64(on, "M") - months.astype("timedelta64[M]")
    last = (month + np.timedelta64(1, "M")).astype("datetime64[D]") - ONE_DAY
    wanted = month.astype("datetime64[D]") + np.timedelta64(on.day - 1, "D")
    return np.asarray(np.minimum(wanted, last))


def aged(months: Floats, on: date, width: int) -> Interval:
    """Birth of people of `months` complete months on a day, told to `width` months (12 for years)."""
    there = ~np.isnan(months)
    whole = np.where(there, months, 0).astype(np.int64)
    earliest, latest = before(on, whole + width) + ONE_DAY, before(on, whole)
    return Interval(np.where(there, earliest, NEVER), np.where(there, latest, NEVER))


def of_parts(year: Floats, month: Floats, day: Floats) -> Interval:
    """Birth in a year, or a month of it, or on a day of that; a month or day that cannot be is unknown."""
    there = ~np.isnan(year)
    month_known = there & (month >= 1) & (month <= 12)
    first = np.where(there, year, 1970).astype(np.int64) - 1970
    begins = first.astype("datetime64[Y]").astype("datetime64[M]")
    begins = begins + np.where(month_known, month - 1, 0).astype("timedelta64[M]")
    ends = begins + np.where(month_known, 1, 12).astype("timedelta64[M]")
    start, stop = begins.astype("datetime64[D]"), ends.astype("datetime64[D]") - ONE_DAY
    lengths = (stop - start).astype(np.int64) + 1
    day_known = month_known & (day >= 1) & (day <= lengths)
    exact = start + np.where(day_known, day - 1, 0).astype("timedelta64[D]")
    earliest, latest = np.where(day_known, exact, start), np.where(day_known, exact, stop)
    return Interval(np.where(there, earliest, NEVER), np.where(there, latest, NEVER))


def years_on(births: Days, on: date) -> Floats:
    """Complete years of age on a day; negative before birth, NaN when the date is unknown."""
    there = ~np.isnat(births)
    safe = np.where(there, births, np.datetime64("1970-01-01", "D"))
    months = safe.astype("datetime64[M]").astype(np.int64)
    days = (safe - safe.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    elapsed = (on.year - 1970) * 12 + on.month - 1 - months - (days > on.day)
    return np.where(there, elapsed // 12, np.nan)


def column(days: Days) -> pa.Array:
    """Days as date32, NaT as null."""
    return pa.array(days.astype("datetime64[D]"), pa.date32(), from_pandas=True)


def from_column(values: pa.Array) -> Days:
    """Date32 as days, null as NaT."""
    days: Any = values.to_numpy(zero_copy_only=False)
    return np.asarray(days, "datetime64[D]")
