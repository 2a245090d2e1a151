"""What the database itself refuses, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ayni.registry import models
from tests.unit.registry.valley import CHILD, HEAD, TODAY, people


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_one_household_at_a_time(land):
    home, other = land.household(HEAD, CHILD), land.household(HEAD)
    with refused("one_household_at_a_time"), transaction.atomic():
        models.Membership.objects.create(
            person=people(home)["Cira"], household=other, number=9, period=DateRange(TODAY, None)
        )


def test_one_head_at_a_time(land):
    home = land.household(HEAD, CHILD)
    with refused("one_head_at_a_time"), transaction.atomic():
        home.memberships.filter(person__given_name="Cira").update(relationship="head")


def test_who_leads_lives_there(land):
    home = land.household(HEAD)
    with refused("head_lives_there"), transaction.atomic():
        home.memberships.update(kind="shared")


def test_the_dead_lead_no_household(land):
    home = land.household(HEAD)
    with refused("died"), transaction.atomic():
        models.Person.objects.filter(given_name="Amina").update(died_on=date(2026, 6, 1))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    home.memberships.update(period=DateRange(date(2020, 1, 1), date(2026, 6, 1)))
    models.Person.objects.filter(given_name="Amina").update(died_on=date(2026, 6, 1))
    with refused("died"), transaction.atomic():
        home.memberships.update(period=DateRange(date(2020, 1, 1), None))


def test_no_household_is_within_itself_or_its_own_part(land):
    one, two = land.household(HEAD), land.household(CHILD_HEAD)
    with refused("not_within_itself"), transaction.atomic():
        models.Household.objects.filter(pk=one.pk).update(part_of=one)
    models.Household.objects.filter(pk=two.pk).update(part_of=one)
    with refused("itself a part"), transaction.atomic():
        models.Household.objects.filter(pk=one.pk).update(part_of=two)


CHILD_HEAD = HEAD


def test_nobody_is_born_after_they_died(land):
    land.household(HEAD)
    with refused("born_before_death"), transaction.atomic():
        models.Person.objects.filter(given_name="Amina").update(died_on=date(1900, 1, 1))


def test_a_verified_number_is_one_persons(land):
    home = land.household(HEAD, CHILD)
    said = {"type": "passport", "number": "X1234567", "verification": "verified", "verified_on": TODAY}
    models.Identifier.objects.create(person=people(home)["Amina"], **said)
    with refused("identifier_of_one_person"), transaction.atomic():
        models.Identifier.objects.create(person=people(home)["Cira"], **said)
    models.Identifier.objects.update(ended_on=TODAY)
    models.Identifier.objects.create(person=people(home)["Cira"], **said)


def test_a_telephone_number_is_international(land):
    home = land.household(HEAD)
    with refused("phone_international"), transaction.atomic():
        models.Phone.objects.create(person=people(home)["Amina"], number="0712 345 678")
