"""Registering one household at a desk, and correcting one person's record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.kernel import partial_dates
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import errors, models, permissions

DESK = "desk"  # the source of what an officer writes down
PARENT_YEARS = 10  # a parent is at least so much older than the child


@dataclass(frozen=True)
class NewMember:
    """Somebody to register. `mother` and `father` are places in the list of members, from 1; None is unknown."""

    given_name: str
    family_name: str
    relationship: str
    sex: str | None = None
    born: PartialDate | None = None
    given_name_latin: str = ""
    family_name_latin: str = ""
    phone: str = ""
    mother: int | None = None
    father: int | None = None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Correction:
    """What a person's record should say; None leaves it as it is."""

    given_name: str | None = None
    family_name: str | None = None
    given_name_latin: str | None = None
    family_name_latin: str | None = None
    sex: str | None = None
    born: PartialDate | None = None
    phone: str | None = None


@action(permissions.REGISTER, says="registered a household")
def register_household(area: Area, members: Sequence[NewMember], *, key: str, on: date, by: User) -> models.Household:
    """Register the people who live together in an area from a day on.

    `key` is the form's own: sent twice, it is one household. Refuses: OutsideArea, NotOneHead, BornLater, NoSuchMember,
    YoungerParent.
    """
    scoping.check(by, permissions.REGISTER, area.path)
    known = models.Household.objects.filter(source=DESK, source_key=key).first()
    if known is not None:
        return known
    _check_members(members, on)
    household = models.Household.objects.create(area=area, source=DESK, source_key=key, registered_on=on)
    people = models.Person.objects.bulk_create(
        _person(member, area, key=f"{key}-{number}", on=on) for number, member in enumerate(members, start=1)
    )
    models.Membership.objects.bulk_create(
        models.Membership(
            person=person,
            household=household,
            number=number,
            relationship=member.relationship,
            period=DateRange(on, None),
        )
        for number, (person, member) in enumerate(zip(people, members, strict=True), start=1)
    )
    models.Kinship.objects.bulk_create(_kin(members, people))
    return household


@action(permissions.CORRECT, says="corrected a person's record")
def correct_person(person: models.Person, *, correction: Correction, on: date, by: User) -> models.Person:
    """Put right a name, the sex, the day of birth or the telephone number; the earlier state is kept as history.

    Refuses: OutsideArea, BornLater, YoungerParent, NothingToCorrect.
    """
    for path in _paths(person, on):
        scoping.check(by, permissions.CORRECT, path)
    changed = _changes(person, correction)
    if not changed:
        raise errors.NothingToCorrect(str(person))
    for name, value in changed.items():
        setattr(person, name, value)
    _check_birth(person.name, person.born, on)
    _check_kin(person)
    person.save(update_fields=list(changed))
    return person


def _check_members(members: Sequence[NewMember], on: date) -> None:
    heads = sum(member.relationship == models.Relationship.HEAD for member in members)
    if heads != 1:
        raise errors.NotOneHead(heads)
    for member in members:
        _check_birth(member.name, member.born, on)
        for kind, number in (("mother", member.mother), ("father", member.father)):
            if number is not None:
                if not 1 <= number <= len(members) or members[number - 1] is member:
                    raise errors.NoSuchMember(number)
                parent = members[number - 1]
                _check_parent(parent.name, parent.born, member.name, member.born, kind)


def _check_birth(who: str, born: PartialDate | None, on: date) -> None:
    if born is not None and born.earliest > on:
        raise errors.BornLater(who, born.earliest, on)


def _check_parent(
    parent: str, parent_born: PartialDate | None, child: str, child_born: PartialDate | None, kind: str
) -> None:
    """Refuse a parent who is too young whatever the two days of birth were, within what is known."""
    if parent_born is None or child_born is None:
        return
    if partial_dates.years_between(parent_born.earliest, child_born.latest) < PARENT_YEARS:
        raise errors.YoungerParent(parent, child, kind)


def _check_kin(person: models.Person) -> None:
    for tie in person.kin.filter(kind__in=("mother", "father")).select_related("relative"):
        _check_parent(tie.relative.name, tie.relative.born, person.name, person.born, tie.kind)
    for tie in person.kin_of.filter(kind__in=("mother", "father")).select_related("person"):
        _check_parent(person.name, person.born, tie.person.name, tie.person.born, tie.kind)


def _person(member: NewMember, area: Area, *, key: str, on: date) -> models.Person:
    return models.Person(
        source=DESK,
        source_key=key,
        given_name=member.given_name,
        family_name=member.family_name,
        given_name_latin=member.given_name_latin,
        family_name_latin=member.family_name_latin,
        sex=member.sex,
        born_from=member.born.earliest if member.born else None,
        born_to=member.born.latest if member.born else None,
        phone=member.phone,
        registered_on=on,
        registered_in=area,
    )


def _kin(members: Sequence[NewMember], people: Sequence[models.Person]) -> list[models.Kinship]:
    return [
        models.Kinship(person=person, relative=people[number - 1], kind=kind)
        for person, member in zip(people, members, strict=True)
        for kind, number in (("mother", member.mother), ("father", member.father))
        if number is not None
    ]


def _paths(person: models.Person, on: date) -> list[str]:
    """Where the person lives on the day."""
    stays = models.Membership.objects.active(on=on).filter(person=person)
    return list(stays.values_list("household__area__path", flat=True)) or ["/"]


def _changes(person: models.Person, correction: Correction) -> dict[str, Any]:
    wanted = {field.name: getattr(correction, field.name) for field in fields(correction)}
    born: PartialDate | None = wanted.pop("born")
    if born is not None:
        wanted |= {"born_from": born.earliest, "born_to": born.latest}
    return {name: value for name, value in wanted.items() if value is not None and value != getattr(person, name)}
