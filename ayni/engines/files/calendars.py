"""A day written in words of a calendar, one at a time: what the quick road over a whole column does not read."""

from __future__ import annotations

import calendar as of_gregory
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from convertdate import coptic, indian_civil, islamic, persian  # type: ignore[import-untyped]

#: Each calendar: from its year, month and day to ours, and how its years lie to ours.
Converter = Callable[[int, int, int], tuple[int, int, int]]
ETHIOPIAN_AFTER_COPTIC = 276  # years: the same months and days


def _ethiopian(year: int, month: int, day: int) -> tuple[int, int, int]:
    ours: tuple[int, int, int] = coptic.to_gregorian(year - ETHIOPIAN_AFTER_COPTIC, month, day)
    return ours


KNOWN: dict[str, Converter | None] = {
    "gregorian": None,
    "solar_hijri": persian.to_gregorian,
    "islamic": islamic.to_gregorian,
    "ethiopian": _ethiopian,
    "indian": indian_civil.to_gregorian,
}
LENGTHS = {
    "solar_hijri": persian.month_length,
    "islamic": islamic.month_length,
    "ethiopian": lambda year, month: 30 if month < 13 else 5 + (year % 4 == 3),
    "indian": indian_civil.month_length,
}
MONTHS_OF = {"ethiopian": 13}
#: Beginnings of the months' names, in the languages that files come in.
MONTHS = (
    ("jan", "ene", "يناير", "كانون الثاني", "جانفي"),
    ("feb", "fév", "fev", "فبراير", "شباط", "فيفري"),
    ("mar", "مارس", "آذار"),
    ("apr", "avr", "abr", "أبريل", "ابريل", "نيسان", "أفريل"),
    ("may", "mai", "مايو", "أيار", "ماي"),
    ("jun", "juin", "يونيو", "حزيران", "جوان"),
    ("jul", "juil", "يوليو", "تموز", "جويلية"),
    ("aug", "aoû", "aou", "ago", "أغسطس", "اغسطس", "آب", "أوت"),
    ("sep", "set", "سبتمبر", "أيلول"),
    ("oct", "out", "أكتوبر", "اكتوبر", "تشرين الأول"),
    ("nov", "نوفمبر", "تشرين الثاني"),
    ("dec", "déc", "dic", "dez", "ديسمبر", "كانون الأول"),
)
PARTS = re.compile(r"[\s/.\-,_]+|(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
SERIAL_FROM, SERIAL_TO = 3_000, 60_000  # days of a spreadsheet since 1899-12-30: 1908 to 2064
OLDEST = 1870
Interval = tuple[date, date]


class TwoReadings(ValueError):
    """A date that is one day when the day comes first and another when the month does."""


@lru_cache(maxsize=200_000)
def read(text: str, order: str, calendars: Sequence[str]) -> Interval:
    """The first and last day a cell may mean: a day, a month or a year. Raises ValueError, TwoReadings."""
    plain = TIME.sub("", text.translate(DIGITS).strip())
    for name in calendars:
        try:
            return _read(plain, order, name)
        except TwoReadings:
            raise
        except (ValueError, IndexError, OverflowError):
            continue
    raise ValueError(text)


#: The digits of other scripts as ours.
DIGITS = {
    ord(digit): str(place)
    for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "០១២៣៤៥៦៧៨៩", "０１２３４５６７８９")
    for place, digit in enumerate(digits)
}


def _read(text: str, order: str, name: str) -> Interval:
    if re.fullmatch(r"\d{4,5}(\.0+)?", text) and len(text.partition(".")[0]) == 5:
        return _serial(int(float(text)))
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    parts = [part for part in PARTS.split(text) if part]
    named = [place for place, part in enumerate(parts) if not part.isdigit()]
    if len(parts) == 1 and not named and len(parts[0]) == 4:
        return _interval(name, int(parts[0]), None, None)
    if len(named) == 1:
        month = _month(parts.pop(named[0]))
        numbers = sorted((int(part) for part in parts), key=lambda number: number > 31)
        return _interval(name, numbers[-1], month, numbers[0] if len(numbers) == 2 else None)
    numbers = [int(part) for part in parts]
    if len(numbers) == 2:
        year = next(number for number in numbers if number > 31)
        return _interval(name, year, next(number for number in numbers if number != year), None)
    if len(numbers) != 3:
        raise ValueError(text)
    if len(parts[0]) == 4:
        return _interval(name, numbers[0], numbers[1], numbers[2])
    if len(parts[2]) != 4:
        raise ValueError("the year is not written in four digits")
    return _interval(name, numbers[2], *_month_and_day(numbers[0], numbers[1], order))


def _month_and_day(first: int, second: int, order: str) -> tuple[int, int]:
    most = 13
    if order == "month":
        return first, second
    if order == "day" or first == second:
        return second, first
    if first < most and second < most:
        raise TwoReadings
    return (second, first) if first >= most else (first, second)


def _month(word: str) -> int:
    lowered = word.casefold().rstrip(".")
    for place, names in enumerate(MONTHS, 1):
        if any(lowered.startswith(name) for name in names):
            return place
    raise ValueError(word)


def _serial(days: int) -> Interval:
    if not SERIAL_FROM <= days <= SERIAL_TO:
        raise ValueError(days)
    day = date(1899, 12, 30) + timedelta(days=days)
    return day, day


def _interval(name: str, year: int, month: int | None, day: int | None) -> Interval:
    """From the first to the last day of it, in our calendar. Raises ValueError for a year before anybody alive."""
    last_month = MONTHS_OF.get(name, 12)
    if month is not None and not 1 <= month <= last_month:
        raise ValueError(month)
    longest = _length(name, year, month or last_month)
    if day is not None and not 1 <= day <= longest:
        raise ValueError(day)
    start, end = _day(name, year, month or 1, day or 1), _day(name, year, month or last_month, day or longest)
    if start.year < OLDEST or start.year > 2200:
        raise ValueError(year)
    return start, end


def _length(name: str, year: int, month: int) -> int:
    return LENGTHS[name](year, month) if name in LENGTHS else of_gregory.monthrange(year, month)[1]


def _day(name: str, year: int, month: int, day: int) -> date:
    convert = KNOWN[name]
    return date(*(int(part) for part in (convert(year, month, day) if convert else (year, month, day))))
