"""Single payments, within the reader's areas."""

from dataclasses import dataclass

from django.db.models import QuerySet

from ayni.benefits import lifecycle, models
from ayni.commons.access import scoping
from ayni.commons.access.models import User


@dataclass(frozen=True)
class Page:
    """Some of the lines asked for, and how many there are in all."""

    rows: list[models.PaymentLine]
    total: int


def lines(cycle: models.PaymentCycle, *, reader: User, status: str = "", limit: int = 50, offset: int = 0) -> Page:
    """A cycle's lines in the order they were computed, of one status or of all. Refuses: NotPermitted."""
    found = _seen(reader).filter(cycle=cycle)
    if status:
        found = found.filter(status=status)
    return Page(list(found.order_by("id")[offset : offset + limit]), found.count())


def line(id: int, *, reader: User) -> models.PaymentLine:
    """One payment. Refuses: NotPermitted. Raises PaymentLine.DoesNotExist, outside the reader's areas too."""
    return _seen(reader).get(pk=id)


def for_household(household_id: int, *, reader: User) -> list[models.PaymentLine]:
    """What a household was paid or is owed, newest first; not what was dropped or is carried by a later line."""
    found = _seen(reader).filter(household=household_id)
    return list(found.exclude(status__in=lifecycle.SUPERSEDED).order_by("-period_from", "-id"))


def _seen(reader: User) -> QuerySet[models.PaymentLine]:
    paths = scoping.paths(reader, "benefits.see_payments")
    every = models.PaymentLine.objects.select_related("cycle__programme", "payee", "household__area")
    return scoping.within(every, "household__area__path", paths)
