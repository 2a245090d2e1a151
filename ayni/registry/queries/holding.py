"""Which answers are kept under a variable, and whether they would still be readable under another declaration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from ayni.engines import dictionary as dictionaries
from ayni.kernel.refusals import Refused
from ayni.registry import errors, models
from ayni.registry.queries import sealed

#: Where the answers about each entity are kept.
KEPT_IN: dict[str, type[models.Facts]] = {
    "household": models.HouseholdFacts,
    "person": models.PersonFacts,
    "area": models.AreaFacts,
}


def objections(newest: models.Variable, after: dictionaries.Variable) -> Iterator[Refused]:
    """What answers on record say against a new declaration of their variable.

    TypeChanged, when there are answers of another type; AnswersInUse, when a choice or a kind of missing answer was
    given that it no longer has; AnswersSealed, when it cannot be known.
    """
    before = newest.declared
    if before.sensitivity == sealed.SENSITIVE and before.entity in sealed.KEPT_IN:
        yield from _sealed_objections(newest, before, after)
        return
    if before.type != after.type:
        if _rows(after).filter(values__has_key=after.name).exists():
            yield errors.TypeChanged(str(newest), before.type, after.type)
        return
    lost = {code: count for code in before.codes if code not in after.codes and (count := _chosen(before, code))}
    lost |= {kind: count for kind in before.missing if kind not in after.missing and (count := _missing(before, kind))}
    if lost:
        yield errors.AnswersInUse(str(newest), lost)


def _sealed_objections(
    newest: models.Variable, before: dictionaries.Variable, after: dictionaries.Variable
) -> Iterator[Refused]:
    loses = (
        before.type != after.type or set(before.codes) - set(after.codes) or set(before.missing) - set(after.missing)
    )
    rows: Any = sealed.KEPT_IN[before.entity]
    if loses and rows.objects.exists():
        yield errors.AnswersSealed(str(newest))


def _chosen(variable: dictionaries.Variable, code: str) -> int:
    rows = _rows(variable).annotate(answer=KeyTransform(variable.name, "values"))
    is_many = variable.type == "many_choice"
    chosen: QuerySet[Any] = rows.filter(answer__contains=[code]) if is_many else rows.filter(answer=code)
    return chosen.count()


def _missing(variable: dictionaries.Variable, kind: str) -> int:
    if kind == "unknown":  # whatever was not asked is unknown: nothing is kept of it
        return 0
    rows = _rows(variable).annotate(state=KeyTransform(variable.name, "states"))
    found: QuerySet[Any] = rows.filter(state=kind)
    return found.count()


def _rows(variable: dictionaries.Variable) -> QuerySet[Any]:
    model: Any = KEPT_IN[variable.entity]
    found: QuerySet[Any] = model.objects.all()
    return found
