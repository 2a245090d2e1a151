"""The parts of a mapping, as read from its YAML (docs/surveys.md describes that form)."""

from __future__ import annotations

from collections.abc import Mapping as Entries
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Entity = Literal["household", "person"]


@dataclass(frozen=True)
class Coded:
    """A code in the file and the choice it stands for; an empty `code` is made from the label."""

    value: str
    code: str = ""
    labels: Entries[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """A column that becomes a variable of the dictionary.

    `choices` is empty when every value label of the file is a choice. `not_applicable` and `missing` codes
    both become unknown. `minimum` and `maximum` are inclusive.
    """

    name: str
    source: str
    type: str
    labels: Entries[str, str] = field(default_factory=dict)
    question: Entries[str, str] = field(default_factory=dict)
    choices: tuple[Coded, ...] = ()
    when_true: tuple[str, ...] = ()
    when_false: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    sensitivity: str = "personal"
    line: int | None = None


@dataclass(frozen=True)
class Level:
    """One level of areas. `code` says whether the column's value or its label is the area's code;
    `nested` puts the parent's code before it, for codes that begin again in each parent."""

    source: str
    code: str = "value"
    name: str = ""
    nested: bool = False
    titles: Entries[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Map:
    """A structural column and the meaning of its codes (file code → role or sex)."""

    source: str
    codes: Entries[str, str]


@dataclass(frozen=True)
class Birth:
    """Where a date of birth stands: one column, a pair (earliest, latest), or year, month and day."""

    on: str = ""
    earliest: str = ""
    latest: str = ""
    year: str = ""
    month: str = ""
    day: str = ""


@dataclass(frozen=True)
class HouseholdPart:
    """The household file. Several key columns are joined with "-"; strata are joined with "-" too."""

    key: tuple[str, ...]
    levels: tuple[Level, ...]
    weight: str = ""
    stratum: tuple[str, ...] = ()
    psu: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class PersonPart:
    """The person file. `names` maps given, family, script, given_latin and family_latin to columns;
    `mother`, `father` and `spouse` are columns holding the number of another member."""

    household: tuple[str, ...]
    number: str
    relationship: Map
    sex: Map
    age_years: str = ""
    age_months: str = ""
    age_missing: tuple[str, ...] = ()
    birth: Birth = Birth()
    names: Entries[str, str] = field(default_factory=dict)
    mother: str = ""
    father: str = ""
    spouse: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """A survey's mapping. `where` is the file it was read from, `lines` where it names each structural column."""

    survey: str
    titles: Entries[str, str]
    interviewed_on: date
    households: str
    persons: str
    household: HouseholdPart
    person: PersonPart
    shapes: str = ""
    source: str = ""
    currency: str = ""
    encoding: str = ""
    decimal_comma: bool = False
    where: str = ""
    lines: Entries[str, int] = field(default_factory=dict)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files the mapping needs."""
        return (self.households, self.persons)
