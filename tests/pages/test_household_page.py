"""The household's page: as it stood on a day, what is told beside the record, and how much it asks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from ayni.registry import models
from tests.pages import checks, district

MOST = 15


def page(client: Any, home: models.Household, **asked: str) -> str:
    return client.get(reverse("web:household", args=[home.pk]), asked).content.decode()


def live_long(home: models.Household, mother: models.Person, members: int) -> None:
    """Members up to so many, and years behind them: the dead, moves, corrections, facts of two sources."""
    since, until = DateRange(date(2020, 1, 1), None), DateRange(date(2015, 1, 1), date(2020, 1, 1))
    for number in range(home.memberships.count() + 1, members + members // 2 + 1):
        stayed = number <= members
        who = models.Person.objects.create(
            source="t",
            source_key=f"m{home.pk}-{number}",
            given_name=f"M{number}",
            registered_on=date(2015, 1, 1),
            died_on=None if stayed else date(2020, 1, 1),
        )
        models.Membership.objects.create(
            person=who,
            household=home,
            number=number,
            period=since if stayed else until,
            ended_because="" if stayed else "died",
        )
        models.Identifier.objects.create(person=who, type="passport", number=f"X{home.pk}{number}")
        models.Phone.objects.create(person=who, number=f"+2547{home.pk:04d}{number:04d}")
        models.PersonName.objects.create(person=who, kind="earlier", given_name=f"Old{number}")
        models.Kinship.objects.create(person=who, relative=mother, kind="guardian")
        for source in ("census", "visit"):
            models.PersonFacts.objects.create(
                person=who, source=source, observed_on=date(2021, 1, 1), values={"disability": source == "visit"}
            )
    for year in range(2010, 2020):
        period = DateRange(date(year, 1, 1), date(year + 1, 1, 1))
        models.Dwelling.objects.create(household=home, area=home.area, address=f"House of {year}", period=period)
        models.HouseholdFacts.objects.create(
            household=home, source="visit", observed_on=date(year, 6, 1), values={"rooms": year - 2009}
        )
    for spelling in ("Kamara", "Camarra", "Camara"):
        for stay in home.memberships.select_related("person"):
            stay.person.family_name = spelling
            stay.person.save()


def test_it_asks_fifteen_questions_at_most_for_three_members_and_for_forty_with_a_history(
    signed_in: Any, place: district.District
) -> None:
    live_long(place.near, place.mother, 3)
    live_long(place.large, place.mother, 40)
    assert place.large.memberships.filter(period__contains=timezone.localdate()).count() == 40
    client = signed_in("district_officer")
    for asked in ({}, {"on": "2021-01-01"}, {"on": "2021-01-01", "known": "then"}):
        counts = []
        for home in (place.near, place.large):
            with checks.watched() as queries:
                text = page(client, home, **asked)
            counts.append(queries.count)
        assert "M40" in text or "known" in asked
        assert max(counts) <= MOST, (asked, counts)
        assert counts[1] <= counts[0], (asked, counts)  # the first page of a session asks for itself, too


def test_it_is_read_as_it_stood(signed_in: Any, place: district.District) -> None:
    client = signed_in("district_officer")
    stay = models.Membership.objects.get(household=place.near, number=2)
    left = timezone.localdate() - timedelta(days=10)
    stay.period, stay.ended_because = DateRange(stay.period.lower, left), "married"
    stay.save()
    now = page(client, place.near)
    assert "1 person lived here before" in now
    assert ": married" in now
    before = page(client, place.near, on=(left - timedelta(days=1)).isoformat())
    assert "As it stood on" in before
    assert "lived here before" not in before
    assert "we knew it then" in before
    then = page(client, place.near, on=(left - timedelta(days=1)).isoformat(), known="then")
    assert "as it was known then" in then
    late = page(client, place.near, on=(timezone.localdate() + timedelta(days=9)).isoformat())
    assert "This day has not come yet" in late


def test_what_is_told_beside_the_record_is_shown(signed_in: Any, place: district.District) -> None:
    client = signed_in("district_officer")
    since = DateRange(date(2020, 1, 1), None)
    models.Dwelling.objects.create(
        household=place.near, area=place.near.area, address="By the well", latitude=1.25, longitude=30.5, period=since
    )
    models.Identifier.objects.create(person=place.mother, type="passport", number="X1234567", issuer="Ministry")
    models.PersonName.objects.create(person=place.mother, kind="known_as", given_name="Mama F")
    text = page(client, place.near)
    assert "By the well" in text
    assert "1.25000, 30.50000" in text
    hers = client.get(reverse("web:person", args=[place.mother.pk])).content.decode()
    for told in ("X1234567", "As it was told", "Mama F", "Where they lived", "Green Valley"):
        assert told in hers


def test_contradicting_sources_stand_side_by_side(signed_in: Any, place: district.District) -> None:
    on = models.HouseholdFacts.objects.get(household=place.near).observed_on + timedelta(days=20)
    models.HouseholdFacts.objects.create(
        household=place.near, source="visit", observed_on=on, values={"rooms": 9}, confidence=3
    )
    text = page(signed_in("district_officer"), place.near)
    assert "Another source says otherwise:" in text


def test_a_household_that_moved_away_says_so_where_it_lived(signed_in: Any, place: district.District) -> None:
    left = DateRange(date(2020, 1, 1), date(2026, 1, 1))
    models.Dwelling.objects.create(household=place.near, area=place.near.area, period=left, left_because="Work")
    models.Household.objects.filter(pk=place.near.pk).update(area=place.far.area)
    client = signed_in("district_officer")
    text = page(client, place.near)
    assert "This household moved away" in text
    assert "Work" in text
    assert client.get(reverse("web:household", args=[place.far.pk])).status_code == 404
