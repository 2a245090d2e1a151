"""Rows as they were recorded at an earlier moment: what the registry knew then, right or wrong.

The history keeps each state that a change or a deletion put an end to, with the moment. So the state of a row at a
moment is that of its first change afterwards, or the present one when there was none; a row recorded later was not
there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

M = TypeVar("M", bound=Model)


def end_of(day: date) -> datetime:
    """The last moment of a day here."""
    return timezone.make_aware(datetime.combine(day, time.max))


def rows(model: type[M], at: datetime, **asked: Any) -> list[M]:
    """The rows of a model that satisfied plain conditions on their columns at a moment. Three queries."""
    events = apps.get_model("registry", f"{model.__name__}Event")
    manager = model._default_manager
    now = manager.filter(**asked).order_by().values_list("pk", flat=True)
    since = events.objects.filter(**asked, pgh_created_at__gt=at).order_by().values_list("pgh_obj_id", flat=True)
    keys = {*now.union(since)}
    later = events.objects.filter(pgh_obj_id__in=keys, pgh_created_at__gt=at).order_by("pgh_obj_id", "pgh_id")
    changed = {event.pgh_obj_id: event for event in later.distinct("pgh_obj_id")}
    present = {row.pk: row for row in manager.filter(pk__in=keys - changed.keys())}
    found = [*present.values(), *(_as_it_was(model, event) for event in changed.values())]
    return sorted((one for one in found if _was_there(one, at) and _satisfies(one, asked)), key=lambda one: one.pk)


def _as_it_was(model: type[M], event: Any) -> M:
    return model(**{field.attname: getattr(event, field.attname) for field in model._meta.concrete_fields})


def _was_there(row: Any, at: datetime) -> bool:
    """A person or a household is there from the day it was registered; everything else from when it was recorded."""
    if hasattr(row, "recorded_at"):
        return bool(row.recorded_at <= at)
    return bool(row.registered_on <= timezone.localtime(at).date())


def _satisfies(row: Any, asked: dict[str, Any]) -> bool:
    """The conditions are equality and membership in a list."""
    for name, value in asked.items():
        column, _, many = name.partition("__")
        held = getattr(row, column)
        if (held not in value) if many == "in" else held != value:
            return False
    return True


def people(keys: Sequence[int], at: datetime, model: type[M]) -> dict[int, M]:
    """Rows by their keys."""
    return {row.pk: row for row in rows(model, at, id__in=list(keys))}
