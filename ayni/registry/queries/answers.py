"""What is known of a household and its members: the latest answer to each question, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias, cast

from django.views.decorators.debug import sensitive_variables

from ayni.commons import languages
from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import variables as dictionary_variables
from ayni.registry import models
from ayni.registry.queries import sealed, variables, wording

Row: TypeAlias = models.Facts | sealed.Document

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
    """The answers that are no secret, in the dictionary's order; `hidden` counts the sensitive ones that are kept.

    `may_open`: whether this reader may open those, for a purpose (`queries.opening`).
    """

    facts: tuple[Fact, ...] = ()
    hidden: int = 0
    may_open: bool = False

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


def of(households: Sequence[models.Household], persons: Sequence[models.Person], *, may_open: bool) -> Answers:
    """What is known of them: two queries for each kind. Nothing sensitive is opened."""
    words = variables.dictionary()
    of_homes = models.HouseholdFacts.objects.filter(household__in=households) if households else ()
    of_people = models.PersonFacts.objects.filter(person__in=persons) if persons else ()
    return Answers(
        _told(
            "household", [one.pk for one in households], ((row.household_id, row) for row in of_homes), words, may_open
        ),
        _told("person", [one.pk for one in persons], ((row.person_id, row) for row in of_people), words, may_open),
    )


@sensitive_variables()
def sensitive(entity: str, record: int) -> tuple[Fact, ...]:
    """The latest sensitive answers of one record, opened. For `opening`, which records why.

    Refuses: KeyMissing, KeyWrong, SealBroken.
    """
    plain: Any = models.HouseholdFacts if entity == "household" else models.PersonFacts
    rows: list[Row] = [*plain.objects.filter(**{entity: record}), *sealed.documents(entity, [record])]
    dictionary = variables.dictionary()
    secret = sealed.names(dictionary, entity)
    known = _latest((record, row) for row in rows).get(record, {})
    asked = (one for one in dictionary.of(_entity(entity)) if one.name in secret)
    return tuple(_fact(one, known[one.name]) for one in asked if one.name in known)


def _told(
    entity: str,
    records: Sequence[int],
    rows: Iterable[tuple[int, models.Facts]],
    words: dictionaries.Dictionary,
    may_open: bool,
) -> dict[int, Told]:
    latest, kept = _latest(rows), sealed.counts(entity, records)
    asked = words.of(_entity(entity))
    return {
        record: _shown(latest.get(record, {}), asked, kept.get(record, 0), may_open)
        for record in latest.keys() | kept.keys()
    }


def _entity(name: str) -> dictionary_variables.Entity:
    return cast(dictionary_variables.Entity, name)


def _latest(rows: Iterable[tuple[int, Row]]) -> dict[int, dict[str, Row]]:
    """Of each variable the latest row that tells of it."""
    latest: dict[int, dict[str, Row]] = defaultdict(dict)
    for unit, row in sorted(rows, key=lambda pair: (pair[1].observed_on, pair[1].pk)):
        latest[unit].update(dict.fromkeys(row.values, row))
    return latest


def _shown(known: dict[str, Row], asked: Sequence[dictionaries.Variable], kept: int, may_open: bool) -> Told:
    """Answers in the dictionary's order; what has become sensitive and is not yet sealed is hidden like the rest."""
    facts, hidden = [], kept
    for variable in asked:
        row = known.get(variable.name)
        if row is None or variable.name in DESIGN:
            continue
        if variable.sensitivity == sealed.SENSITIVE:
            hidden += 1
            continue
        facts.append(_fact(variable, row))
    return Told(tuple(facts), hidden, may_open)


def _fact(variable: dictionaries.Variable, row: Row) -> Fact:
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
