"""Reading what a method is asked to do: a mapping from YAML, strictly, with the nearest name when one is unknown.

    spec = Spec.read(text, "poverty.yaml", "welfare", "lines", "tie")
    spec.text("welfare"), spec.fraction("k", Fraction(1, 3)), spec.entries("lines")

All refusals are SpecError: what is wrong, in which place of the file, and what to write instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

import yaml

from ayni.kernel import refusals


class SpecError(refusals.Refused):
    """What a method is asked to do cannot be read, or makes no sense."""


@dataclass(frozen=True)
class Spec:
    """A mapping of a specification and its place in the file, for the texts of refusals."""

    values: Mapping[str, Any]
    where: str

    @classmethod
    def read(cls, text: str, where: str, *allowed: str) -> Spec:
        """A whole file. `allowed`: its keys; none given allows any."""
        try:
            found = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise SpecError(f"{where} is not readable YAML: {error}") from error
        if found is None:
            found = {}
        if not isinstance(found, dict):
            raise SpecError(f"{where} holds a {type(found).__name__}. Write names and values, as `welfare: income`.")
        return cls(found, where).only(*allowed)

    def only(self, *allowed: str) -> Spec:
        """The same, having refused every key that is not allowed (no names: any)."""
        for key in self.values:
            if allowed and key not in allowed:
                hint = nearest(str(key), allowed) or f" Known here: {', '.join(allowed)}."
                raise SpecError(f"{self.where}: '{key}' is not known.{hint}")
        return self

    def has(self, key: str) -> bool:
        return self.values.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty; numbers and true or false are taken as they are written."""
        value = self.values.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, (dict, list)) or value is None or not str(value).strip():
            raise SpecError(f"{self.where}: `{key}` is missing or not a text.")
        return str(value).strip()

    def number(self, key: str, default: float | None = None) -> float:
        value = self.values.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise SpecError(f"{self.where}: `{key}` is {value!r}. Write a number.")
        return float(value)

    def fraction(self, key: str, default: Fraction | None = None) -> Fraction:
        """An exact share: 1/3, 0.33 or 5."""
        value = self.values.get(key)
        if value is None and default is not None:
            return default
        return fraction(value, f"{self.where}: `{key}`")

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise SpecError(f"{self.where}: `{key}` is {value!r}. Write true or false.")
        return value

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        value, words = self.text(key, default), list(allowed)
        if value not in words:
            raise SpecError(f"{self.where}: `{key}` is '{value}'. Write one of {', '.join(words)}.")
        return value

    def listed(self, key: str, default: Iterable[Any] | None = None) -> list[Any]:
        """A list with at least one entry; a single value stands for a list of one."""
        value = self.values.get(key)
        if value is None and default is not None:
            return list(default)
        found = value if isinstance(value, list) else [] if value is None else [value]
        if not found:
            raise SpecError(f"{self.where}: `{key}` must be a list with at least one entry.")
        return found

    def inside(self, key: str, *allowed: str) -> Spec:
        """The mapping under a key; an empty one when the key is not there."""
        value = self.values.get(key)
        if value is None:
            return Spec({}, f"{self.where}: {key}")
        if not isinstance(value, dict):
            raise SpecError(f"{self.where}: `{key}` must hold names and values.")
        return Spec(value, f"{self.where}: {key}").only(*allowed)

    def entries(self, key: str, *allowed: str, alone: str = "") -> Iterator[Spec]:
        """The mappings in the list under a key. `alone`: what a text stands for that is written in place of one."""
        for place, given in enumerate(self.listed(key), start=1):
            value = {alone: given} if alone and isinstance(given, str) else given
            if not isinstance(value, dict):
                raise SpecError(f"{self.where}: {key}, entry {place} is {value!r}. Write names and values there.")
            named = f" '{value['name']}'" if "name" in value else ""
            yield Spec(value, f"{self.where}: {key}, entry {place}{named}").only(*allowed)

    def labels(self, key: str = "labels") -> dict[str, str]:
        """Words by language; a text alone is English; nothing when there are none."""
        value = self.values.get(key)
        if value is None:
            return {}
        if isinstance(value, str):
            return {"en": value.strip()}
        if not isinstance(value, dict):
            raise SpecError(f"{self.where}: `{key}` must be a text, or `{{en: ..., fr: ...}}`.")
        return {str(language): str(text).strip() for language, text in value.items()}


def fraction(value: Any, where: str) -> Fraction:
    """An exact number written as 1/3, 0.33 or 33."""
    try:
        if isinstance(value, bool):
            raise ValueError
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise SpecError(f"{where} is {value!r}. Write a number or a fraction such as 1/3.") from error


def nearest(name: str, names: Iterable[str]) -> str:
    """' Did you mean ...?' for the closest of the names, or nothing."""
    close = get_close_matches(name, list(names), n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else ""
