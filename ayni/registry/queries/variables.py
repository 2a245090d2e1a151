"""The dictionary in force."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Count, Max

from ayni.engines import dictionary as dictionaries
from ayni.registry import models


def dictionary() -> dictionaries.Dictionary:
    """The highest version of every variable, in order of declaration. Public: no reader is needed."""
    edition = models.Variable.objects.aggregate(last=Max("pk"), rows=Count("pk"))
    return _edition(edition["last"], edition["rows"])


@lru_cache(maxsize=2)
def _edition(last: int | None, rows: int) -> dictionaries.Dictionary:
    """Variables are only ever added, so their number and the last key tell whether they are still the same."""
    del last, rows
    return dictionaries.Dictionary(row.declared for row in in_force())


def in_force() -> list[models.Variable]:
    """The rows of the dictionary in force."""
    newest = models.Variable.objects.order_by("entity", "name", "-version").distinct("entity", "name")
    return sorted(newest, key=lambda row: (row.entity, row.position, row.name))
