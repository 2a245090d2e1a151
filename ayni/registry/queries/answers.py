"""What is known of a household and its members: the latest answer to each question, in words."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias, cast

from django.db import connection
from django.views.decorators.debug import sensitive_variables

from ayni.commons import languages
from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import variables as dictionary_variables
from ayni.registry import models
from ayni.registry.queries import recalling, sealed, variables, wording

Row: TypeAlias = models.Facts | sealed.Document

#: Who tells an answer that an officer has held for true against others.
RESOLVED = "resolution"
#: Answers of different sources contradict each other when they were told within so long; later, things have changed.
CONTEMPORARY = timedelta(days=366)

#: About the sample, not about the household.
DESIGN = frozenset({"survey_weight", "survey_stratum", "survey_psu"})


#: Every answer that is not sealed, how many are, and by which edition of the dictionary they are read.
EVERY = """
    SELECT 'household', household_id, id, source, observed_on, values::text, states::text, confidence::int
    FROM registry_householdfacts WHERE household_id = ANY(%(homes)s)
        AND (%(on)s::date IS NULL OR observed_on <= %(on)s::date)
    UNION ALL
    SELECT 'person', person_id, id, source, observed_on, values::text, states::text, confidence::int
    FROM registry_personfacts WHERE person_id = ANY(%(people)s)
        AND (%(on)s::date IS NULL OR observed_on <= %(on)s::date)
    UNION ALL
    SELECT 'household', household_id, NULL, NULL, NULL, NULL, NULL, sum(answers)::int
    FROM registry_householdsealed WHERE household_id = ANY(%(homes)s) GROUP BY household_id
    UNION ALL
    SELECT 'person', person_id, NULL, NULL, NULL, NULL, NULL, sum(answers)::int
    FROM registry_personsealed WHERE person_id = ANY(%(people)s) GROUP BY person_id
    UNION ALL
    SELECT 'edition', max(id), count(id), NULL, NULL, NULL, NULL, NULL FROM registry_variable
"""


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
    confidence: int = models.Confidence.TOLD
    #: What other sources told about the same time and is something else, until an officer says which holds.
    beside: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Told:
    """The answers that are no secret, in the dictionary's order; `hidden` counts the sensitive ones that are kept.

    `may_open`: whether this reader may open those, for a purpose (`queries.opening`).
    """

    facts: tuple[Fact, ...] = ()
    hidden: int = 0
    may_open: bool = False

    @property
    def contradicted(self) -> tuple[Fact, ...]:
        """The answers beside which others stand."""
        return tuple(fact for fact in self.facts if fact.beside)

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


def of(
    households: Sequence[models.Household],
    persons: Sequence[models.Person],
    *,
    may_open: bool,
    on: date | None = None,
    known: datetime | None = None,
) -> Answers:
    """What is known of them: one query, whatever their number. Nothing sensitive is opened.

    `on`: as told up to a day; `known`: as it had been recorded by a moment.
    """
    homes, people = [one.pk for one in households], [one.pk for one in persons]
    found: dict[str, list[tuple[int, Row]]] = {"household": [], "person": []}
    kept: dict[str, dict[int, int]] = {"household": {}, "person": {}}
    with connection.cursor() as cursor:
        cursor.execute(EVERY, {"homes": homes, "people": people, "on": on})
        *rows, (_edition, last, count, *_nothing) = cursor.fetchall()
    for entity, record, pk, source, observed_on, values, states, confidence in rows:
        if values is None:
            kept[entity][record] = confidence
        elif known is None:
            told = json.loads(values), json.loads(states)
            found[entity].append((record, sealed.Document(pk, record, source, observed_on, *told, confidence)))
    if known is not None:
        found = {
            "household": _recalled(models.HouseholdFacts, "household_id", homes, on, known),
            "person": _recalled(models.PersonFacts, "person_id", people, on, known),
        }
    words = variables.edition(last, count)
    return Answers(
        _told("household", found["household"], words, may_open, kept["household"]),
        _told("person", found["person"], words, may_open, kept["person"]),
    )


def _recalled(model: Any, column: str, keys: Sequence[int], on: date | None, known: datetime) -> list[tuple[int, Row]]:
    rows = recalling.rows(model, known, **{f"{column}__in": keys}) if keys else []
    return [(getattr(row, column), row) for row in rows if on is None or row.observed_on <= on]


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
    rows: Iterable[tuple[int, Row]],
    words: dictionaries.Dictionary,
    may_open: bool,
    kept: Mapping[int, int],
) -> dict[int, Told]:
    by_record: dict[int, list[Row]] = defaultdict(list)
    for record, row in rows:
        by_record[record].append(row)
    asked = words.of(_entity(entity))
    return {
        record: _shown(by_record.get(record, []), asked, kept.get(record, 0), may_open)
        for record in by_record.keys() | kept.keys()
    }


def _entity(name: str) -> dictionary_variables.Entity:
    return cast(dictionary_variables.Entity, name)


def _latest(rows: Iterable[tuple[int, Row]]) -> dict[int, dict[str, Row]]:
    """Of each variable the row that holds: of the most trusted that tell of it the latest."""
    latest: dict[int, dict[str, Row]] = defaultdict(dict)
    for unit, row in sorted(rows, key=lambda pair: _order(pair[1])):
        latest[unit].update(dict.fromkeys(row.values, row))
    return latest


def _order(row: Row) -> tuple[int, date, int]:
    return row.confidence, row.observed_on, row.pk


def _shown(rows: Sequence[Row], asked: Sequence[dictionaries.Variable], kept: int, may_open: bool) -> Told:
    """Answers in the dictionary's order; what has become sensitive and is not yet sealed is hidden like the rest."""
    known = _latest((0, row) for row in rows)[0]
    facts, hidden = [], kept
    for variable in asked:
        row = known.get(variable.name)
        if row is None or variable.name in DESIGN:
            continue
        if variable.sensitivity == sealed.SENSITIVE:
            hidden += 1
            continue
        beside = tuple(_fact(variable, other) for other in _contradicting(variable.name, row, rows))
        facts.append(_fact(variable, row, beside))
    return Told(tuple(facts), hidden, may_open)


def _contradicting(name: str, holds: Row, rows: Sequence[Row]) -> list[Row]:
    """The latest word of each other source that is another one and of about the same time, and was not resolved."""
    if len(rows) == 1:
        return []
    by_source = {
        row.source: row for row in sorted(rows, key=lambda row: (row.observed_on, row.pk)) if name in row.values
    }
    resolved = by_source.pop(RESOLVED, None)
    by_source.pop(holds.source, None)
    return [
        row
        for row in by_source.values()
        if row.values[name] != holds.values[name]
        and abs(row.observed_on - holds.observed_on) <= CONTEMPORARY
        and (resolved is None or row.observed_on > resolved.observed_on)
    ]


def _fact(variable: dictionaries.Variable, row: Row, beside: tuple[Fact, ...] = ()) -> Fact:
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
        confidence=row.confidence,
        beside=beside,
    )
