"""How many people the registry holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.registry import models, permissions


@dataclass(frozen=True)
class Counts:
    households: int
    persons: int


def counts(reader: User, *, on: date | None = None) -> Counts:
    """Households with somebody in them, and persons living in one, in the reader's areas. Refuses: NotPermitted."""
    on = on or timezone.localdate()
    paths = scoping.paths(reader, permissions.SEE)
    living = models.Membership.objects.active(on=on).filter(Q(person__died_on=None) | Q(person__died_on__gt=on))
    living = living.filter(person__merged_into=None)  # counted as the record that holds
    living = living.filter(Q(household__closed_on=None) | Q(household__closed_on__gt=on))
    seen = scoping.within(living, "household__area__path", paths)
    return Counts(**seen.aggregate(households=Count("household", distinct=True), persons=Count("person")))


def heads(*, on: date) -> models.MembershipQuerySet:
    """The membership of each household's head on a day, for work over the whole registry: who payments go to."""
    return models.Membership.objects.active(on=on).filter(relationship=models.Relationship.HEAD)
