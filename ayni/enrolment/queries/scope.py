"""Whose decisions a reader may see: those of households they may see, where they may see decisions."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.enrolment import permissions
from ayni.registry import permissions as registry

M = TypeVar("M", bound=Model)


def people(found: QuerySet[M], reader: User, *, field: str = "household__area__path") -> QuerySet[M]:
    """Refuses NotPermitted without both permissions somewhere; outside their areas there is nothing."""
    for permission in (permissions.SEE, registry.SEE):
        found = scoping.within(found, field, scoping.paths(reader, permission))
    return found
