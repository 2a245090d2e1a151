"""Who receives what, as columns a rule may name: `person.receives_old_age_pension`, `household.receives_any`.

A household receives a programme when it, or anybody who lives in it, is enrolled; a person when they themselves are.
Who is not enrolled is known not to receive: these columns are never unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ayni.engines import dictionary as dictionaries

ANY = "receives_any"
ACTIVE = "enrolled"


@dataclass(frozen=True)
class Marked:
    """The canonical tables with a column for each programme."""

    households: Any
    persons: Any


def name(programme: str) -> str:
    """The column of a programme."""
    return "receives_" + programme.replace("-", "_")


def extended(dictionary: dictionaries.Dictionary, programmes: Iterable[str]) -> dictionaries.Dictionary:
    """The dictionary with these columns as variables of households and of persons."""
    names = [ANY, *map(name, programmes)]
    added = [
        dictionaries.Variable(one, entity, "boolean", sensitivity="sensitive")
        for entity in ("household", "person")
        for one in names
        if dictionary.get(entity, one) is None
    ]
    return dictionaries.Dictionary([*dictionary, *added])


def marked(households: Any, persons: Any, enrolments: Any, programmes: Sequence[str]) -> Marked:
    """Both tables with `receives_any` and one column for each programme.

    enrolments: `household_id`, `person_id` (null for a household's own), `programme`, `status`; None for no such table.
    """
    return Marked(
        _with(households, enrolments, "household_id", programmes), _with(persons, enrolments, "person_id", programmes)
    )


def _with(table: Any, enrolments: Any, key: str, programmes: Sequence[str]) -> Any:
    if enrolments is None:
        return table.mutate(**dict.fromkeys((ANY, *map(name, programmes)), False))
    active = enrolments.filter((enrolments["status"] == ACTIVE) & enrolments[key].notnull())
    flags = {name(code): (active["programme"] == code).any() for code in programmes}
    whose = active.group_by(enrolled_id=active[key]).aggregate(**{ANY: active.count() > 0}, **flags)
    joined = table.left_join(whose, table["id"] == whose["enrolled_id"])
    known = {one: joined[one].fill_null(False) for one in (ANY, *flags)}
    return joined.select(*table.columns, **known)
