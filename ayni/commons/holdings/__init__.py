"""What each domain holds on people, table by table: what a person is given of it, and what becomes of it in the end.

A domain declares it in its `holdings` module; the setting AYNI_HOLDINGS names the modules. Of every table with people
in it somebody says what goes into a person's copy or why it is left out, and what anonymising does to it or why it
stays.

    @holdings.gives("registry.person")
    def identity(subject): ...                      # a Section

    holdings.forgets("registry.person", where="t.id IN ({persons})", sets=lambda: {"phone": "''"})
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.functional import Promise

from ayni.commons.access.models import User

Text = str | Promise


@dataclass(frozen=True)
class Subject:
    """Whose copy is made, and for which officer. `household_id` is where the person lives now, None for nowhere."""

    person_id: int
    household_id: int | None
    reader: User
    on: date


@dataclass(frozen=True)
class Column:
    """One value of each row. What is not shown is for machines only: a code beside its words."""

    name: str
    label: Text
    meaning: Text = ""
    is_shown: bool = True


@dataclass(frozen=True)
class Section:
    """A part of the copy. Values are plain: texts, numbers, days as ISO texts, None for what is not known."""

    code: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]


Giving = Callable[[Subject], Section]


@dataclass(frozen=True)
class Forgetting:
    """How the rows of a table about some people lose those people.

    `where` picks the rows of `t`; in it {persons} and {households} stand for the statements that list their keys.
    `sets` gives for each column an expression over the row itself; without any the rows are deleted. The table of
    earlier states is treated likewise. `ignoring` names the triggers that would stand in the way.
    """

    table: str
    where: str
    sets: Callable[[], Mapping[str, str]] | None
    has_history: bool = False
    ignoring: tuple[str, ...] = ()


@dataclass(frozen=True)
class Occasion:
    """Something after which data need no longer be kept: `statement` lists person_id, household_id and happened_on."""

    code: str
    label: Text
    statement: str


@dataclass(frozen=True)
class Guard:
    """Why some people's data must stay for now: `statement` lists person_id and household_id."""

    code: str
    label: Text
    statement: str


@dataclass
class Declared:
    """All that the domains have declared, by table or code."""

    given: dict[str, Giving] = field(default_factory=dict)
    left_out: dict[str, Text] = field(default_factory=dict)
    forgotten: dict[str, Forgetting] = field(default_factory=dict)
    staying: dict[str, Text] = field(default_factory=dict)
    occasions: dict[str, Occasion] = field(default_factory=dict)
    guards: dict[str, Guard] = field(default_factory=dict)

    @property
    def sections(self) -> list[Giving]:
        """Each function that gives a section, once, in the order they were declared."""
        return list(dict.fromkeys(self.given.values()))


_declared = Declared()


def declared() -> Declared:
    """What all domains declare; their modules are imported when it is first asked for."""
    for module in settings.AYNI_HOLDINGS:
        importlib.import_module(module)
    return _declared


def gives(*tables: str) -> Callable[[Giving], Giving]:
    """Declare the section that tells a person what is kept on them in some tables."""

    def declare(function: Giving) -> Giving:
        _declared.given.update(dict.fromkeys(tables, function))
        return function

    return declare


def leaves_out(table: str, *, because: Text) -> None:
    """Declare a table of which a person's copy holds nothing, and why."""
    _declared.left_out[table] = because


def forgets(
    table: str,
    *,
    where: str,
    sets: Callable[[], Mapping[str, str]] | None,
    has_history: bool = False,
    ignoring: tuple[str, ...] = (),
) -> None:
    """Declare how a table's rows become anonymous."""
    _declared.forgotten[table] = Forgetting(table, where, sets, has_history, ignoring)


def stays(table: str, *, because: Text) -> None:
    """Declare a table that anonymising leaves as it is, and why."""
    _declared.staying[table] = because


def follows(code: str, *, label: Text, statement: str) -> None:
    """Declare an occasion after which data may be anonymised."""
    _declared.occasions[code] = Occasion(code, label, statement)


def keeps_back(code: str, *, label: Text, statement: str) -> None:
    """Declare whose data must stay, and why."""
    _declared.guards[code] = Guard(code, label, statement)
