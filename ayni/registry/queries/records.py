"""The record of one household or one person, as a reader may see it. Opening one is itself recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ayni.commons import acting
from ayni.commons.access import scoping
from ayni.commons.access.errors import OutsideArea
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.commons.directory.models import Area
from ayni.registry import errors, models, permissions
from ayni.registry.queries import answers, kin, wording


@dataclass(frozen=True)
class Place:
    """One of the areas a household lies in, from the top down."""

    code: str
    name: str
    level: int


@dataclass(frozen=True)
class Member:
    """Somebody of a household. `until` is the day they left, empty while they live there."""

    id: int
    code: str
    number: int
    name: str
    name_latin: str
    sex: str | None
    sex_text: str
    relationship: str
    relationship_text: str
    is_head: bool
    age_text: str
    born_text: str
    died_on: date | None
    phone: str
    since: date | None
    until: date | None
    kin: tuple[kin.Tie, ...]
    facts: answers.Told


@dataclass(frozen=True)
class HouseholdRecord:
    """A household: where, who, what is known. `members` live there now, `former` did; both by number."""

    id: int
    code: str
    source: str
    source_key: str
    registered_on: date
    closed_on: date | None
    areas: tuple[Place, ...]
    members: tuple[Member, ...]
    former: tuple[Member, ...]
    facts: answers.Told
    on: date

    @property
    def head(self) -> Member | None:
        return next((member for member in self.members if member.is_head), None)

    @property
    def area_name(self) -> str:
        return self.areas[-1].name

    @property
    def kin_elsewhere(self) -> tuple[kin.Tie, ...]:
        """Relatives of the members who live elsewhere."""
        return tuple(tie for member in self.members for tie in member.kin if not tie.is_here)


@dataclass(frozen=True)
class PersonRecord:
    """A person, with the household lived in now (None for none in the reader's areas)."""

    person: Member
    household_id: int | None
    household_code: str
    area_name: str
    registered_on: date
    on: date


def household(household_id: int, *, reader: User, on: date | None = None, road: str = "screen") -> HouseholdRecord:
    """A household's record on a day (today unless said). Sensitive answers are counted, and not opened.

    Refuses: NotPermitted, OutsideArea, NoSuchHousehold.
    """
    on = on or timezone.localdate()
    paths = scoping.paths(reader, permissions.SEE)
    found = models.Household.objects.select_related("area").defer("area__shape").filter(pk=household_id).first()
    if found is None:
        raise errors.NoSuchHousehold(household_id)
    if not scoping.reaches(paths, found.area.path):
        raise OutsideArea(permissions.SEE, str(reader))
    memberships = list(found.memberships.select_related("person"))
    people = [membership.person for membership in memberships]
    with acting.as_user(reader):
        ties = kin.ties(people, paths=paths, on=on, here=household_id)
    told = answers.of([found], people, may_open=_may_open(reader, found.area))
    look(found, reader=reader, road=road)
    shown = [_member(one, ties[one.person_id], told.person(one.person_id), on) for one in memberships]
    return HouseholdRecord(
        id=found.pk,
        code=found.code,
        source=found.source,
        source_key=found.source_key,
        registered_on=found.registered_on,
        closed_on=found.closed_on,
        areas=_places(found.area),
        members=tuple(member for member in shown if _lives_here(member, on)),
        former=tuple(member for member in shown if not _lives_here(member, on)),
        facts=told.household(found.pk),
        on=on,
    )


def person(person_id: int, *, reader: User, on: date | None = None, road: str = "screen") -> PersonRecord:
    """A person's record on a day (today unless said), whatever household they live in.

    Somebody who never lived in a household of the reader's areas is outside them; one who lives in none now belongs to
    the last. Refuses: NotPermitted, OutsideArea, NoSuchPerson.
    """
    on = on or timezone.localdate()
    paths = scoping.paths(reader, permissions.SEE)
    stays = models.Membership.objects.filter(person=person_id).select_related("person", "household__area")
    stays = stays.defer("household__area__shape")
    last = max(stays, key=lambda stay: (on in stay.period, stay.period.lower or date.min), default=None)
    if last is None:
        raise errors.NoSuchPerson(person_id)
    area = last.household.area
    if not scoping.reaches(paths, area.path):
        raise OutsideArea(permissions.SEE, str(reader))
    with acting.as_user(reader):
        ties = kin.ties([last.person], paths=paths, on=on, here=last.household_id)
    told = answers.of([], [last.person], may_open=_may_open(reader, area))
    look(last.person, reader=reader, road=road)
    lives = on in last.period
    return PersonRecord(
        person=_member(last, ties[person_id], told.person(person_id), on),
        household_id=last.household_id if lives else None,
        household_code=last.household.code if lives else "",
        area_name=area.name,
        registered_on=last.person.registered_on,
        on=on,
    )


def look(subject: models.Household | models.Person, *, reader: User, road: str) -> None:
    """Record that somebody opened a record."""
    recording.look(subject, reader=reader, under=permissions.SEE, road=road)


def _may_open(reader: User, area: Area) -> bool:
    return scoping.reaches(reader.where(permissions.SEE_SENSITIVE), area.path)


def _places(area: Area) -> tuple[Place, ...]:
    codes = area.path.strip("/").split("/")
    chain = Area.objects.filter(code__in=codes).defer("shape").order_by("level")
    return tuple(Place(one.code, one.name, one.level) for one in chain)


def _lives_here(member: Member, on: date) -> bool:
    return (member.since is None or member.since <= on) and (member.until is None or on < member.until)


def _member(membership: models.Membership, ties: Sequence[kin.Tie], facts: answers.Told, on: date) -> Member:
    who = membership.person
    return Member(
        id=who.pk,
        code=who.code,
        number=membership.number,
        name=who.name,
        name_latin=who.name_latin,
        sex=who.sex,
        sex_text=wording.sex(who.sex),
        relationship=membership.relationship or "",
        relationship_text=str(wording.RELATIONSHIPS.get(membership.relationship or "", "")),
        is_head=membership.relationship == models.Relationship.HEAD,
        age_text=wording.age(who.born, on),
        born_text=wording.born(who.born),
        died_on=who.died_on,
        phone=who.phone,
        since=membership.period.lower,
        until=membership.period.upper,
        kin=tuple(ties),
        facts=facts,
    )
