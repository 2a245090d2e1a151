"""Where a person is, and whether an officer's permission reaches there."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, F, Func, QuerySet, When
from django.utils import timezone

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.privacy import errors
from ayni.registry.models import Membership, Person, Stay


def path(person: Person, *, on: date | None = None) -> str:
    """The path of the area where the person usually lives, or lived last; or everywhere (`/`)."""
    on = on or timezone.localdate()
    stays = Membership.objects.filter(person=person).values_list("kind", "period", "household__area__path")
    last = max(stays, key=lambda stay: (on in stay[1], stay[0] == Stay.USUAL, stay[1].lower or date.min), default=None)
    return last[2] if last else "/"


def home(person: Person, *, on: date) -> int | None:
    """The household usually lived in on a day."""
    return Membership.objects.active(on=on).filter(person=person).values_list("household_id", flat=True).first()


def check(by: User, permission: str, person: Person) -> None:
    """Refuses: NotPermitted; OutsideArea, when the person is elsewhere."""
    scoping.check(by, permission, path(person))


def everywhere(by: User, permission: str) -> None:
    """Refuses: NotPermitted; NotEverywhere, when the permission is held in some areas only."""
    if "/" not in scoping.paths(by, permission):
        raise errors.NotEverywhere


def last_stays(paths: tuple[str, ...]) -> QuerySet[Membership]:
    """The stays in areas of which nobody has a later one elsewhere: who belongs there. A second home counts for
    those alone who usually live nowhere."""
    usual = Case(When(kind=Stay.USUAL, then=0), default=1)
    later = Membership.objects.order_by("person", usual, Func(F("period"), function="lower").desc()).distinct("person")
    newest = Membership.objects.filter(pk__in=later.values("pk"))
    return scoping.within(newest, "household__area__path", paths)
