"""Registering one person or one household at a desk, and correcting one person's record."""

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
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import errors, models, permissions
from ayni.registry.actions import checking, naming, telephones

DESK = "desk"  # the source of what an officer writes down
PARENT_YEARS = checking.PARENT_YEARS


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
    birth_known: str = ""
    languages: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Whereabouts:
    """Where in its area a household lives: an address or how to find it, and the point with its accuracy in metres."""

    address: str = ""
    directions: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None

    def __bool__(self) -> bool:
        return self != Whereabouts()


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
    birth_known: str | None = None
    languages: list[str] | None = None


@action(permissions.REGISTER, says="registered a person")
def register_person(member: NewMember, *, area: Area, key: str, on: date, by: User) -> models.Person:
    """Register somebody who lives in no household yet: a child found alone, somebody on the way.

    `key` is the form's own: sent twice, it is one person. Refuses: OutsideArea, BornLater, NoName.
    """
    scoping.check(by, permissions.REGISTER, area.path)
    known = models.Person.objects.filter(source=DESK, source_key=key).first()
    if known is not None:
        return known
    check_member(member, on)
    who = made(member, area, key=key, on=on)
    who.save()
    telephones.keep([who], on=on)
    return who


@action(permissions.REGISTER, says="registered a household")
def register_household(
    area: Area,
    members: Sequence[NewMember],
    *,
    key: str,
    on: date,
    by: User,
    whereabouts: Whereabouts | None = None,
    part_of: models.Household | None = None,
) -> models.Household:
    """Register the people who live together in an area from a day on.

    `key` is the form's own: sent twice, it is one household. `part_of` is the larger household it belongs to. Refuses:
    OutsideArea, NotOneHead, NoName, BornLater, NoSuchMember, YoungerParent, WithinItself.
    """
    scoping.check(by, permissions.REGISTER, area.path)
    known = models.Household.objects.filter(source=DESK, source_key=key).first()
    if known is not None:
        return known
    _check_members(members, on)
    if part_of is not None and part_of.part_of_id is not None:
        raise errors.WithinItself(part_of.code)
    household = models.Household.objects.create(
        area=area, source=DESK, source_key=key, registered_on=on, part_of=part_of
    )
    people = models.Person.objects.bulk_create(
        made(member, area, key=f"{key}-{number}", on=on) for number, member in enumerate(members, start=1)
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
    telephones.keep(people, on=on)
    if whereabouts:
        dwell(household, area, whereabouts, since=on)
    return household


@action(permissions.CORRECT, says="corrected a person's record")
def correct_person(person: models.Person, *, correction: Correction, on: date, by: User) -> models.Person:
    """Put right a name, the sex, the day of birth or the telephone number; the earlier state is kept as history.

    Refuses: OutsideArea, NoName, BornLater, YoungerParent, NothingToCorrect.
    """
    checking.person(person, permissions.CORRECT, on=on, by=by)
    changed = _changes(person, correction)
    if not changed:
        raise errors.NothingToCorrect(str(person))
    for name, value in changed.items():
        setattr(person, name, value)
    naming.check(person.given_name, person.family_name, person.given_name_latin, person.family_name_latin)
    checking.birth(person.name, person.born, on)
    checking.kin(person)
    person.save(update_fields=list(changed))
    return person


def check_member(member: NewMember, on: date) -> None:
    """Refuse a name or a birth that nobody has. A step of the actions beside it. Refuses: NoName, BornLater."""
    naming.check(member.given_name, member.family_name, member.given_name_latin, member.family_name_latin)
    checking.birth(member.name, member.born, on)


def made(member: NewMember, area: Area, *, key: str, on: date) -> models.Person:
    """The row of somebody new, not yet kept. A step of the actions beside it."""
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
        birth_known=member.birth_known or _known(member.born),
        languages=list(member.languages),
        phone=member.phone,
        registered_on=on,
        registered_in=area,
    )


def dwell(household: models.Household, area: Area, whereabouts: Whereabouts, *, since: date) -> models.Dwelling:
    """Keep where a household lives from a day on. A step of the actions beside it."""
    given = {field.name: getattr(whereabouts, field.name) for field in fields(whereabouts)}
    return models.Dwelling.objects.create(household=household, area=area, period=DateRange(since, None), **given)


def _check_members(members: Sequence[NewMember], on: date) -> None:
    heads = sum(member.relationship == models.Relationship.HEAD for member in members)
    if heads != 1:
        raise errors.NotOneHead(heads)
    for member in members:
        check_member(member, on)
        for kind, number in (("mother", member.mother), ("father", member.father)):
            if number is not None:
                if not 1 <= number <= len(members) or members[number - 1] is member:
                    raise errors.NoSuchMember(number)
                parent = members[number - 1]
                checking.parent(parent.name, parent.born, member.name, member.born, kind)


def _known(born: PartialDate | None) -> str:
    """How much is known of a birth whose days are these."""
    if born is None:
        return ""
    days = (born.latest - born.earliest).days
    if not days:
        return models.BirthKnown.DAY
    return models.BirthKnown.MONTH if days <= 31 else models.BirthKnown.YEAR


def _kin(members: Sequence[NewMember], people: Sequence[models.Person]) -> list[models.Kinship]:
    return [
        models.Kinship(person=person, relative=people[number - 1], kind=kind)
        for person, member in zip(people, members, strict=True)
        for kind, number in (("mother", member.mother), ("father", member.father))
        if number is not None
    ]


def _changes(person: models.Person, correction: Correction) -> dict[str, Any]:
    wanted = {field.name: getattr(correction, field.name) for field in fields(correction)}
    born: PartialDate | None = wanted.pop("born")
    if born is not None:
        known = wanted["birth_known"] or _known(born)
        wanted |= {"born_from": born.earliest, "born_to": born.latest, "birth_known": known}
    return {name: value for name, value in wanted.items() if value is not None and value != getattr(person, name)}
