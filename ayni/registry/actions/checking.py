"""What several actions check alike: where somebody lives, how old a parent is, who leads a household. Steps of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from ayni.commons.access import scoping
from ayni.commons.access.errors import OutsideArea
from ayni.commons.access.models import User
from ayni.kernel import partial_dates
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import errors, models, queries

PARENT_YEARS = 10  # a parent is at least so much older than the child
PARENTS = ("mother", "father")
HEAD = models.Relationship.HEAD

#: What somebody is to the new head, by what the new head and they were to the one before; what is not here is not told.
TO_NEW_HEAD: dict[tuple[str, str], str] = {
    ("spouse", "child"): "child",
    ("spouse", "grandchild"): "grandchild",
    ("spouse", "head"): "spouse",
    ("child", "spouse"): "parent",
    ("child", "head"): "parent",
    ("child", "child"): "sibling",
    ("child", "grandchild"): "other_relative",
    ("child", "parent"): "other_relative",
    ("child", "sibling"): "other_relative",
    ("parent", "head"): "child",
    ("parent", "sibling"): "child",
    ("parent", "child"): "grandchild",
    ("parent", "parent"): "spouse",
    ("sibling", "head"): "sibling",
    ("sibling", "sibling"): "sibling",
    ("sibling", "parent"): "parent",
    ("grandchild", "head"): "other_relative",
    ("grandchild", "spouse"): "other_relative",
    ("grandchild", "grandchild"): "other_relative",
}


def person(who: models.Person, permission: str, *, on: date, by: User) -> None:
    """Refuse an officer in whose areas the person does not live. Refuses: NotPermitted, OutsideArea, MergedInto."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_reached(%s, %s), registry_merged_into(%s)", [who.pk, on, who.pk])
        is_reached, into = cursor.fetchone()
    if into is not None:
        raise errors.MergedInto(who.code, into, models.Person(pk=into).code)
    if not is_reached:
        raise OutsideArea(permission, str(by))
    for path in _paths(who, on):
        scoping.check(by, permission, path)


def household(home: models.Household, permission: str, *, by: User) -> None:
    """Refuses: NotPermitted, OutsideArea."""
    scoping.check(by, permission, queries.path_of(home.pk))


def is_open(home: models.Household, on: date) -> None:
    """Refuses: HouseholdClosed."""
    if home.registered_on > on or (home.closed_on is not None and home.closed_on <= on):
        raise errors.HouseholdClosed(home.code)


def alive(who: models.Person, on: date) -> None:
    """Refuses: HasDied."""
    if who.died_on is not None and who.died_on <= on:
        raise errors.HasDied(who.name, who.died_on)


def birth(who: str, born: PartialDate | None, on: date) -> None:
    """Refuses: BornLater."""
    if born is not None and born.earliest > on:
        raise errors.BornLater(who, born.earliest, on)


def parent(
    who: str, parent_born: PartialDate | None, child: str, child_born: PartialDate | None, kind: str, nature: str = ""
) -> None:
    """Refuse a parent too young whatever the two days of birth were, within what is known. Only who gave birth must be
    older than a child by years: others took it in. Refuses: YoungerParent."""
    if parent_born is None or child_born is None or nature in ("adoptive", "foster", "step"):
        return
    if partial_dates.years_between(parent_born.earliest, child_born.latest) < PARENT_YEARS:
        raise errors.YoungerParent(who, child, kind)


def kin(who: models.Person) -> None:
    """Refuse days of birth that no parent or child of the person could have. Refuses: YoungerParent."""
    for tie in who.kin.filter(kind__in=PARENTS).select_related("relative"):
        parent(tie.relative.name, tie.relative.born, who.name, who.born, tie.kind, tie.nature)
    for tie in who.kin_of.filter(kind__in=PARENTS).select_related("person"):
        parent(who.name, who.born, tie.person.name, tie.person.born, tie.kind, tie.nature)


def present(home: models.Household, on: date) -> list[models.Membership]:
    """Who belongs to a household on a day, held until the end of the transaction."""
    stays = models.Membership.objects.present(on=on).filter(household=home)
    return list(stays.select_for_update(of=("self",)).select_related("person"))


def head_stays(
    home: models.Household,
    leaving: set[int],
    *,
    new_head: models.Person | None,
    on: date,
    because: str = "",
    told: Mapping[int, str] | None = None,
) -> bool:
    """See that who is left has a head from the day on, before some leave; whether anybody is left.

    What the others are to the new head follows from what each was to the one before, unless it is told.
    Refuses: NewHeadNeeded, NotAMember, HasDied.
    """
    stays = present(home, on)
    left = [stay for stay in stays if stay.person_id not in leaving and stay.kind == models.Stay.USUAL]
    head = next((stay for stay in stays if stay.relationship == HEAD), None)
    if not left or head is None or (head.person_id not in leaving and new_head is None):
        return bool(left)
    if new_head is None:
        raise errors.NewHeadNeeded(home.code)
    successor = next((stay for stay in left if stay.person_id == new_head.pk), None)
    if successor is None:
        raise errors.NotAMember(new_head.name, home.code)
    alive(new_head, on)
    was = successor.relationship or ""
    changes = [
        (stay, (told or {}).get(stay.person_id) or _to_new_head(was, stay.relationship))
        for stay in left
        if stay is not successor
    ]
    if head.person_id in leaving:
        end(head, on=on, because=because)
    for stay, relationship in (*changes, (successor, HEAD)):
        if stay.relationship != relationship:
            _be(stay, relationship, on=on)
    return True


def end(stay: models.Membership, *, on: date, because: str) -> None:
    """End a stay on a day; one that began on it never was. Refuses: BeforeItBegan."""
    since = stay.period.lower
    if since is not None and since > on:
        raise errors.BeforeItBegan(since)
    if since == on:
        stay.delete()
        return
    stay.period, stay.ended_because = DateRange(since, on), because or stay.ended_because
    stay.save(update_fields=["period", "ended_because"])


def next_number(home: models.Household) -> int:
    """The next place in the list of members; nobody's place is given again."""
    last = home.memberships.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _to_new_head(was: str, relationship: str | None) -> str | None:
    if relationship == "non_relative":
        return relationship
    return TO_NEW_HEAD.get((was, relationship or ""))


def _be(stay: models.Membership, relationship: str | None, *, on: date) -> None:
    """From the day on somebody is something else to the head; what they were stays on record."""
    until = stay.period.upper
    if stay.period.lower == on:
        stay.relationship = relationship
        stay.save(update_fields=["relationship"])
        return
    end(stay, on=on, because="")
    models.Membership.objects.create(
        person_id=stay.person_id,
        household_id=stay.household_id,
        number=stay.number,
        relationship=relationship,
        kind=stay.kind,
        period=DateRange(on, until),
    )


def _paths(who: models.Person, on: date) -> list[str]:
    """Where the person usually lives on the day; else where they were registered or lived last."""
    stays = models.Membership.objects.filter(person=who, kind=models.Stay.USUAL)
    paths = "household__area__path"
    now = list(stays.active(on=on).values_list(paths, flat=True))
    if now:
        return now
    last = stays.order_by("-period").values_list(paths, flat=True).first()
    first = models.Person.objects.filter(pk=who.pk).values_list("registered_in__path", flat=True).first()
    return [last or first or "/"]
