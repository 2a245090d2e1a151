"""Whether an applicant is registered already: found at once, wherever they live, and shown no more than may be seen."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from ayni.commons import acting
from ayni.commons.access.errors import NotPermitted
from ayni.commons.audit.models import Entry, Look
from ayni.commons.limits.errors import TooMany
from ayni.identity import actions, errors
from ayni.registry import actions as registry
from ayni.registry.actions import NewMember
from ayni.registry.models import Person
from tests.unit.identity import deskside
from tests.unit.registry import valley

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    """Some families on the hill, prepared."""
    land = valley.Valley()
    land.household(valley.HEAD, valley.SPOUSE, valley.CHILD, where=land.hill)
    for number, name in enumerate(("Fatou", "Kadi", "Oumar", "Penda", "Salif", "Tidiane")):
        land.household(NewMember(name, "Ba", "head", "female", valley.day(1960 + number, 5, 1 + number)))
    deskside.prepare(land.steward)
    return land


def test_somebody_on_record_is_found_with_reasons(land):
    answer = deskside.check(land.uphill, family_name="Sou", phone="")
    (match,) = answer.matches
    assert (match.name, match.area, match.year, match.is_reached) == ("Amina Sow", "N1", 1985, True)
    assert match.chance > 0.5
    assert match.household_id
    texts = {one.text for one in match.reasons}
    assert "Same given name" in texts
    assert "Same day of birth" in texts
    assert "Same family name but for a letter" in texts or "Same family name, spelt differently" in texts


def test_day_and_month_exchanged_is_said_so(land):
    (match,) = deskside.check(land.uphill, born=valley.day(1985, 2, 3)).matches
    assert "Day and month exchanged" in {one.text for one in match.reasons}


def test_a_stranger_is_not_taken_for_anybody(land):
    assert (
        deskside.check(land.uphill, given_name="Zoltan", family_name="Nagy", born=valley.day(1999, 9, 9)).matches == ()
    )


def test_who_is_beyond_ones_areas_is_told_of_in_few_words(land):
    (match,) = deskside.check(land.seaside).matches
    assert (match.name, match.area, match.year, match.is_reached) == ("Amina S.", "N1", 1985, False)
    assert (match.code, match.household_id) == ("", None)
    assert match.since == date(2020, 1, 1)


def test_each_record_shown_is_recorded_as_looked_at(land):
    (match,) = deskside.check(land.seaside).matches
    (look,) = Look.objects.filter(reader=land.seaside)
    assert look.subject == f"registry.person:{match.person_id}"


def test_whoever_was_registered_a_minute_ago_elsewhere_is_found(land):
    land.household(NewMember("Zeinab", "Touré", "head", "female", valley.day(1991, 4, 4)), where=land.hill)
    assert deskside.check(
        land.seaside, given_name="Zeinab", family_name="Toure", born=valley.day(1991, 4, 4)
    ).matches, "prepared by the question itself"


@pytest.mark.parametrize("given, family", [("أمينة", "سو"), ("SOW", "AMINA"), ("Aminah", "Sow")])
def test_another_script_or_order_or_spelling_is_found(land, given, family):
    answer = deskside.check(land.uphill, given_name=given, family_name=family)
    assert [one.name for one in answer.matches] == ["Amina Sow"]


def test_who_is_known_by_another_name_is_found_by_it(land):
    (match,) = deskside.check(land.uphill).matches
    who = Person.objects.get(pk=match.person_id)
    told = {"kind": "before_marriage", "given_name": "Amina", "family_name": "Keita"}
    registry.add_name(who, **told, on=valley.TODAY, by=land.steward)
    (again,) = deskside.check(land.uphill, family_name="Keita").matches
    assert again.person_id == match.person_id


def test_without_a_model_it_says_so(db):
    land = valley.Valley()
    assert deskside.check(land.uphill) == actions.Answer(is_ready=False)


def test_who_registers_nobody_asks_nothing(land):
    auditor = valley.officer("auditor", land.hill, role="auditor")
    with pytest.raises(NotPermitted):
        deskside.check(auditor)


def test_nobody_fishes_the_registry_through_it(land, settings):
    settings.AYNI_LIMITS = {**settings.AYNI_LIMITS, "check_beyond": (2, 3600)}
    deskside.check(land.seaside)
    deskside.check(land.seaside)
    with pytest.raises(TooMany):
        deskside.check(land.seaside)
    assert deskside.check(land.uphill).matches, "who is within one's areas is found in any case"


def test_asking_too_often_is_refused(land, settings):
    settings.AYNI_LIMITS = {**settings.AYNI_LIMITS, "check": (1, 600)}
    deskside.check(land.uphill)
    with pytest.raises(TooMany):
        deskside.check(land.uphill)


def test_the_prepared_records_are_nobodys_to_read(land):
    with acting.as_user(land.steward), connection.cursor() as cursor:
        for table in ("identity_record", "identity_record_0", "identity_stale"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT count(*) FROM {table}")


def test_somebody_else_is_recorded_with_the_reason(land):
    (match,) = deskside.check(land.uphill).matches
    actions.tell_apart(match.person_id, applicant="Amina Sow", because="She knows her namesake", by=land.uphill)
    assert Entry.objects.filter(actor=land.uphill).latest("pk").facts["because"] == "She knows her namesake"
    with pytest.raises(errors.ReasonMissing):
        actions.tell_apart(match.person_id, applicant="Amina Sow", because=" ", by=land.uphill)
    answer = actions.check_applicant(
        deskside.applicant(), by=land.uphill, at=timezone.now(), apart=[match.person_id]
    )  # fmt: skip
    assert answer.matches == ()
