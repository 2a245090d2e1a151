"""Somebody moves to another district: the one they left keeps what was told until then, and the database says so."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ayni.commons import acting
from ayni.commons.access.errors import OutsideArea
from ayni.registry import actions, errors, models, queries
from tests.unit.registry.conftest import land  # noqa: F401 a fixture
from tests.unit.registry.test_living import CHILD, HEAD, SPOUSE_ALONE
from tests.unit.registry.valley import people

TODAY = timezone.localdate()
LEFT = TODAY - timedelta(days=30)
BEFORE, SINCE = LEFT - timedelta(days=10), LEFT + timedelta(days=10)
TOLD = (models.PersonFacts, models.Identifier, models.Phone, models.PersonName, models.Photo)


def tell(who, when, mark):
    """Of everything one row, told on a day."""
    at = {"recorded_at": datetime.combine(when, time(9), UTC)}
    models.PersonFacts.objects.create(person=who, source=mark, observed_on=when, values={"attends": True}, **at)
    models.Identifier.objects.create(person=who, type="passport", number=f"X{mark}", **at)
    models.Phone.objects.create(person=who, number=f"+25471234567{len(mark)}", **at)
    models.PersonName.objects.create(person=who, kind="known_as", given_name=mark, **at)


@pytest.fixture
def child(land):  # noqa: F811 a fixture
    """Cira, who moved from the hills to her aunt at the coast a month ago."""
    home, aunt = land.household(HEAD, CHILD), land.household(SPOUSE_ALONE, where=land.coast)
    child = people(home)["Cira"]
    models.Household.objects.update(registered_on=BEFORE)
    models.Person.objects.update(registered_on=BEFORE)
    models.Membership.objects.update(period=(BEFORE, None))
    tell(child, BEFORE, "before")
    models.Person.objects.filter(pk=child.pk).update(phone="+254712345676")
    actions.move_person(child, household_id=aunt.pk, relationship="other_relative", on=LEFT, by=land.uphill)
    tell(child, SINCE, "sinc")
    models.Photo.objects.create(person=child, content=b"x", media_type="image/jpeg", taken_on=SINCE)
    return child


def reached(user, child):
    with acting.as_user(user):
        return {
            model.__name__: model.objects.filter(person=child).count()
            for model in TOLD
            if model.objects.filter(person=child).exists()
        }


BOTH = {"PersonFacts": 2, "Identifier": 2, "Phone": 2, "PersonName": 2, "Photo": 1}
OLD = {"PersonFacts": 1, "Identifier": 1, "Phone": 1, "PersonName": 1}


def test_the_district_they_left_reaches_what_was_told_until_then_and_no_more(land, child):  # noqa: F811
    assert reached(land.seaside, child) == BOTH
    assert reached(land.uphill, child) == OLD
    with acting.as_user(land.uphill):
        assert models.PersonFacts.objects.get(person=child).source == "before"
        assert not models.Photo.objects.exists()


def test_the_district_they_left_writes_nothing_more_of_them(land, child):  # noqa: F811
    with acting.as_user(land.uphill), pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
        models.PersonFacts.objects.create(person=child, source="late", observed_on=TODAY, values={})
    for action in (actions.add_phone, actions.add_name):
        with pytest.raises(OutsideArea):
            given = (
                {"number": "+254712345670"}
                if action is actions.add_phone
                else {"kind": "known_as", "given_name": "A", "family_name": ""}
            )
            action(child, **given, on=TODAY, by=land.uphill)
    with acting.as_user(land.uphill), pytest.raises(errors.NoSuchPerson):
        queries.known_person(child.pk, reader=land.uphill, under="registry.see_households")


def test_their_page_tells_the_district_they_left_who_they_were(land, child):  # noqa: F811
    actions.correct_person(
        child, correction=actions.Correction(given_name="Zira", phone="+254700000001"), on=TODAY, by=land.seaside
    )
    with acting.as_user(land.uphill):
        old = queries.person(child.pk, reader=land.uphill)
    with acting.as_user(land.seaside):
        new = queries.person(child.pk, reader=land.seaside)
    assert (old.left_on, old.stays) == (LEFT, ())
    assert new.person.name.startswith("Zira")
    assert new.person.phone == "+254700000001"
    assert "+254700000001" not in old.person.phone
    assert old.person.name.startswith("Cira")
    assert [one.number for one in old.person.also.identifiers] == ["Xbefore"]


def test_who_lives_nowhere_is_kept_by_the_district_they_lived_in_last(land, child):  # noqa: F811
    stay = models.Membership.objects.active(on=TODAY).get(person=child)
    actions.end_membership(stay, because="other", on=TODAY, by=land.seaside)
    assert reached(land.seaside, child) == BOTH


def test_somebody_registered_in_a_district_and_living_in_another_is_the_others(land):  # noqa: F811
    aunt = land.household(SPOUSE_ALONE, where=land.coast)
    who = people(aunt)["Bakar"]
    models.Person.objects.filter(pk=who.pk).update(registered_in=land.hill)
    with acting.as_user(land.uphill):
        assert not models.Person.objects.filter(pk=who.pk).exists()
    models.Membership.objects.filter(person=who).delete()
    with acting.as_user(land.uphill):
        assert models.Person.objects.filter(pk=who.pk).exists(), "who lives nowhere is where they were registered"
