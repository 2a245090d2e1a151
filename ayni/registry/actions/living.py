"""Who lives where: members who come, leave and move, households that move, split and join, and stays in institutions.

Whatever moves keeps its numbers, its answers and its history; the area it left is told that it left, and when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ayni.commons import events as news
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area, Institution
from ayni.registry import errors, events, models, permissions
from ayni.registry.actions import checking
from ayni.registry.actions.people import DESK, Whereabouts, dwell


@dataclass(frozen=True)
class Place:
    """Somebody who already has a record, and what they are to the head of the household they come into."""

    person: models.Person
    relationship: str


@action(permissions.REGISTER, says="added a member to a household")
def add_member(
    household: models.Household, person: models.Person, *, relationship: str, on: date, by: User, shares: bool = False
) -> models.Membership:
    """Record that somebody who has a record, and usually lives nowhere, lives in a household from a day on.

    `shares`: it is a second home, and they usually live elsewhere. Refuses: OutsideArea, HouseholdClosed, HasDied,
    LivesElsewhere, TwoHeads.
    """
    checking.household(household, permissions.REGISTER, by=by)
    checking.person(person, permissions.REGISTER, on=on, by=by)
    checking.is_open(household, on)
    checking.alive(person, on)
    stays = checking.present(household, on)
    head = next((stay.person for stay in stays if stay.relationship == checking.HEAD), None)
    if relationship == checking.HEAD and head is not None:
        raise errors.TwoHeads(household.code, head.name)
    try:
        with transaction.atomic():
            return models.Membership.objects.create(
                person=person,
                household=household,
                number=checking.next_number(household),
                relationship=relationship,
                kind=models.Stay.SHARED if shares else models.Stay.USUAL,
                period=DateRange(on, None),
            )
    except IntegrityError as overlap:
        raise errors.LivesElsewhere(person.name) from overlap


@action(permissions.REGISTER, says="ended a stay in a household")
def end_membership(
    membership: models.Membership,
    *,
    because: str,
    on: date,
    by: User,
    new_head: models.Person | None = None,
) -> models.Membership:
    """Record that somebody left a household on a day, and why. Its last member gone, the household is closed.

    Refuses: OutsideArea, AlreadyEnded, BeforeItBegan, NewHeadNeeded, NotAMember.
    """
    home = membership.household
    checking.household(home, permissions.REGISTER, by=by)
    if on not in membership.period:
        if membership.period.lower and on < membership.period.lower:
            raise errors.BeforeItBegan(membership.period.lower)
        raise errors.AlreadyEnded(membership.person.name)
    _leave(home, [membership.person], new_head=new_head, on=on, because=because)
    return membership


@action(permissions.MOVE, says="moved a person to another household")
def move_person(
    person: models.Person,
    *,
    household_id: int,
    relationship: str,
    on: date,
    by: User,
    because: str = models.Ended.MOVED,
    new_head: models.Person | None = None,
) -> models.Person:
    """Record that somebody lives in another household from a day on, in the officer's areas or beyond them.

    `new_head` leads the household they leave, if they did. Refuses: OutsideArea, NoSuchHousehold, HouseholdClosed,
    HasDied, NewHeadNeeded, NotAMember, TwoHeads, BeforeItBegan.
    """
    checking.person(person, permissions.MOVE, on=on, by=by)
    checking.alive(person, on)
    now = models.Membership.objects.active(on=on).filter(person=person).select_related("household").first()
    if now is not None and now.household_id == household_id:
        raise errors.LivesElsewhere(person.name)
    if now is not None:
        _leave(now.household, [person], new_head=new_head, on=on, because=because)
    _arrive(person, household_id, relationship, on=on, because=because)
    news.publish(events.PersonMoved(person.pk, household_id, on))
    return person


@action(permissions.MOVE, says="moved a household to another area")
def move_household(
    household: models.Household,
    *,
    area: Area,
    on: date,
    by: User,
    whereabouts: Whereabouts | None = None,
    because: str = "",
) -> models.Household:
    """Record that a whole household lives in another area, or at another place of it, from a day on.

    Refuses: OutsideArea, HouseholdClosed, BeforeItBegan.
    """
    checking.household(household, permissions.MOVE, by=by)
    checking.is_open(household, on)
    before = household.area_id
    now = household.dwellings.filter(period__contains=on).first()
    if now is None:
        # What nobody wrote down of the place it leaves: the area, from the day it was registered.
        now = dwell(household, household.area, Whereabouts(), since=household.registered_on)
    if now.period.lower == on:
        now.delete()
    else:
        now.period, now.left_because = DateRange(now.period.lower, on), because
        now.save(update_fields=["period", "left_because"])
    dwell(household, area, whereabouts or Whereabouts(), since=on)
    if area.pk != before:
        with connection.cursor() as cursor:
            cursor.execute("SELECT registry_move_household(%s, %s)", [household.pk, area.pk])
        news.publish(events.HouseholdMoved(household.pk, before, area.pk, on))
    household.area = area
    return household


@action(permissions.CORRECT, says="described where a household lives")
def describe_dwelling(household: models.Household, *, whereabouts: Whereabouts, on: date, by: User) -> models.Dwelling:
    """Put right the address, the way there or the point of the place a household lives in now; it has not moved.

    Refuses: OutsideArea, HouseholdClosed.
    """
    checking.household(household, permissions.CORRECT, by=by)
    checking.is_open(household, on)
    now = household.dwellings.filter(period__contains=on).first()
    if now is None:
        return dwell(household, household.area, whereabouts, since=household.registered_on)
    for name, value in vars(whereabouts).items():
        setattr(now, name, value)
    now.save(update_fields=list(vars(whereabouts)))
    return now


@action(permissions.REGISTER, says="split a household")
def split_household(
    household: models.Household,
    *,
    members: Sequence[Place],
    key: str,
    on: date,
    by: User,
    area: Area | None = None,
    new_head: models.Person | None = None,
    is_part: bool = False,
) -> models.Household:
    """Let some members live as a household of their own from a day on; the new household.

    `new_head` leads those who stay, if the head goes; `is_part`: the new one belongs to the old as a larger household.
    Refuses: OutsideArea, HouseholdClosed, NotOneHead, NotAMember, NewHeadNeeded, WithinItself.
    """
    checking.household(household, permissions.REGISTER, by=by)
    checking.is_open(household, on)
    known = models.Household.objects.filter(source=DESK, source_key=key).first()
    if known is not None:
        return known
    _one_head(members)
    if is_part and household.part_of_id is not None:
        raise errors.WithinItself(household.code)
    place = area or household.area
    scoping.check(by, permissions.REGISTER, place.path)
    here = {stay.person_id for stay in checking.present(household, on) if stay.kind == models.Stay.USUAL}
    for one in members:
        if one.person.pk not in here:
            raise errors.NotAMember(one.person.name, household.code)
    gone = [one.person for one in members]
    _leave(household, gone, new_head=new_head, on=on, because=models.Ended.SPLIT)
    made = models.Household.objects.create(
        area=place, source=DESK, source_key=key, registered_on=on, part_of=household if is_part else None
    )
    _settle(made, members, on=on, first=1)
    return made


@action(permissions.REGISTER, says="joined a household to another")
def join_households(
    household: models.Household,
    into: models.Household,
    *,
    relationships: Mapping[int, str],
    on: date,
    by: User,
) -> models.Household:
    """Let everybody of a household live in another from a day on, as what each is to its head (by person).

    The first is closed, and says by which it is followed. Refuses: OutsideArea, HouseholdClosed, WithinItself,
    TwoHeads, NotAMember.
    """
    for one in (household, into):
        checking.household(one, permissions.REGISTER, by=by)
        checking.is_open(one, on)
    if household.pk == into.pk or into.part_of_id == household.pk:
        raise errors.WithinItself(household.code)
    stays = [stay for stay in checking.present(household, on) if stay.kind == models.Stay.USUAL]
    people = {stay.person_id: stay.person for stay in stays}
    unknown = next((pk for pk in relationships if pk not in people), None)
    if unknown is not None:
        raise errors.NotAMember(models.Person(pk=unknown).code, household.code)
    places = [Place(who, relationships.get(pk, models.Relationship.OTHER_RELATIVE)) for pk, who in people.items()]
    head = next((stay.person for stay in checking.present(into, on) if stay.relationship == checking.HEAD), None)
    if head is not None and any(one.relationship == checking.HEAD for one in places):
        raise errors.TwoHeads(into.code, head.name)
    _leave(household, list(people.values()), new_head=None, on=on, because=models.Ended.JOINED)
    household.succeeded_by = into
    household.save(update_fields=["succeeded_by"])
    _settle(into, places, on=on, first=checking.next_number(into))
    return into


@action(permissions.REGISTER, says="recorded that somebody lives in an institution")
def start_residence(
    person: models.Person,
    *,
    institution: Institution,
    reason: str,
    on: date,
    by: User,
    evidence: str = "",
    leaves_household: bool = True,
    new_head: models.Person | None = None,
) -> models.Residence:
    """Record that somebody lives in an institution from a day on, and why; they leave their household unless it is said
    that they do not, as a child at a boarding school.

    Refuses: OutsideArea, HasDied, InAnInstitution, NewHeadNeeded.
    """
    checking.person(person, permissions.REGISTER, on=on, by=by)
    checking.alive(person, on)
    now = models.Membership.objects.active(on=on).filter(person=person).select_related("household").first()
    if now is not None and leaves_household:
        _leave(now.household, [person], new_head=new_head, on=on, because=models.Ended.INSTITUTION)
    try:
        with transaction.atomic():
            made = models.Residence.objects.create(
                person=person,
                institution=institution,
                reason=reason,
                evidence=evidence,
                period=DateRange(on, None),
            )
    except IntegrityError as overlap:
        raise errors.InAnInstitution(person.name) from overlap
    if institution.area_id is not None and leaves_household:
        # Whoever serves that area reaches them there from now on.
        models.Person.objects.filter(pk=person.pk).update(registered_in=institution.area_id)
    return made


@action(permissions.REGISTER, says="recorded that somebody left an institution")
def end_residence(residence: models.Residence, *, because: str, on: date, by: User) -> models.Residence:
    """Record when somebody left an institution, and why. Refuses: OutsideArea, AlreadyEnded, BeforeItBegan."""
    checking.person(residence.person, permissions.REGISTER, on=on, by=by)
    if residence.period.upper is not None:
        raise errors.AlreadyEnded(str(residence.institution))
    if residence.period.lower > on:
        raise errors.BeforeItBegan(residence.period.lower)
    residence.period, residence.left_because = DateRange(residence.period.lower, on, _bounds(residence, on)), because
    residence.save(update_fields=["period", "left_because"])
    return residence


def _bounds(residence: models.Residence, on: date) -> str:
    """A stay of one day is that day."""
    return "[]" if residence.period.lower == on else "[)"


def _leave(
    home: models.Household,
    people: Sequence[models.Person],
    *,
    new_head: models.Person | None,
    on: date,
    because: str,
) -> None:
    """Let people leave a household; who stays has a head, and nobody staying it is closed."""
    gone = {who.pk for who in people}
    is_left = checking.head_stays(home, gone, new_head=new_head, on=on, because=because)
    for stay in checking.present(home, on):
        is_usual = stay.kind == models.Stay.USUAL
        if (is_usual and stay.person_id in gone) or not (is_usual or is_left):
            checking.end(stay, on=on, because=because)
    if not is_left and home.closed_on is None:
        home.closed_on = on
        home.save(update_fields=["closed_on"])


def _arrive(person: models.Person, household_id: int, relationship: str, *, on: date, because: str) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT registry_move_person(%s, %s, %s, %s, %s)",
                [person.pk, household_id, on, relationship, because],
            )
            made = cursor.fetchone()[0]
    except IntegrityError as refused:
        if "one_head" in str(refused):
            raise errors.TwoHeads(models.Household(pk=household_id).code, "…") from refused
        raise errors.LivesElsewhere(person.name) from refused
    if made is None:
        raise errors.HouseholdClosed(models.Household(pk=household_id).code)


def _settle(home: models.Household, places: Sequence[Place], *, on: date, first: int) -> None:
    models.Membership.objects.bulk_create(
        models.Membership(
            person=one.person,
            household=home,
            number=number,
            relationship=one.relationship,
            period=DateRange(on, None),
        )
        for number, one in enumerate(places, start=first)
    )


def _one_head(places: Sequence[Place]) -> None:
    heads = sum(one.relationship == checking.HEAD for one in places)
    if heads != 1:
        raise errors.NotOneHead(heads)
