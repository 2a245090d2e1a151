"""Births, deaths, marriages and other ties: what registers of civil status tell of people."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from ayni.commons import events as news
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import errors, events, models, permissions
from ayni.registry.actions import checking
from ayni.registry.actions.people import NewMember, made

#: What a newborn is to the head, by what the mother is.
NEWBORN = {"head": "child", "spouse": "child", "child": "grandchild"}
DIED = models.Ended.DIED


@action(permissions.REGISTER, says="recorded a birth")
def record_birth(
    mother: models.Person,
    *,
    child: NewMember,
    key: str,
    on: date,
    by: User,
    father: models.Person | None = None,
    evidence: str = "",
) -> models.Person:
    """Register a child in the household its mother lives in, from the day of birth on.

    What the child is to the head follows from what the mother is, unless it is told. `key` is the form's own: sent
    twice, it is one child. Refuses: OutsideArea, BornLater, YoungerParent, HasDied, NotAMember,
    TwoHeads.
    """
    checking.person(mother, permissions.REGISTER, on=on, by=by)
    known = models.Person.objects.filter(source="desk", source_key=key).first()
    if known is not None:
        return known
    checking.birth(child.name, child.born, on)
    since = child.born.latest if child.born and child.born.latest <= on else on
    checking.alive(mother, child.born.earliest if child.born else since)
    for parent, kind in ((mother, "mother"), (father, "father")):
        if parent is not None:
            checking.parent(parent.name, parent.born, child.name, child.born, kind)
    stays = models.Membership.objects.filter(person=mother, kind=models.Stay.USUAL).select_related("household__area")
    home = stays.filter(period__contains=on).first() or stays.filter(period__contains=since).first()
    if home is None:
        raise errors.NotAMember(mother.name, "–")
    if child.relationship == checking.HEAD:
        raise errors.TwoHeads(home.household.code, mother.name)
    since = max(since, home.period.lower or since)
    who = made(child, home.household.area, key=key, on=on)
    who.save()
    models.Membership.objects.create(
        person=who,
        household=home.household,
        number=checking.next_number(home.household),
        relationship=child.relationship or NEWBORN.get(home.relationship or "", "other_relative"),
        period=DateRange(since, home.period.upper),
    )
    _tie(who, mother, "mother", nature="biological", since=since, evidence=evidence)
    if father is not None:
        _tie(who, father, "father", nature="biological", since=since, evidence=evidence)
    news.publish(events.PersonBorn(who.pk, home.household_id, since))
    return who


@action(permissions.REGISTER, says="recorded a death")
def record_death(
    person: models.Person,
    *,
    died: PartialDate,
    known: str,
    on: date,
    by: User,
    new_head: models.Person | None = None,
) -> models.Person:
    """Record that somebody has died, and by what it is known. Their stays, numbers, telephones and marriages end.

    `new_head` leads the household they led; it may be a child. A household nobody is left of is closed. Refuses:
    OutsideArea, DayToCome, HasDied, DiedEarlier, NewHeadNeeded, NotAMember.
    """
    checking.person(person, permissions.REGISTER, on=on, by=by)
    if died.latest > on:
        raise errors.DayToCome(died.latest)
    if person.died_on is not None:
        raise errors.HasDied(person.name, person.died_on)
    if person.born_from is not None and person.born_from > died.latest:
        raise errors.BornLater(person.name, person.born_from, died.latest)
    day = died.latest
    stays = models.Membership.objects.filter(Q(period__upper_inf=True) | Q(period__endswith__gt=day), person=person)
    usual = None
    for stay in stays.select_related("household").select_for_update(of=("self",)):
        if stay.period.lower is not None and stay.period.lower > day:
            raise errors.DiedEarlier(person.name, stay.period.lower)
        if stay.kind == models.Stay.USUAL:
            usual = stay.household
        _die(stay, new_head=new_head, day=day)
    person.died_from = None if died.is_exact else died.earliest
    person.died_on, person.death_known = day, known
    person.save(update_fields=["died_from", "died_on", "death_known"])
    _end_what_dies(person, day)
    news.publish(events.PersonDied(person.pk, usual.pk if usual else None, day))
    return person


@action(permissions.CORRECT, says="recorded kinship")
def record_kinship(
    person: models.Person,
    *,
    relative: models.Person,
    kind: str,
    on: date,
    by: User,
    nature: str = "",
    since: date | None = None,
    evidence: str = "",
) -> models.Kinship:
    """Record who is somebody's mother, father, guardian or caregiver, or whom they married, and by what it is known.

    Refuses: OutsideArea, OwnKin, KinKnown, YoungerParent, HasDied, DayToCome.
    """
    checking.person(person, permissions.CORRECT, on=on, by=by)
    if person.pk == relative.pk:
        raise errors.OwnKin(person.name)
    if since is not None and since > on:
        raise errors.DayToCome(since)
    if kind in checking.PARENTS:
        checking.parent(relative.name, relative.born, person.name, person.born, kind, nature)
    else:
        for one in (person, relative):
            checking.alive(one, since or on)
    tie = _tie(person, relative, kind, nature=nature, since=since, evidence=evidence)
    if kind == models.Kind.SPOUSE:  # a marriage stands from both sides
        _tie(relative, person, kind, nature="", since=since, evidence=evidence)
    return tie


@action(permissions.CORRECT, says="ended kinship")
def end_kinship(tie: models.Kinship, *, on: date, by: User, because: str = "") -> models.Kinship:
    """Record that a marriage, a guardianship or somebody's care ended on a day. Refuses: OutsideArea, AlreadyEnded,
    BeforeItBegan."""
    checking.person(tie.person, permissions.CORRECT, on=on, by=by)
    if tie.until is not None:
        raise errors.AlreadyEnded(str(tie.get_kind_display()))
    if tie.since is not None and tie.since > on:
        raise errors.BeforeItBegan(tie.since)
    sides = Q(pk=tie.pk)
    if tie.kind == models.Kind.SPOUSE:
        sides |= Q(person=tie.relative_id, relative=tie.person_id, kind=tie.kind, until=None)
    for one in models.Kinship.objects.filter(sides).select_for_update():
        one.until = on
        one.evidence = one.evidence or because
        one.save(update_fields=["until", "evidence"])
    tie.refresh_from_db()
    return tie


def _tie(
    person: models.Person, relative: models.Person, kind: str, *, nature: str, since: date | None, evidence: str
) -> models.Kinship:
    try:
        with transaction.atomic():
            return models.Kinship.objects.create(
                person=person, relative=relative, kind=kind, nature=nature, since=since, evidence=evidence
            )
    except IntegrityError as known:
        raise errors.KinKnown(person.name, kind) from known


def _die(stay: models.Membership, *, new_head: models.Person | None, day: date) -> None:
    """End a stay by death: on the day, and on the next for who came on that very day."""
    home = stay.household
    is_left = True
    if stay.kind == models.Stay.USUAL:
        is_left = checking.head_stays(home, {stay.person_id}, new_head=new_head, on=day, because=DIED)
    now = models.Membership.objects.filter(pk=stay.pk).first()
    if now is not None and (now.period.upper is None or now.period.upper > day):
        stay = now
        if stay.period.lower == day:
            stay.period, stay.ended_because = DateRange(day, day, "[]"), DIED
            stay.save(update_fields=["period", "ended_because"])
        else:
            checking.end(stay, on=day, because=DIED)
    if not is_left and home.closed_on is None:
        home.closed_on = day
        home.save(update_fields=["closed_on"])


def _end_what_dies(person: models.Person, day: date) -> None:
    models.Identifier.objects.filter(person=person, ended_on=None).update(ended_on=day, ended_because=DIED)
    models.Phone.objects.filter(person=person, until=None).update(until=day)
    models.Kinship.objects.filter(
        Q(person=person) | Q(relative=person), kind__in=("spouse", "guardian", "caregiver"), until=None
    ).filter(Q(since=None) | Q(since__lte=day)).update(until=day)
    for stay in models.Residence.objects.filter(person=person, period__upper_inf=True):
        bounds = "[]" if stay.period.lower == day else "[)"
        stay.period, stay.left_because = DateRange(stay.period.lower, day, bounds), DIED
        stay.save(update_fields=["period", "left_because"])
