"""What is known of a household and its members: the latest answer to each question, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ayni.commons import languages
from ayni.engines import dictionary as dictionaries
from ayni.registry import models
from ayni.registry.queries import variables, wording

#: About the sample, not about the household.
DESIGN = frozenset({"survey_weight", "survey_stratum", "survey_psu"})


@dataclass(frozen=True)
class Fact:
    """One answer: who told it, and when. Without one `raw` is None, and `state` and `value` say why.

    `state` is "unknown", "refused" or "not_applicable"; empty for an answer.
    """

    variable: str
    label: str
    value: str
    raw: Any
    sensitivity: str
    source: str
    observed_on: date
    state: str = ""


@dataclass(frozen=True)
class Told:
    """The answers a reader may see, in the dictionary's order; `hidden` counts the sensitive ones they may not."""

    facts: tuple[Fact, ...] = ()
    hidden: int = 0

    def get(self, variable: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.variable == variable), None)


@dataclass(frozen=True)
class Answers:
    """The answers of several households and persons, by key."""

    households: dict[int, Told] = field(default_factory=dict)
    persons: dict[int, Told] = field(default_factory=dict)

    def household(self, household_id: int) -> Told:
        return self.households.get(household_id, Told())

    def person(self, person_id: int) -> Told:
        return self.persons.get(person_id, Told())


def of(households: Sequence[models.Household], persons: Sequence[models.Person], *, sees_sensitive: bool) -> Answers:
    """What is known of them: one query for each kind."""
    dictionary = variables.dictionary()
    of_homes = models.HouseholdFacts.objects.filter(household__in=households) if households else ()
    of_people = models.PersonFacts.objects.filter(person__in=persons) if persons else ()
    return Answers(
        _told(((row.household_id, row) for row in of_homes), dictionary.of("household"), sees_sensitive),
        _told(((row.person_id, row) for row in of_people), dictionary.of("person"), sees_sensitive),
    )


def _told(
    rows: Iterable[tuple[int, models.Facts]],
    asked: Sequence[dictionaries.Variable],
    sees_sensitive: bool,
) -> dict[int, Told]:
    latest: dict[int, dict[str, models.Facts]] = defaultdict(dict)
    for unit, row in sorted(rows, key=lambda pair: (pair[1].observed_on, pair[1].pk)):
        latest[unit].update(dict.fromkeys(row.values, row))
    return {unit: _shown(known, asked, sees_sensitive) for unit, known in latest.items()}


def _shown(known: dict[str, models.Facts], asked: Sequence[dictionaries.Variable], sees_sensitive: bool) -> Told:
    """Answers in the dictionary's order; of each variable the latest row that tells of it."""
    facts, hidden = [], 0
    for variable in asked:
        row = known.get(variable.name)
        if row is None or variable.name in DESIGN:
            continue
        if variable.sensitivity == "sensitive" and not sees_sensitive:
            hidden += 1
            continue
        facts.append(_fact(variable, row))
    return Told(tuple(facts), hidden)


def _fact(variable: dictionaries.Variable, row: models.Facts) -> Fact:
    raw = row.values[variable.name]
    state = row.states.get(variable.name, "unknown") if raw is None else ""
    return Fact(
        variable=variable.name,
        label=languages.text(variable.labels) or variable.name,
        value=wording.missing(state) if state else wording.value(variable, raw),
        raw=raw,
        sensitivity=variable.sensitivity,
        source=row.source,
        observed_on=row.observed_on,
        state=state,
    )
