"""Saying which of several contradicting sources holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.registry import errors, models, permissions, queries
from ayni.registry.actions import checking
from ayni.registry.queries import answers, sealed

RESOLVED = answers.RESOLVED


@action(permissions.CORRECT, says="resolved contradicting answers", unsaid=("reason",))
def resolve_answer(
    subject: models.Household | models.Person,
    *,
    variable: str,
    source: str,
    observed_on: date,
    reason: str,
    on: date,
    by: User,
) -> models.Resolution:
    """Hold what one source told on a day for true, against the others, and say why.

    It stands as the most trusted answer of the day it is made: what is as sure and is told later counts again. Refuses:
    OutsideArea, ReasonMissing, UnknownVariable, NotResolvedHere, NothingContradicts.
    """
    entity = "household" if isinstance(subject, models.Household) else "person"
    if isinstance(subject, models.Household):
        checking.household(subject, permissions.CORRECT, by=by)
    else:
        checking.person(subject, permissions.CORRECT, on=on, by=by)
    if not reason.strip():
        raise errors.ReasonMissing
    words = queries.dictionary()
    if words.get(entity, variable) is None:
        raise errors.UnknownVariable(entity, variable, words.nearest(entity, variable))
    if variable in sealed.names(words, entity):
        raise errors.NotResolvedHere(variable)
    model: Any = models.HouseholdFacts if entity == "household" else models.PersonFacts
    rows = [row for row in model.objects.filter(**{entity: subject}) if variable in row.values]
    chosen = next((row for row in rows if (row.source, row.observed_on) == (source, observed_on)), None)
    if chosen is None:
        raise errors.NothingContradicts(variable)
    held, _made = model.objects.select_for_update().get_or_create(
        **{entity: subject}, source=RESOLVED, observed_on=on, defaults={"values": {}}
    )
    held.confidence = max(held.confidence, *(row.confidence for row in rows))
    held.values = {**held.values, variable: chosen.values[variable]}
    held.states = {name: state for name, state in held.states.items() if name != variable}
    if variable in chosen.states:
        held.states[variable] = chosen.states[variable]
    held.save(update_fields=["values", "states", "confidence"])
    return models.Resolution.objects.create(
        **{entity: subject},
        variable=variable,
        source=source,
        observed_on=observed_on,
        reason=reason.strip(),
        decided_by=by,
        decided_on=on,
    )
