"""The registry as it stood on a day, as it is known now and as it was known then; and what each side of a move sees."""

from datetime import date, timedelta

import pytest
from django.db import connection

from ayni.commons import acting
from ayni.engines.dictionary import Choice, Variable
from ayni.registry import actions, errors, models, queries
from ayni.registry.actions import Answers, Correction, NewMember, Whereabouts
from tests.unit.registry import village
from tests.unit.registry.valley import CHILD, HEAD, TODAY, day, officer, people

FLOORS = (Choice("earth", {"en": "Earth"}), Choice("cement", {"en": "Cement"}))
AUNT = NewMember("Awa", "Ba", "head", "female", day(1988))


@pytest.fixture
def asked(land):
    village.declare(
        Variable("floor", "household", "choice", {"en": "Floor"}, FLOORS),
        Variable("attends", "person", "boolean", {"en": "Attends school"}),
    )
    return land


def household(key, *, reader, **when):
    with acting.as_user(reader):
        return queries.household(key, reader=reader, **when)


def person(key, *, reader, on):
    with acting.as_user(reader):
        return queries.person(key, reader=reader, on=on)


def answers(home, reader, **when):
    return {fact.variable: fact for fact in household(home.pk, reader=reader, **when).facts.facts}


def tell(home, value, *, source, on, by, confidence=models.Confidence.TOLD):
    said = Answers({"floor": value})
    actions.record_household_answers(home, said, source=source, on=on, by=by, confidence=confidence)


def recorded_earlier(days, *, changes=True):
    """Everything was recorded so many days earlier, and changed as many days earlier too unless it is said."""
    tables = ("membership", "householdfacts", "personfacts", "kinship", "identifier", "dwelling")
    events = ("person", "household", "membership", "householdfacts")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            for kept in (f"registry_{table}", f"registry_{table}event"):
                cursor.execute(f"UPDATE {kept} SET recorded_at = recorded_at - %s", [timedelta(days=days)])
        for table in events if changes else ():
            cursor.execute(
                f"UPDATE registry_{table}event SET pgh_created_at = pgh_created_at - %s", [timedelta(days=days)]
            )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_a_household_as_it_was_on_a_day(asked):
    home = asked.household(HEAD, CHILD, whereabouts=Whereabouts(address="By the well"))
    tell(home, "earth", source="survey", on=date(2024, 1, 1), by=asked.uphill)
    tell(home, "cement", source="survey", on=date(2026, 1, 1), by=asked.uphill)
    stay = home.memberships.get(person__given_name="Cira")
    actions.end_membership(stay, because="married", on=date(2025, 6, 1), by=asked.uphill)
    before = household(home.pk, reader=asked.uphill, on=date(2025, 5, 31))
    after = household(home.pk, reader=asked.uphill, on=date(2026, 6, 1))
    assert [one.name for one in before.members] == ["Amina Sow", "Cira Sow"]
    assert ([one.name for one in after.members], [one.left_because for one in after.former]) == (
        ["Amina Sow"],
        ["married"],
    )
    assert answers(home, asked.uphill, on=date(2025, 5, 31))["floor"].raw == "earth"
    assert answers(home, asked.uphill, on=date(2026, 6, 1))["floor"].raw == "cement"
    assert before.home.address == "By the well"
    assert [one.age_text for one in before.members] == ["40", "12"]


def test_a_household_as_the_registry_knew_it_then(asked):
    home = asked.household(HEAD, CHILD)
    tell(home, "earth", source="survey", on=date(2024, 1, 1), by=asked.uphill)
    who = people(home)["Amina"]
    actions.correct_person(who, correction=Correction(given_name="Aminata"), on=TODAY, by=asked.uphill)
    tell(home, "cement", source="survey", on=date(2024, 1, 1), by=asked.uphill)
    stay = home.memberships.get(person__given_name="Cira")
    actions.end_membership(stay, because="other", on=date(2025, 6, 1), by=asked.uphill)
    recorded_earlier(10)
    changed = models.HouseholdFacts.objects.get().recorded_at.date()
    # Within one moment of a test an empty document and its first answers are two states; in life they are one.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM registry_householdfactsevent WHERE values = '{}'")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    recorded_earlier(5, changes=False)
    then = household(home.pk, reader=asked.uphill, on=TODAY, known_on=changed - timedelta(days=2))
    assert [one.name for one in then.members] == ["Amina Sow", "Cira Sow"]
    assert then.facts.get("floor").raw == "earth"
    now = household(home.pk, reader=asked.uphill, on=TODAY, known_on=changed + timedelta(days=2))
    assert [one.name for one in now.members] == ["Aminata Sow"]
    assert now.facts.get("floor").raw == "cement"
    long_ago = household(home.pk, reader=asked.uphill, on=TODAY, known_on=changed - timedelta(days=9))
    assert (long_ago.members, long_ago.facts.facts) == ((), ())


def test_the_most_trusted_source_holds_and_others_stand_beside_it(asked):
    home = asked.household(HEAD)
    tell(home, "cement", source="inspection", on=date(2026, 1, 1), by=asked.uphill, confidence=3)
    tell(home, "earth", source="survey", on=date(2026, 3, 1), by=asked.uphill)
    fact = answers(home, asked.uphill)["floor"]
    assert (fact.raw, fact.source) == ("cement", "inspection")
    assert [(other.raw, other.source) for other in fact.beside] == [("earth", "survey")]


def test_of_equal_sources_the_latest_holds_and_what_is_long_ago_contradicts_nobody(asked):
    home = asked.household(HEAD)
    tell(home, "earth", source="census", on=date(2020, 1, 1), by=asked.uphill)
    tell(home, "cement", source="survey", on=date(2026, 3, 1), by=asked.uphill)
    fact = answers(home, asked.uphill)["floor"]
    assert (fact.raw, fact.beside) == ("cement", ())


def test_an_officer_says_which_source_holds_until_more_is_told(asked):
    home = asked.household(HEAD)
    tell(home, "cement", source="inspection", on=date(2026, 1, 1), by=asked.uphill, confidence=3)
    tell(home, "earth", source="survey", on=date(2026, 3, 1), by=asked.uphill)
    said = {"variable": "floor", "source": "survey", "observed_on": date(2026, 3, 1), "on": date(2026, 4, 1)}
    with pytest.raises(errors.ReasonMissing):
        actions.resolve_answer(home, reason=" ", by=asked.uphill, **said)
    held = actions.resolve_answer(home, reason="I saw it", by=asked.uphill, **said)
    fact = answers(home, asked.uphill)["floor"]
    assert (fact.raw, fact.source, fact.beside, held.decided_by) == ("earth", "resolution", (), asked.uphill)
    tell(home, "cement", source="inspection", on=date(2026, 5, 1), by=asked.uphill, confidence=3)
    assert answers(home, asked.uphill)["floor"].raw == "cement"
    with pytest.raises(errors.NothingContradicts):
        actions.resolve_answer(home, reason="x", by=asked.uphill, **{**said, "source": "nobody"})


def test_the_area_left_sees_that_and_when_and_the_new_one_sees_all(asked):
    home, aunt = asked.household(HEAD, CHILD), asked.household(AUNT, where=asked.coast)
    child = people(home)["Cira"]
    said = {"source": "school", "by": asked.uphill}
    actions.record_person_answers(child, Answers({"attends": True}), on=date(2026, 1, 1), **said)
    actions.move_person(child, household_id=aunt.pk, relationship="other_relative", on=TODAY, by=asked.uphill)
    later = TODAY + timedelta(days=30)
    actions.record_person_answers(child, Answers({"attends": False}), source="school", on=later, by=asked.seaside)
    left = person(child.pk, reader=asked.uphill, on=later)
    assert (left.left_on, left.household_id, left.stays) == (TODAY, None, ())
    assert left.person.facts.get("attends").raw is True
    here = person(child.pk, reader=asked.seaside, on=later)
    assert (here.left_on, here.household_id) == (None, aunt.pk)
    assert here.person.facts.get("attends").raw is False
    assert [(one.household_id, one.area_name, one.until) for one in here.stays] == [
        (aunt.pk, "S1", None),
        (None, "N1", TODAY),
    ]
    old = household(home.pk, reader=asked.uphill, on=later)
    assert [(one.name, one.until, one.left_because) for one in old.former] == [
        ("Cira Sow", TODAY, "moved to another household")
    ]
    assert [tie.household_id for tie in old.members[0].kin] == [None]


def test_a_household_that_moved_is_told_of_where_it_was_and_read_where_it_is(asked):
    home = asked.household(HEAD)
    actions.move_household(home, area=asked.coast, because="Work", on=TODAY, by=asked.uphill)
    with pytest.raises(errors.MovedAway, match=r"H\d+ moved .* Work"):
        household(home.pk, reader=asked.uphill)
    with pytest.raises(errors.NoSuchHousehold):
        household(asked.household(AUNT, where=asked.coast).pk, reader=asked.uphill)
    before = household(home.pk, reader=asked.seaside, on=TODAY - timedelta(days=1))
    after = household(home.pk, reader=asked.seaside, on=TODAY)
    assert (before.area_name, after.area_name) == ("N1", "S1")


def test_somebody_registered_alone_has_a_record(asked):
    who = actions.register_person(CHILD_ALONE, area=asked.hill, key="alone", on=TODAY, by=asked.uphill)
    record = person(who.pk, reader=asked.uphill, on=TODAY)
    assert (record.person.name, record.household_id, record.area_name) == ("Cira Sow", None, "N1")
    with pytest.raises(errors.NoSuchPerson):
        person(who.pk, reader=asked.seaside, on=TODAY)


CHILD_ALONE = NewMember("Cira", "Sow", "", "female", day(2012, 7, 1))


def test_who_lives_in_an_institution_is_seen_there_and_why_only_by_whom_it_concerns(asked):
    home = asked.household(HEAD, CHILD)
    child = people(home)["Cira"]
    actions.start_residence(child, institution=asked.home_for_children, reason="protection", on=TODAY, by=asked.uphill)
    seen = person(child.pk, reader=asked.seaside, on=TODAY)
    assert (seen.person.residence.name, seen.person.residence.reason) == ("Sunrise", "protection")
    desk = officer("desk", asked.coast, "desk_officer")
    assert person(child.pk, reader=desk, on=TODAY).person.residence.reason == ""
