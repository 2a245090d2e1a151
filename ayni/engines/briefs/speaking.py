"""A language of briefs: its words, its direction, and how it writes numbers and days.

The words stand in `words.yaml`, what figures are called in `figures.yaml`, what methods are in `methods.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from babel import Locale, UnknownLocaleError, dates, numbers

Kind = Literal["share", "index", "amount", "count", "number"]

LANGUAGES = ("en", "fr", "ar")
#: A language without a country, where the bare language would be one country's habit.
LOCALES = {"en": "en_GB"}
HERE = Path(__file__).resolve().parent
UNKNOWN: Mapping[str, Any] = {}


@functools.cache
def written(name: str) -> dict[str, Any]:
    """One of the files beside this module, by its name."""
    found: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Speaker:
    """One language. A language without words of its own has its numbers, and the words of English."""

    language: str = "en"

    @property
    def is_right_to_left(self) -> bool:
        return self.locale.text_direction == "rtl"

    @property
    def locale(self) -> Locale:
        try:
            return Locale.parse(LOCALES.get(self.language, self.language).replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en_GB")

    def of(self, labels: Mapping[str, Any] | None, otherwise: str = "") -> str:
        """The label of a mapping from languages; English, then any, then what is given otherwise."""
        known = {key: text for key, text in (labels or {}).items() if isinstance(text, str) and text}
        base = self.language.split("-")[0]
        return known.get(self.language) or known.get(base) or known.get("en") or next(iter(known.values()), otherwise)

    def say(self, key: str, **facts: object) -> str:
        """A phrase of `words.yaml` with its facts. Raises KeyError for one that is not written."""
        return self.of(written("words")[key]).format(**facts)

    def may_say(self, key: str, otherwise: str) -> str:
        """The same where it is written; else what is given."""
        return self.say(key) if key in written("words") else otherwise

    def number(self, value: float, places: int = 0) -> str:
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return self._apart(numbers.format_decimal(value, format=pattern, locale=self.locale))

    def percent(self, share: float, places: int = 1) -> str:
        """A share of one as a percentage, the sign where the language has it."""
        own = str(self.locale.percent_formats[None].pattern)
        pattern = own.replace("#,##0", "#,##0" + ("." + "0" * places if places else ""))
        return self._apart(numbers.format_percent(share, format=pattern, locale=self.locale))

    def _apart(self, text: str) -> str:
        """A number within a text from right to left keeps its own order (U+2066 to U+2069)."""
        return f"\u2066{text}\u2069" if self.is_right_to_left else text

    def day(self, value: date) -> str:
        return str(dates.format_date(value, "long", locale=self.locale))

    def value(self, value: float, kind: Kind) -> str:
        """A value as its kind is written; amounts and numbers with as many places as their size needs."""
        if kind == "share":
            return self.percent(value)
        if kind == "index":
            return self.number(value, 3)
        if kind == "count" or abs(value) >= 1000:
            return self.number(value)
        return self.number(value, 1 if abs(value) >= 10 else 2)


def pretty(name: str) -> str:
    """A name of a column as a word: `sex_of_head` is “Sex of head”."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def about_figure(name: str) -> Mapping[str, Any]:
    """What is known of a figure by its name: its kind and its labels; nothing for one that is not written."""
    found = written("figures").get(name) if name != "of" else None
    return found if isinstance(found, dict) else UNKNOWN


def about_key(name: str) -> Mapping[str, Any]:
    """The labels of what figures are of, such as `k` or `region`."""
    found = written("figures")["of"].get(name)
    return found if isinstance(found, dict) else UNKNOWN


def about_method(name: str) -> Mapping[str, Any]:
    """The title, headline figures and note of a method."""
    found = written("methods").get(name)
    return found if isinstance(found, dict) else UNKNOWN
