"""What the columns of a file of people mean, as a person writes it down in YAML."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from ayni.kernel import refusals

NAMES = ("given", "middle", "family", "full")
WORDS = (
    "record",
    "names",
    "birth_date",
    "age",
    "told_on",
    "sex",
    "place",
    "phone",
    "identifiers",
    "certain",
    "household",
    "other",
)


class MappingRefused(refusals.Refused):
    """Carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Columns:
    """Names of a file's columns by what they mean; an empty name: the file has none.

    `names` by part (`NAMES`), `place` from the broadest area to the narrowest, `identifiers` and `other` by what they
    are called here. An `age` is in completed years on the day `told_on`.
    """

    names: Mapping[str, str]
    record: str = ""
    birth_date: str = ""
    age: str = ""
    told_on: date | None = None
    sex: str = ""
    place: tuple[str, ...] = ()
    phone: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    household: str = ""
    other: tuple[str, ...] = ()
    #: Identifiers of which nobody has two: where they differ, so do the people.
    certain: tuple[str, ...] = ()

    def used(self) -> Iterator[tuple[str, str]]:
        """What it means, and the column."""
        yield from ((f"names.{part}", column) for part, column in self.names.items())
        for word in ("record", "birth_date", "age", "sex", "phone", "household"):
            if column := getattr(self, word):
                yield word, column
        yield from (("place", column) for column in self.place)
        yield from (("identifiers", column) for column in self.identifiers.values())
        yield from (("other", column) for column in self.other)


def read(text: str) -> Columns:
    """A mapping. Refuses what is no mapping, words it does not know, and one without a name or a date."""
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        raise MappingRefused(
            [f"The mapping is not YAML that can be read: {wrong}. Compare with the manual's example."]
        ) from None
    if not isinstance(given, dict):
        raise MappingRefused(["The mapping says nothing. Write at least `names:` and `birth_date:` or `age:`."])
    problems = list(_problems(given))
    if problems:
        raise MappingRefused(problems)
    names = given["names"]
    return Columns(
        names={"full": names} if isinstance(names, str) else dict(names),
        identifiers=dict(given.get("identifiers") or {}),
        place=_listed(given.get("place")),
        other=_listed(given.get("other")),
        certain=_listed(given.get("certain")),
        told_on=given.get("told_on"),
        **{word: given.get(word) or "" for word in ("record", "birth_date", "age", "sex", "phone", "household")},
    )


def check(columns: Columns, present: Sequence[str], file: str) -> None:
    """Refuses columns that the file does not have, each with the nearest it has."""
    problems = []
    for meaning, column in columns.used():
        if column not in present:
            near = difflib.get_close_matches(column, present, 1)
            told = f" Did you mean {near[0]}?" if near else f" It has: {', '.join(present[:20])}."
            problems.append(f"{meaning}: {file} has no column {column}.{told}")
    if problems:
        raise MappingRefused(problems)


def _problems(given: Mapping[str, Any]) -> Iterator[str]:
    for word in given:
        if word not in WORDS:
            near = difflib.get_close_matches(str(word), WORDS, 1)
            yield f"{word}: there is no such word." + (
                f" Did you mean {near[0]}?" if near else f" Known: {', '.join(WORDS)}."
            )
    for name in _listed(given.get("certain")):
        if name not in (given.get("identifiers") or {}):
            yield f"certain: {name} is none of the identifiers. Write it under `identifiers:` first."
    names = given.get("names")
    if not names:
        yield "names: which column holds the name? Write `names: {given: …, family: …}` or `names: column`."
    elif isinstance(names, dict):
        for part in set(names) - set(NAMES):
            yield f"names.{part}: there is no such part of a name. Known: {', '.join(NAMES)}."
    if not given.get("birth_date") and not given.get("age"):
        yield "birth_date: which column holds the date of birth? Write `birth_date: column`, or `age:` and `told_on:`."
    if given.get("age") and not isinstance(given.get("told_on"), date):
        yield "told_on: an age needs the day it was told on. Write `told_on: 2026-01-31`."


def _listed(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())
