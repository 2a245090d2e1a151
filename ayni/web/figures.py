"""Numbers, money and dates as the reader's language writes them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from babel import Locale, UnknownLocaleError, dates, numbers
from django.conf import settings
from django.utils import timezone, translation

Number = int | float | Decimal

#: Between currency and amount, and within numbers: nothing that breaks over a line.
NO_BREAK = "\u00a0"


#: A language without a country, where the bare language would be one country's habit.
LOCALES = {"en": "en_GB"}

#: Between the parts of a list, where it is not the Latin comma.
COMMAS = {"ar": "، "}


def locale() -> Locale:
    """The reader's locale; English for a language whose figures are not known."""
    language = translation.get_language() or "en"
    try:
        return Locale.parse(LOCALES.get(language, language).replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def number(value: Number, places: int = 0) -> str:
    """A number with as many places as asked for."""
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return numbers.format_decimal(value, format=pattern, locale=locale())


def percent(share: Number, places: int = 0) -> str:
    """A share (0 to 1) as a percentage."""
    pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
    return numbers.format_percent(share, format=pattern, locale=locale())


def money(amount: Number, currency: str = "") -> str:
    """An amount with its currency; minor units only when there are some."""
    places = 0 if amount == int(amount) else 2
    return f"{currency or settings.AYNI_CURRENCY}{NO_BREAK}{number(amount, places)}"


def day(value: date) -> str:
    """A day in words: 4 March 2026."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return dates.format_date(value, "long", locale=locale())


def moment(value: datetime) -> str:
    """A day and time: 4 Mar 2026, 14:05."""
    here = timezone.localtime(value)
    told = (dates.format_datetime(here, pattern, locale=locale()) for pattern in ("d MMM y", "HH:mm"))
    return listed(told)


def listed(parts: Iterable[str]) -> str:
    """Parts one after the other, with the comma of the reader's language between them."""
    return comma().join(parts)


def comma() -> str:
    return COMMAS.get(locale().language, ", ")


def month(value: date) -> str:
    return dates.format_skeleton("yMMMM", value, locale=locale())
