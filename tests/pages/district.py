"""Two areas, three households and an officer of each role, made directly in the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Area
from ayni.registry.actions import moving
from ayni.registry.models import Household, HouseholdFacts, Kinship, Membership, Person, PersonFacts, Variable


@dataclass(frozen=True)
class District:
    """What was made. `near` and `large` lie in the officers' area, `far` outside it."""

    users: dict[str, User]
    area: Area
    near: Household
    large: Household
    far: Household
    mother: Person


def made(*, on: date) -> District:
    country = _area("01", None, "Region of the North", "إقليم الشمال")
    district = _area("0101", country, "Green Valley", "الوادي الأخضر")
    elsewhere = _area("02", None, "Region of the South", "إقليم الجنوب")
    users = {role: _user(role, on) for role in settings.AYNI_ROLES}
    Grant.objects.filter(user=users["district_officer"]).update(area=district)
    _variables(on)
    near, large, far = (_household(area, key, on) for area, key in ((district, "1"), (district, "2"), (elsewhere, "3")))
    mother = _member(near, 1, "head", "فاطمة", "الزهراء", "Fatima", "Az-Zahra", "female", date(1990, 5, 1))
    child = _member(near, 2, "child", "Amara", "Diallo", "", "", "female", date(2022, 6, 15))
    baby = _member(near, 3, "child", "Ibrahim", "Diallo", "", "", "male", None)
    father = _member(far, 1, "head", "Moussa", "Diallo", "", "", "male", date(1988, 1, 1))
    for number in range(1, 13):
        _member(
            large,
            number,
            "head" if number == 1 else "other_relative",
            f"Person{number}",
            "Camara",
            "",
            "",
            "male",
            None,
        )
    for one in (child, baby):
        Kinship.objects.create(person=one, relative=mother, kind="mother")
        Kinship.objects.create(person=one, relative=father, kind="father")
    HouseholdFacts.objects.create(
        household=near, source="census", observed_on=on, values={"floor": "earth", "rooms": 2}
    )
    PersonFacts.objects.create(person=mother, source="census", observed_on=on, values={"disability": True})
    list(moving.seal("person", ["disability"]))
    return District(users, district, near, large, far, mother)


def _area(code: str, parent: Area | None, english: str, arabic: str) -> Area:
    path = f"{parent.path if parent else '/'}{code}/"
    level = parent.level + 1 if parent else 1
    return Area.objects.create(code=code, parent=parent, level=level, path=path, names={"en": english, "ar": arabic})


def _user(role: str, on: date) -> User:
    name = role.replace("_", " ").title()
    user = User.objects.create(username=role, password=_password(), first_name=name)
    Grant.objects.create(user=user, role_id=role, starts_on=on)
    return user


@cache
def _password() -> str:
    """Hashed once: hashing is slow on purpose."""
    return make_password("long-enough-words")


def _household(area: Area, key: str, on: date) -> Household:
    return Household.objects.create(area=area, source="census", source_key=f"HH-{key}", registered_on=on)


def _member(
    household: Household,
    number: int,
    relationship: str,
    given: str,
    family: str,
    given_latin: str,
    family_latin: str,
    sex: str,
    born: date | None,
) -> Person:
    person = Person.objects.create(
        source="census",
        source_key=f"{household.source_key}-{number}",
        given_name=given,
        family_name=family,
        given_name_latin=given_latin,
        family_name_latin=family_latin,
        sex=sex,
        born_from=born,
        born_to=born,
        registered_on=household.registered_on,
        phone="5550101" if number == 1 else "",
    )
    Membership.objects.create(
        person=person,
        household=household,
        number=number,
        relationship=relationship,
        period=DateRange(household.registered_on, None),
    )
    return person


def _variables(on: date) -> None:
    floor = {
        "type": "choice",
        "labels": {"en": "Floor of the dwelling", "ar": "أرضية المسكن"},
        "choices": [{"code": "earth", "labels": {"en": "Earth", "ar": "تراب"}}],
    }
    rooms = {"type": "integer", "labels": {"en": "Rooms", "ar": "غرف"}}
    disability = {"type": "boolean", "labels": {"en": "Disability", "ar": "إعاقة"}, "sensitivity": "sensitive"}
    for entity, name, given in (
        ("household", "floor", floor),
        ("household", "rooms", rooms),
        ("person", "disability", disability),
    ):
        definition = {**EMPTY, **given}
        Variable.objects.create(entity=entity, name=name, definition=definition, since=on)


EMPTY = {
    "choices": [],
    "unit": "",
    "minimum": None,
    "maximum": None,
    "sensitivity": "personal",
    "question": {},
    "source": "",
}
