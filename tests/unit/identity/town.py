"""A town with people who are on record twice: in other letters, with a digit astray, in another district."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Area
from ayni.identity.models import Candidate
from ayni.registry.models import Household, Membership, Person

DAY = date(2026, 6, 30)
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
GIVEN = ("Amina", "Fatou", "Issa", "Ahmad", "Layla", "Chidi", "Maria", "Moussa", "Ibrahim", "Zainab", "Ngozi", "Salma")
FAMILY = ("Diallo", "Haddad", "Okafor", "Garcia", "Camara", "Traore", "Sow", "Mensah", "Bello", "Keita", "Abebe")


@dataclass(frozen=True)
class Town:
    north: Area
    south: Area
    people: list[Person]


def officer(name: str, role: str = "data_steward", area: Area | None = None) -> User:
    user = User.objects.create(username=name, password=make_password(None), first_name=name.title())
    Grant.objects.create(user=user, role_id=role, area=area, starts_on=DAY)
    return user


def areas() -> tuple[Area, Area]:
    return tuple(
        Area.objects.create(code=code, level=1, path=f"/{code}/", names={"en": name, "ar": arabic})
        for code, name, arabic in (("N", "North", "الشمال"), ("S", "South", "الجنوب"))
    )


def person(area: Area, given: str, family: str, born: date | None, **more: object) -> Person:
    """Somebody who lives alone in a household of an area."""
    key = str(Person.objects.count() + 1)
    who = Person.objects.create(
        source="town", source_key=key, given_name=given, family_name=family, given_name_latin=more.pop("latin", given),
        family_name_latin=family, born_from=born, born_to=born, registered_on=DAY, **more,
    )  # fmt: skip
    home = Household.objects.create(area=area, source="town", source_key=key, registered_on=DAY)
    stay = DateRange(DAY, None)
    Membership.objects.create(person=who, household=home, number=1, relationship="head", period=stay)
    return who


def built(count: int = 900, twice: int = 90, seed: int = 6) -> Town:
    """So many people, and some of them a second time with an error; every other of those in the other district."""
    chance, (north, south) = random.Random(seed), areas()
    told = [_somebody(chance, (north, south)[place % 2], place) for place in range(count)]
    for place in range(twice):
        area, who = told[place]
        given = who["given_name"].replace("a", "e", 1) if place % 3 == 0 else who["given_name"]
        elsewhere = south if area == north else north
        told.append((elsewhere if place % 4 < 2 else area, {**who, "given_name": given}))
    return Town(north, south, _laid(told))


def _somebody(chance: random.Random, area: Area, place: int) -> tuple[Area, dict[str, object]]:
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    return area, {
        "given_name": chance.choice(GIVEN),
        "family_name": chance.choice(FAMILY),
        "born_from": born,
        "born_to": born,
        "sex": chance.choice(["female", "male"]),
        "phone": f"+99970{place:06d}" if place % 3 else "",
    }


def _laid(told: list[tuple[Area, dict[str, object]]]) -> list[Person]:
    """Everybody lives alone."""
    rows = [
        Person(source="town", source_key=f"{place}", registered_on=DAY, given_name_latin=one["given_name"],
            family_name_latin=one["family_name"], **one)
        for place, (_area, one) in enumerate(told, 1)
    ]  # fmt: skip
    people = Person.objects.bulk_create(rows)
    homes = Household.objects.bulk_create(
        Household(area=area, source="town", source_key=f"{place}", registered_on=DAY)
        for place, (area, _one) in enumerate(told, 1)
    )
    Membership.objects.bulk_create(
        Membership(person=who, household=home, number=1, relationship="head", period=DateRange(DAY, None))
        for who, home in zip(people, homes, strict=True)
    )
    return people


def pair(one: Person, other: Person, chance: float | None = 0.9, **more: object) -> Candidate:
    """Two records that may be one person, as a run would lay them down."""
    first, second = sorted((one, other), key=lambda who: who.pk)
    lived = {
        stay.person_id: stay.household.area_id
        for stay in Membership.objects.filter(person__in=[one, other]).select_related("household")
    }
    return Candidate.objects.create(
        one=first,
        other=second,
        one_area_id=lived[first.pk],
        other_area_id=lived[second.pk],
        source="run",
        chance=chance,
        weight=3.2,
        reasons=[
            {"of": "family", "found": "same", "weight": 5.1},
            {"of": "birth", "found": "same", "weight": 9.4},
            {"of": "given", "found": "letter", "weight": 3.3},
            {"of": "place", "found": "different", "weight": -1.2},
        ],
        **more,
    )
