"""Single payments, within the reader's areas."""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ayni.benefits import lifecycle, models
from ayni.commons.access import scoping
from ayni.commons.access.models import User

#: Numbers of households and persons, as people read them.
CODE = re.compile(r"([HP])0*(\d{1,18})", re.IGNORECASE)
NAMES = ("given_name", "family_name", "given_name_latin", "family_name_latin")


@dataclass(frozen=True)
class Page:
    """Some of the lines asked for, and how many there are in all."""

    rows: list[models.PaymentLine]
    total: int


def lines(
    cycle: models.PaymentCycle,
    *,
    reader: User,
    status: str = "",
    text: str = "",
    limit: int = 50,
    offset: int = 0,
) -> Page:
    """A cycle's lines in the order they were computed, of one status or of all.

    `text` finds parts of the payee's names, or the number of a household or person. Refuses: NotPermitted.
    """
    found = _seen(reader).filter(cycle=cycle)
    if status:
        found = found.filter(status=status)
    if text.strip():
        found = found.filter(_about(text))
    return Page(list(found.order_by("id")[offset : offset + limit]), found.count())


def line(id: int, *, reader: User) -> models.PaymentLine:
    """One payment. Refuses: NotPermitted. Raises PaymentLine.DoesNotExist, outside the reader's areas too."""
    return _seen(reader).get(pk=id)


def for_household(household_id: int, *, reader: User) -> list[models.PaymentLine]:
    """What a household was paid or is owed, newest first; not what was dropped or is carried by a later line."""
    found = _seen(reader).filter(household=household_id)
    return list(found.exclude(status__in=lifecycle.SUPERSEDED).order_by("-period_from", "-id"))


def _about(text: str) -> Q:
    code = CODE.fullmatch(text.strip())
    if code:
        field = "household" if code[1].upper() == "H" else "payee"
        return Q(**{field: int(code[2])})
    asked = Q()
    for word in text.split():
        told = Q()
        for name in NAMES:
            told |= Q(**{f"payee__{name}__icontains": word})
        asked &= told
    return asked


def _seen(reader: User) -> QuerySet[models.PaymentLine]:
    paths = scoping.paths(reader, "benefits.see_payments")
    every = models.PaymentLine.objects.select_related("cycle__programme", "payee", "household__area")
    return scoping.within(every, "household__area__path", paths)
