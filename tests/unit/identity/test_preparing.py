"""Whoever changes is prepared again, whatever changed them; a bulk load marks all of its people in one statement."""

from datetime import date

import pytest
from django.db import connection

from ayni.commons import acting
from ayni.commons.jobs import running
from ayni.identity import models
from ayni.identity.actions import preparing
from ayni.registry.models import Household, Identifier, Membership, Person, PersonName, Phone
from tests.unit.identity import deskside
from tests.unit.registry import valley

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    land = valley.Valley()
    land.household(valley.HEAD, valley.SPOUSE)
    deskside.prepare(land.steward)
    assert not models.StaleRecord.objects.exists()
    return land


def changed() -> set[str]:
    marks = models.StaleRecord.objects.values_list("person_id", flat=True)
    return set(Person.objects.filter(pk__in=list(marks)).values_list("given_name", flat=True))


def texts() -> str:
    return " ".join(models.PreparedRecord.objects.values_list("told", flat=True))


@pytest.mark.parametrize(
    "change",
    [
        lambda who: Person.objects.filter(pk=who.pk).update(family_name="Keita"),
        lambda who: PersonName.objects.create(person=who, kind="known_as", given_name="Mina"),
        lambda who: Phone.objects.create(person=who, number="+254712345678"),
        lambda who: Identifier.objects.create(person=who, type="passport", number="X1"),
        lambda who: Membership.objects.filter(person=who).update(kind="shared", relationship=None),
    ],
)
def test_what_is_compared_marks_its_person(land, change):
    change(Person.objects.get(given_name="Amina"))
    assert changed() == {"Amina"}


def test_what_is_not_compared_marks_nobody(land):
    Person.objects.update(languages=["fr"], registered_on=date(2026, 1, 1), source="other")
    assert changed() == set()


def test_a_household_that_moves_marks_its_people(land):
    Household.objects.update(area=land.coast)
    assert changed() == {"Amina", "Bakar"}


def test_refreshing_takes_the_marks_and_prepares_again(land):
    Person.objects.filter(given_name="Amina").update(family_name="Keita")
    assert "keita" not in texts()
    assert deskside.prepare(land.steward) == 1
    assert "keita" in texts()
    assert not models.StaleRecord.objects.exists()


def test_a_name_that_is_taken_back_is_compared_no_more(land):
    who = Person.objects.get(given_name="Amina")
    name = PersonName.objects.create(person=who, kind="known_as", given_name="Zuleikha", family_name="Sow")
    deskside.prepare(land.steward)
    assert models.PreparedRecord.objects.filter(person_id=who.pk).count() == 2
    name.delete()
    deskside.prepare(land.steward)
    assert models.PreparedRecord.objects.filter(person_id=who.pk).count() == 1


def test_who_is_on_record_no_more_is_prepared_no_more(land):
    Membership.objects.all().delete()
    Person.objects.all().delete()
    assert not models.PreparedRecord.objects.exists()
    deskside.prepare(land.steward)
    assert not models.StaleRecord.objects.exists()


def test_who_was_merged_into_another_is_not_looked_for(land):
    kept, absorbed = Person.objects.order_by("pk")
    Person.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    deskside.prepare(land.steward)
    assert list(models.PreparedRecord.objects.values_list("person_id", flat=True)) == [kept.pk]


def test_a_load_marks_all_its_people_in_one_statement(land):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_person (source, source_key, given_name, family_name, given_name_latin,"
            " family_name_latin, phone, registered_on)"
            " SELECT 'load', n::text, 'Name', n::text, '', '', '', '2026-01-01'"
            " FROM generate_series(1, 5000) n"
        )
    assert models.StaleRecord.objects.count() == 5_000
    told = []
    with acting.as_user(land.steward):
        preparing.refresh(lambda done, total: told.append((done, total)), by=land.steward)
    assert models.PreparedRecord.objects.count() == 5_002
    assert told[0] == (0, 5_000)
    assert told[-1] == (5_000, 5_000)


def test_an_older_reading_does_not_undo_a_newer(land):
    """What one process read before a change, another has prepared after it."""
    row = models.PreparedRecord.objects.earliest("person_id")
    with acting.as_user(land.steward), connection.cursor() as cursor:
        cursor.execute(
            "SELECT identity_keep(%s, %s, %s, %s, %s, %s, %s)",
            [row.half, [row.person_id], [row.person_id], [0], ["older"], ["{1}"], "2020-01-01"],
        )
    assert models.PreparedRecord.objects.get(person_id=row.person_id).told == row.told


def test_the_daily_work_prepares(land):
    Person.objects.filter(given_name="Amina").update(family_name="Keita")
    work = running.start("identity.refresh", key="refresh/1", by=land.steward, on="2026-06-30")
    running.run(work.pk)
    work.refresh_from_db()
    assert work.result == {"people": 1}
