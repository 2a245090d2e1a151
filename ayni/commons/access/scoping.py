"""Where a reader may look: area paths, querysets narrowed to them, and the scope that the database is told."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from psycopg import sql

from ayni.commons import acting
from ayni.commons.access import protection
from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.access.models import EVERYWHERE, User
from ayni.commons.access.seals import Seal

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


def entering(backend: int, *, as_owner: bool) -> sql.Composed:
    """The statement that puts a session, by the number of its backend, into the scope of whoever acts now.

    It takes no view of the data, and so may come first. An owner for whom nobody acts is bound by nothing.
    """
    scope = acting.now()
    sealed = Seal.of_installation().sign(scope.told(), backend) if scope else ""
    role = sql.SQL("NONE") if as_owner and scope is None else sql.Identifier(protection.ROLE)
    return sql.SQL("SET ayni.scope = {}; SET ROLE {}").format(sql.Literal(sealed), role)
