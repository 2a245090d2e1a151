"""Recording what a source told on a day: answers by variable, and why there is none where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.views.decorators.debug import sensitive_variables

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import answers as checked
from ayni.registry import errors, models, permissions, queries
from ayni.registry.actions import checking, sealing

Kept = TypeVar("Kept", bound=models.Facts)


@dataclass(frozen=True, repr=False)
class Answers:
    """Answers by variable name; None is unknown. `states` names those "refused" or "not_applicable" instead."""

    values: Mapping[str, Any] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)


@action(permissions.RECORD_AREAS, says="recorded what is known of an area")
def record_area_answers(area: Area, answers: Answers, *, source: str, on: date, by: User) -> models.AreaFacts:
    """Keep what a source told of an area on a day; told again for that day, the new answers stand.

    Refuses: OutsideArea; AnswerRefused, with every answer that does not fit the dictionary.
    """
    scoping.check(by, permissions.RECORD_AREAS, area.path)
    values, states = _kept("area", answers)
    facts, _ = models.AreaFacts.objects.select_for_update().get_or_create(
        area=area, source=source, observed_on=on, defaults={"values": {}}
    )
    return _laid(facts, values, states)


@action(permissions.CORRECT, says="recorded answers of a household")
def record_household_answers(
    household: models.Household,
    answers: Answers,
    *,
    source: str,
    on: date,
    by: User,
    confidence: int = models.Confidence.TOLD,
) -> models.HouseholdFacts:
    """Keep what a source told of a household on a day, and how sure it is; told again for that day, the new answers
    stand.

    Refuses: OutsideArea; AnswerRefused, with every answer that does not fit the dictionary.
    """
    scoping.check(by, permissions.CORRECT, queries.path_of(household.pk))
    return lay_household_answers(household, answers, source=source, on=on, confidence=confidence)


@sensitive_variables()
def lay_household_answers(
    household: models.Household,
    answers: Answers,
    *,
    source: str,
    on: date,
    confidence: int = models.Confidence.TOLD,
) -> models.HouseholdFacts:
    """A step of actions that have asked for a permission of their own there. Refuses: AnswerRefused."""
    values, states = _kept("household", answers)
    facts, _ = models.HouseholdFacts.objects.select_for_update().get_or_create(
        household=household, source=source, observed_on=on, defaults={"values": {}}
    )
    facts.confidence = confidence
    return _parted("household", household.pk, facts, values, states)


@action(permissions.CORRECT, says="recorded answers of a person")
def record_person_answers(
    person: models.Person,
    answers: Answers,
    *,
    source: str,
    on: date,
    by: User,
    confidence: int = models.Confidence.TOLD,
) -> models.PersonFacts:
    """Keep what a source told of a person on a day, and how sure it is; told again for that day, the new answers stand.

    Refuses: OutsideArea; AnswerRefused, with every answer that does not fit the dictionary.
    """
    checking.person(person, permissions.CORRECT, on=on, by=by)
    return lay_person_answers(person, answers, source=source, on=on, confidence=confidence)


@sensitive_variables()
def lay_person_answers(
    person: models.Person,
    answers: Answers,
    *,
    source: str,
    on: date,
    confidence: int = models.Confidence.TOLD,
) -> models.PersonFacts:
    """A step of actions that have asked for a permission of their own there. Refuses: AnswerRefused."""
    values, states = _kept("person", answers)
    facts, _ = models.PersonFacts.objects.select_for_update().get_or_create(
        person=person, source=source, observed_on=on, defaults={"values": {}}
    )
    facts.confidence = confidence
    return _parted("person", person.pk, facts, values, states)


@sensitive_variables()
def _parted(entity: str, record: int, facts: Kept, values: dict[str, Any], states: dict[str, str]) -> Kept:
    """Keep what is sensitive sealed, and the rest with the other answers."""
    words = queries.dictionary()
    values, secret = sealing.parted(entity, values, words)
    states, why = sealing.parted(entity, states, words)
    if secret:
        sealing.lay(entity, record, secret, why, source=facts.source, on=facts.observed_on, confidence=facts.confidence)
    return _laid(facts, values, states) if values else facts


def _laid(facts: Kept, values: dict[str, Any], states: dict[str, str]) -> Kept:
    """Lay answers over those of the same source and day; an answer and its state change together."""
    kept = {name: state for name, state in facts.states.items() if name not in values}
    facts.values, facts.states = {**facts.values, **values}, {**kept, **states}
    facts.save(update_fields=["values", "states", "confidence"])
    return facts


@sensitive_variables()
def _kept(entity: str, answers: Answers) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers in the form the registry keeps, a null for each that is not one. Refuses: AnswerRefused."""
    words = queries.dictionary()
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name in [*answers.values, *(name for name in answers.states if name not in answers.values)]:
        try:
            variable = words.get(entity, name)
            if variable is None:
                raise errors.UnknownVariable(entity, name, words.nearest(entity, name))
            values[name] = _value(variable, answers.values.get(name), answers.states.get(name))
        except (dictionaries.DictionaryError, errors.UnknownVariable) as error:
            problems.append(str(error))
    if problems:
        raise errors.AnswerRefused(problems)
    return values, dict(answers.states)


@sensitive_variables()
def _value(variable: dictionaries.Variable, given: Any, state: str | None) -> Any:
    where = f"{variable.entity}.{variable.name}"
    kind = state or ("unknown" if given is None else "")
    if kind and kind not in variable.missing:
        allowed = ", ".join(variable.missing) or "nothing"
        raise dictionaries.DictionaryError(f"{where}: {kind!r} may not stand for an answer to it, but {allowed} may.")
    if state and given is not None:
        raise dictionaries.DictionaryError(f"{where}: it is answered and {state} at once; say one of them.")
    return None if kind else checked.kept(variable, given)
