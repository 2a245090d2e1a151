"""One answer held against its variable, and given the form in which the registry keeps it (a JSON value).

boolean: true or false; integer, decimal: a number; text, choice: a text; date: ISO; partial_date: "YYYY", "YYYY-MM" or
"YYYY-MM-DD"; many_choice: the list of codes in the order of declaration; location: "latitude longitude".
"""

import calendar
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from ayni.engines.dictionary import errors, variables
from ayni.kernel.partial_dates import PartialDate

PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def kept(variable: variables.Variable, given: Any) -> Any:
    """The answer as it is kept. Raises DictionaryError saying what is wrong and what may be written."""
    try:
        value = READ[variable.type](variable, given)
    except (ValueError, TypeError, OverflowError) as error:
        secret = variable.sensitivity == "sensitive"  # neither the text nor what led to it repeats the answer
        told = "what was given" if secret else repr(given)
        raise errors.DictionaryError(
            f"{variable.entity}.{variable.name}: {told} is no answer to it; write {_wanted(variable)}."
        ) from (None if secret else error)
    if variable.type in variables.NUMBERS:
        _within_bounds(variable, value)
    return value


def days(text: str) -> PartialDate:
    """The days a partial date may have been. Raises ValueError for another text."""
    found = PARTIAL.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no year, month or day.")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return PartialDate(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        return PartialDate(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return PartialDate(date(year, month, day), date(year, month, day))


def _boolean(variable: variables.Variable, given: Any) -> bool:
    if isinstance(given, bool):
        return given
    if str(given).lower() not in YES_NO:
        raise ValueError
    return YES_NO[str(given).lower()]


def _integer(variable: variables.Variable, given: Any) -> int:
    if isinstance(given, bool) or (isinstance(given, float) and not given.is_integer()):
        raise ValueError
    return int(given)


def _decimal(variable: variables.Variable, given: Any) -> float:
    value = float(given)
    if isinstance(given, bool) or value - value != 0:  # neither infinite nor not a number
        raise ValueError
    return value


def _text(variable: variables.Variable, given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError
    return given


def _date(variable: variables.Variable, given: Any) -> str:
    return given.isoformat() if isinstance(given, date) else date.fromisoformat(given).isoformat()


def _partial_date(variable: variables.Variable, given: Any) -> str:
    text = given.isoformat() if isinstance(given, date) else str(given)
    days(text)
    return text


def _choice(variable: variables.Variable, given: Any) -> str:
    if given not in variable.codes:
        raise ValueError
    return str(given)


def _many(variable: variables.Variable, given: Any) -> list[str]:
    chosen = given.split() if isinstance(given, str) else list(given)
    if not set(chosen) <= set(variable.codes):
        raise ValueError
    return [code for code in variable.codes if code in chosen]


def _location(variable: variables.Variable, given: Any) -> str:
    latitude, longitude = (float(part) for part in str(given).split()[:2])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError
    return f"{latitude:.7g} {longitude:.7g}"


READ: dict[str, Callable[[variables.Variable, Any], Any]] = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _decimal,
    "text": _text,
    "date": _date,
    "partial_date": _partial_date,
    "choice": _choice,
    "many_choice": _many,
    "location": _location,
}


def _within_bounds(variable: variables.Variable, value: float) -> None:
    low, high = variable.minimum, variable.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        told = "what was given" if variable.sensitivity == "sensitive" else str(value)
        raise errors.DictionaryError(
            f"{variable.entity}.{variable.name}: {told} is outside its range; write {_wanted(variable)}."
        )


def _wanted(variable: variables.Variable) -> str:
    match variable.type:
        case "boolean":
            return "true or false"
        case "integer" | "decimal":
            kind = "a whole number" if variable.type == "integer" else "a number"
            least = "" if variable.minimum is None else f" from {variable.minimum:g}"
            return kind + least + ("" if variable.maximum is None else f" up to {variable.maximum:g}")
        case "date":
            return "a day, as 2026-01-31"
        case "partial_date":
            return "a year, a month or a day, as 2026, 2026-01 or 2026-01-31"
        case "choice":
            return f"one of {', '.join(variable.codes)}"
        case "many_choice":
            return f"some of {', '.join(variable.codes)}"
        case "location":
            return "latitude and longitude in decimal degrees, as 4.05 9.7"
    return "a text"
