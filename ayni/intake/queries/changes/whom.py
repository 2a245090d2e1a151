"""Whom a change may be asked for: a person or a household of the reader's areas, and who lives there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.intake import permissions
from ayni.registry import errors
from ayni.registry import queries as registry
from ayni.registry.models import Household, Membership, Person


@dataclass(frozen=True)
class Whom:
    """The record a change is about. `members` are those who live in the household: number, name, whether they lead."""

    entity: str
    id: int
    name: str
    code: str
    person: Person | None
    household: Household | None
    members: tuple[tuple[int, str, bool], ...]


def whom(entity: str, number: int, *, reader: User, on: date) -> Whom:
    """A record by its kind and number. Opening it is a look.

    Refuses: NotPermitted, NoSuchPerson, NoSuchHousehold; MergedInto, with the record that holds.
    """
    scoping.paths(reader, permissions.REQUEST)
    person, home = None, None
    if entity == "person":
        registry.holds(number)
        person = Person.objects.filter(pk=number).first()
        if person is None:
            raise errors.NoSuchPerson(number)
        stay = Membership.objects.active(on=on).filter(person=person).select_related("household").first()
        home = stay.household if stay else None
    else:
        home = Household.objects.filter(pk=number).first()
        if home is None:
            raise errors.NoSuchHousehold(number)
    recording.look(person or home, reader=reader, under=permissions.REQUEST)
    stays = Membership.objects.active(on=on).filter(household=home, person__died_on=None).select_related("person")
    members = tuple((one.person_id, one.person.name, one.relationship == "head") for one in stays.order_by("number"))
    named = person or home
    assert named is not None
    head = next((name for _pk, name, leads in members if leads), named.code)
    return Whom(entity, number, person.name if person else head, named.code, person, home, members)
