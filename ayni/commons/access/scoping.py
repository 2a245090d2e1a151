"""Where a reader may look: area paths, and querysets narrowed to them."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.access.models import EVERYWHERE, User

M = TypeVar("M", bound=Model)


def paths(reader: User, permission: str) -> tuple[str, ...]:
    """The area paths where the reader holds the permission; refuses NotPermitted when there is none."""
    held = reader.where(permission)
    if not held:
        raise NotPermitted(permission, str(reader))
    return held


def within(queryset: QuerySet[M], field: str, paths: tuple[str, ...]) -> QuerySet[M]:
    """The rows whose area path, at `field` ("household__area__path"), lies at or under one of the paths.

    No path shows nothing.
    """
    if "/" in paths:
        return queryset
    asked = Q(pk__in=[])
    for path in paths:
        asked |= Q(**{f"{field}__startswith": path})
    return queryset.filter(asked)


def reaches(paths: tuple[str, ...], path: str) -> bool:
    """Whether an area path lies at or under one of the paths."""
    return paths == EVERYWHERE or path.startswith(paths)


def check(actor: User, permission: str, path: str) -> None:
    """Refuse NotPermitted without the permission, OutsideArea when it is held elsewhere only."""
    if not reaches(paths(actor, permission), path):
        raise OutsideArea(permission, str(actor))
