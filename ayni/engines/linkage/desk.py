"""One applicant at a desk: what is told of them prepared as a file's records are, their keys, and the same weights.

What a batch does for a country in SQL is done here for one person in Python: tests hold the one against the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ayni.engines.linkage import keys as blocking
from ayni.engines.linkage import written
from ayni.engines.linkage.mapping import Columns
from ayni.engines.linkage.model import Model, Weighed
from ayni.engines.linkage.preparing import BEGINS, NOT_TOLD, PARTS, YEARS

APART = re.compile(r"[ \t\n\f\r,.;/()]+")
#: Digits of Arabic, Persian and Devanagari.
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "0123456789" * 3)
Shares = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Told:
    """One person as told; empty and None are unknown. A birth may be known by its year, or its month, alone.

    `places` are areas from the broadest to the narrowest, `identifiers` and `other` by what the mapping calls them.
    """

    given: str = ""
    middle: str = ""
    family: str = ""
    full: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    sex: str = ""
    places: tuple[str, ...] = ()
    phone: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    household: str = ""
    other: Mapping[str, str] = field(default_factory=dict)


def prepared(told: Told, columns: Columns) -> dict[str, Any]:
    """The columns that a batch would make of somebody, by name; None where nothing is known."""
    found: dict[str, Any] = {}
    for part, name in zip(PARTS, _parts(told), strict=True):
        read = written.read(name) if name else ("",) * len(written.TOLD)
        for kind, value in zip(written.TOLD, read, strict=True):
            found[part if kind == "latin" else f"{part}_{kind}"] = value or None
    found |= _birth(told)
    if columns.sex:
        known = (_told(told.sex) or "").lower()[:1]
        found["sex"] = {"w": "f"}.get(known, known) or None
    if columns.phone:
        digits = "".join(re.findall("[0-9]", (_told(told.phone) or "").translate(WESTERN)))
        found["phone"] = digits[-9:] if len(digits) >= 6 else None
    if columns.household:
        found["household"] = _told(told.household)
    plain = [_plain(place) for place in told.places]
    for number, _ in enumerate(columns.place, 1):
        is_known = number <= len(plain) and plain[number - 1]
        found[f"place_{number}"] = "/".join(filter(None, plain[:number])) if is_known else None
    for number, kind in enumerate(columns.identifiers, 1):
        _alike(found, f"id_{number}", told.identifiers.get(kind, ""))
    for number, kind in enumerate(columns.other, 1):
        _alike(found, f"other_{number}", told.other.get(kind, ""))
    if "phone" in found:
        found["phone_begins"] = found["phone"] and found["phone"][:BEGINS]
    return found


def keys(record: Mapping[str, Any], model: Model) -> list[int]:
    """The numbers of the keys that the model uses: two records that share one are looked at."""
    values = (key.value(record) for key in blocking.named(model.keys, model.columns))
    return [value for value in values if value is not None]


def weigh(model: Model, one: Mapping[str, Any], other: Mapping[str, Any], shares: Shares, fewest: float) -> Weighed:
    """Two prepared records. `shares` are those of all records that have a value, by column and value as text; a value
    that is not in it is as rare as can be: `fewest`. Without any, each value counts as an average one."""

    def share(column: str, value: Any) -> float | None:
        return None if value is None or not shares else shares.get((column, str(value)), fewest)

    return model.weigh(one, other, share)


def _parts(told: Told) -> tuple[str, str, str]:
    """Given, middle and family name, taken from the full one where they are not told apart."""
    words = _words(told.full)
    full = (words[0] if words else "", " ".join(words[1:-1]), words[-1] if len(words) > 1 else "")
    own = (told.given, told.middle, told.family)
    return tuple(" ".join(_words(name)) or whole for name, whole in zip(own, full, strict=True))  # type: ignore[return-value]


def _words(name: str) -> list[str]:
    return [word for word in APART.split((_told(name) or "").lower()) if word and word not in written.LEFT_OUT]


def _birth(told: Told) -> dict[str, Any]:
    year = told.year if told.year is not None and YEARS[0] <= told.year <= YEARS[1] else None
    month, day = (told.month or None, told.day or None) if year is not None else (None, None)
    day = day if month is not None else None
    return {
        "born": f"{year:04}-{month:02}-{day:02}" if year and month and day else None,
        "year": year,
        "month": month,
        "day": day,
        "new_year": None if month is None else int(month == 1 and (day or 1) == 1),
    }


def _alike(found: dict[str, Any], name: str, text: str) -> None:
    found[name] = _plain(text)
    found[f"{name}_begins"] = found[name] and found[name][:BEGINS]


def _told(text: str) -> str | None:
    kept = text.strip(" ")
    return None if kept.lower() in NOT_TOLD else kept


def _plain(text: str) -> str | None:
    letters = (one for one in (_told(text) or "").lower() if unicodedata.category(one)[0] in "LN")
    return "".join(letters) or None
