"""What pages need to keep what a person is known by: whom it is about, their picture, and what may be chosen."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from ayni.commons import languages
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.commons.directory.models import Institution
from ayni.registry import errors, models, permissions

RESIDENTIAL = "residential"


def known_person(person_id: int, *, reader: User, under: str) -> models.Person:
    """Somebody who lives within the reader's areas now. Opening them is a look.

    Refuses: NotPermitted, NoSuchPerson; MergedInto, with the record that holds.
    """
    scoping.paths(reader, under)
    person = models.Person.objects.filter(pk=person_id).first()
    if person is not None and person.merged_into_id is not None:
        raise errors.MergedInto(person.code, person.merged_into_id, models.Person(pk=person.merged_into_id).code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_reached(%s, %s)", [person_id, timezone.localdate()])
        if person is None or not cursor.fetchone()[0]:
            raise errors.NoSuchPerson(person_id)
    recording.look(person, reader=reader, under=under, road="screen")
    return person


def photo(person_id: int, *, reader: User) -> models.Photo | None:
    """A person's picture, for who may see their record now. Refuses: NotPermitted, NoSuchPerson."""
    return models.Photo.objects.filter(person=known_person(person_id, reader=reader, under=permissions.SEE)).first()


def identifier(person: models.Person, pk: int) -> models.Identifier | None:
    return person.identifiers.filter(pk=pk).first()


def phone(person: models.Person, pk: int) -> models.Phone | None:
    return person.phones.filter(pk=pk).first()


def other_name(person: models.Person, pk: int) -> models.PersonName | None:
    return person.other_names.filter(pk=pk).first()


def residence(person: models.Person, pk: int) -> models.Residence | None:
    return person.residences.select_related("institution").filter(pk=pk).first()


def homes_for_people(on: date) -> list[tuple[int, str]]:
    """Institutions that house people on a day, by name."""
    today = Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gt=on)
    found = Institution.objects.filter(*today, kind=RESIDENTIAL)
    return sorted(((one.pk, languages.text(one.names) or one.code) for one in found), key=lambda one: one[1])


def successors(person: models.Person, on: date) -> list[tuple[int, str]]:
    """Who could lead the household that somebody leads, if they left it; nobody when they lead none."""
    led = models.Membership.objects.active(on=on).filter(person=person, relationship=models.Relationship.HEAD)
    stays = models.Membership.objects.active(on=on).filter(household__in=led.values("household"), person__died_on=None)
    return [(one.person_id, one.person.name) for one in stays.exclude(person=person).select_related("person")]


def institution(pk: int) -> Institution:
    return Institution.objects.get(pk=pk)


def subject(entity: str, pk: int) -> models.Household | models.Person:
    """The row of a record that was shown already. Refuses: NoSuchPerson, NoSuchHousehold."""
    if entity == "person":
        person = models.Person.objects.filter(pk=pk).first()
        if person is None:
            raise errors.NoSuchPerson(pk)
        return person
    home = models.Household.objects.filter(pk=pk).first()
    if home is None:
        raise errors.NoSuchHousehold(pk)
    return home
