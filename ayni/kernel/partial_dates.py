"""Dates known only in part: a day of birth as the interval of days it may have been.

Missing-value rule: both ends None means nothing is known. Equal ends mean the day is known.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class PartialDate:
    """A day between `earliest` and `latest`, both included."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError(f"The earliest day {self.earliest} is after the latest day {self.latest}.")

    @property
    def is_exact(self) -> bool:
        return self.earliest == self.latest

    def age(self, on: date) -> int | None:
        """Completed years on a day; None when the interval leaves two answers."""
        youngest, oldest = years_between(self.latest, on), years_between(self.earliest, on)
        return youngest if youngest == oldest else None


def of_age(years: int, on: date) -> PartialDate:
    """When somebody was born who was `years` old on a day."""
    return PartialDate(_years_back(on, years + 1) + timedelta(days=1), _years_back(on, years))


def of_year(year: int) -> PartialDate:
    return PartialDate(date(year, 1, 1), date(year, 12, 31))


def of_month(year: int, month: int) -> PartialDate:
    return PartialDate(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def years_between(start: date, end: date) -> int:
    """Completed years from one day to another. A 29 February falls on 1 March in other years."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _years_back(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
