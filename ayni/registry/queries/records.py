"""The record of one household or one person, as a reader may see it. Opening one is itself recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from ayni.commons import acting
from ayni.commons.access import scoping
from ayni.commons.access.errors import OutsideArea
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.commons.directory.models import Area
from ayni.registry import errors, models, permissions
from ayni.registry.queries import answers, kin, leaving, reaching, recalling, told, wording
from ayni.registry.queries.kin import Tie


@dataclass(frozen=True)
class Member:
    """Somebody of a household. `until` is the day they left, empty while they live there; `left_because` says why.

    Who shares the household as a second home usually lives elsewhere.
    """

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
    shares: bool = False
    left_because: str = ""
    languages: tuple[str, ...] = ()
    also: told.OfPerson = field(default_factory=told.OfPerson)

    @property
    def carers(self) -> tuple[Tie, ...]:
        """Who looks after them besides a mother or a father."""
        return tuple(tie for tie in self.kin if tie.kind in ("guardian", "caregiver"))

    @property
    def residence(self) -> told.Institution | None:
        """The institution they live in, if any."""
        return next((one for one in self.also.residences if one.until is None), None)


@dataclass(frozen=True)
class HouseholdRecord:
    """A household: where, who, what is known. `members` live there now, `former` did; both by number."""

    id: int
    code: str
    source: str
    source_key: str
    registered_on: date
    closed_on: date | None
    areas: tuple[told.Place, ...]
    members: tuple[Member, ...]
    former: tuple[Member, ...]
    facts: answers.Told
    on: date
    also: told.Told = field(default_factory=told.Told)
    #: What the registry knew by the end of this day, right or wrong; None for what it knows now.
    known_on: date | None = None

    @property
    def home(self) -> told.Home | None:
        """The address, the way there and the point, when more than the area is told."""
        return self.also.home(self.on)

    @property
    def is_past(self) -> bool:
        return self.known_on is not None or self.on < timezone.localdate()

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
    #: Where the person lived, as far back as is known; of areas out of reach no more than their names.
    stays: tuple[leaving.Lived, ...] = ()
    #: The day on which they left the reader's areas; what was told since is not shown.
    left_on: date | None = None


def household(
    household_id: int,
    *,
    reader: User,
    on: date | None = None,
    known_on: date | None = None,
    road: str = "screen",
) -> HouseholdRecord:
    """A household's record as it stood on a day (today unless said). Sensitive answers are counted, and not opened.

    `known_on`: as the registry knew it at the end of that day, before what was recorded or corrected since. Refuses:
    NotPermitted, OutsideArea, NoSuchHousehold; MovedAway, when it lived in the reader's areas.
    """
    on = on or timezone.localdate()
    known = recalling.end_of(known_on) if known_on else None
    paths = scoping.paths(reader, permissions.SEE)
    found, stays = _found(household_id)
    if found is None:
        left = told.moved_away(household_id)
        if left is not None and left.period.upper is not None:
            raise errors.MovedAway(models.Household(pk=household_id).code, left.period.upper, left.left_because)
        raise errors.NoSuchHousehold(household_id)
    if not scoping.reaches(paths, found.area.path):
        raise OutsideArea(permissions.SEE, str(reader))
    memberships = stays if known is None else _memberships(found, known)
    people = list({one.person_id: one.person for one in memberships}.values())
    with acting.as_user(reader):
        ties = kin.ties(people, paths=paths, on=on, here=household_id, known=known)
    may_open = _may_open(reader, found.area)
    facts = answers.of([found], people, may_open=may_open, on=on, known=known)
    more = told.of([one.pk for one in people], household_id, may_know_reasons=may_open, on=on, known=known)
    look(found, reader=reader, road=road)
    shown = [
        _member(one, ties[one.person_id], facts.person(one.person_id), on, more.person(one.person_id))
        for one in _once(memberships, on)
    ]
    return HouseholdRecord(
        id=found.pk,
        code=found.code,
        source=found.source,
        source_key=found.source_key,
        registered_on=found.registered_on,
        closed_on=found.closed_on,
        areas=more.places,
        members=tuple(member for member in shown if _lives_here(member, on)),
        former=tuple(member for member in shown if member.until is not None and member.until <= on),
        facts=facts.household(found.pk),
        on=on,
        also=more,
        known_on=known_on,
    )


def person(person_id: int, *, reader: User, on: date | None = None, road: str = "screen") -> PersonRecord:
    """A person's record on a day (today unless said), whatever household they live in.

    Somebody who never lived in a household of the reader's areas is outside them, unless they were registered there and
    live in none; who left them is shown as they were on the day they left. Refuses: NotPermitted, OutsideArea,
    NoSuchPerson; MergedInto, with the record that holds.
    """
    on = on or timezone.localdate()
    paths = scoping.paths(reader, permissions.SEE)
    reaching.holds(person_id)
    stays = models.Membership.objects.filter(person=person_id).select_related("person", "household__area")
    stays = stays.defer("household__area__shape")
    last = max(stays, key=lambda stay: _nearness(stay, on), default=None)
    who, area = (last.person, last.household.area) if last else _homeless(person_id)
    if not scoping.reaches(paths, area.path):
        raise OutsideArea(permissions.SEE, str(reader))
    lives = last is not None and on in last.period
    with acting.as_user(reader):
        lived, is_reached = leaving.lived(person_id, on)
        if last is None and not is_reached:
            raise errors.NoSuchPerson(person_id)
        left_on = last.period.upper if last and not lives and not is_reached else None
        at = left_on or on
        ties = kin.ties([who], paths=paths, on=at, here=last.household_id if last else 0)
    may_open = _may_open(reader, area) and left_on is None
    facts = answers.of([], [who], may_open=may_open, on=at)
    more = told.of([person_id], 0, may_know_reasons=may_open, on=at)
    look(who, reader=reader, road=road)
    if left_on is not None:
        who = _as_they_left(who, left_on)
    stay = last or models.Membership(person=who, number=0, period=DateRange(None, None))
    stay.person = who
    return PersonRecord(
        person=_member(stay, ties[person_id], facts.person(person_id), at, more.person(person_id)),
        household_id=last.household_id if last and lives else None,
        household_code=last.household.code if last and lives else "",
        area_name=area.name,
        registered_on=who.registered_on,
        on=on,
        stays=lived,
        left_on=left_on,
    )


def look(subject: models.Household | models.Person, *, reader: User, road: str) -> None:
    """Record that somebody opened a record."""
    recording.look(subject, reader=reader, under=permissions.SEE, road=road)


def _may_open(reader: User, area: Area) -> bool:
    return scoping.reaches(reader.where(permissions.SEE_SENSITIVE), area.path)


def _found(household_id: int) -> tuple[models.Household | None, list[models.Membership]]:
    """A household with everybody who ever belonged to it: one query, and another for one where nobody ever did."""
    every = models.Membership.objects.filter(household=household_id)
    stays = list(every.select_related("person", "household__area").defer("household__area__shape"))
    if stays:
        return stays[0].household, stays
    alone = models.Household.objects.select_related("area").defer("area__shape")
    return alone.filter(pk=household_id).first(), []


def _memberships(home: models.Household, known: datetime) -> list[models.Membership]:
    """Everybody who ever belonged to the household, as it had been recorded by a moment."""
    stays = recalling.rows(models.Membership, known, household_id=home.pk)
    people = recalling.people([stay.person_id for stay in stays], known, models.Person)
    there = [stay for stay in stays if stay.person_id in people]
    for stay in there:
        stay.person = people[stay.person_id]
    return sorted(there, key=lambda stay: stay.number)


def _once(memberships: Sequence[models.Membership], on: date) -> list[models.Membership]:
    """Of each person the stay of the day, else the last one before it."""
    chosen: dict[int, models.Membership] = {}
    for stay in sorted(memberships, key=lambda one: _nearness(one, on)):
        if stay.period.lower is None or stay.period.lower <= on:
            chosen[stay.person_id] = stay
    return sorted(chosen.values(), key=lambda one: one.number)


def _nearness(stay: models.Membership, on: date) -> tuple[bool, bool, date]:
    """The nearest stay is that of the day, where somebody usually lives; else the last."""
    return on in stay.period, stay.kind == models.Stay.USUAL, stay.period.lower or date.min


def _homeless(person_id: int) -> tuple[models.Person, Area]:
    """Somebody who lives in no household the reader reaches, and where they were registered. Refuses: NoSuchPerson."""
    found = models.Person.objects.select_related("registered_in").filter(pk=person_id).first()
    if found is None or found.registered_in is None:
        raise errors.NoSuchPerson(person_id)
    return found, found.registered_in


def _as_they_left(who: models.Person, on: date) -> models.Person:
    """Somebody's own row as it was known on the day they left; without a telephone when they were not known by then."""
    known = recalling.people([who.pk], recalling.end_of(on), models.Person).get(who.pk)
    if known is not None:
        return known
    who.phone = ""
    return who


def _lives_here(member: Member, on: date) -> bool:
    return (member.since is None or member.since <= on) and (member.until is None or on < member.until)


def _member(
    membership: models.Membership,
    ties: Sequence[kin.Tie],
    facts: answers.Told,
    on: date,
    more: told.OfPerson,
) -> Member:
    who = membership.person
    has_died = who.died_on is not None and who.died_on <= on
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
        died_on=who.died_on if has_died else None,
        phone=who.phone,
        since=membership.period.lower,
        until=membership.period.upper,
        kin=tuple(ties),
        facts=facts,
        shares=membership.kind == models.Stay.SHARED,
        left_because=str(wording.ENDED.get(membership.ended_because, "")),
        languages=tuple(who.languages),
        also=more,
    )
