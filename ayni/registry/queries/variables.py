"""The dictionary in force, and how it came to be."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Count, Max

from ayni.engines import dictionary as dictionaries
from ayni.registry import errors, models


def dictionary() -> dictionaries.Dictionary:
    """The highest version of every variable, in order of declaration. Public: no reader is needed."""
    asked = models.Variable.objects.aggregate(last=Max("pk"), rows=Count("pk"))
    return edition(asked["last"], asked["rows"])


@lru_cache(maxsize=2)
def edition(last: int | None, rows: int) -> dictionaries.Dictionary:
    """Variables are only ever added, so their number and the last key tell whether they are still the same."""
    del last, rows
    return dictionaries.Dictionary(row.declared for row in in_force())


def in_force() -> list[models.Variable]:
    """The rows of the dictionary in force."""
    return [row for row in newest() if not row.is_retired]


def newest() -> list[models.Variable]:
    """The last row of every variable there ever was, retired ones too."""
    rows = models.Variable.objects.order_by("entity", "name", "-version").distinct("entity", "name")
    return sorted(rows, key=lambda row: (row.entity, row.position, row.name))


def variable(entity: str, name: str) -> models.Variable:
    """The last row of a variable, retired or not. Refuses: UnknownVariable, with the nearest name."""
    found = models.Variable.objects.filter(entity=entity, name=name).order_by("-version").first()
    if found is None:
        known = dictionary()
        nearest = known.nearest(entity, name) if entity in dictionaries.ENTITIES else None
        raise errors.UnknownVariable(entity, name, nearest)
    return found


def versions(entity: str, name: str) -> list[models.Variable]:
    """Every version of a variable, newest first, with the change each came by."""
    rows = models.Variable.objects.filter(entity=entity, name=name).order_by("-version")
    return list(rows.select_related("change__prepared_by", "change__decided_by"))
