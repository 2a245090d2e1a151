"""Taking back a birth, a death, a marriage and a split: checked by others, whole or not at all, its history kept."""

from datetime import date, timedelta

import pytest
from django.db import connection

from ayni.commons import acting
from ayni.commons.access.errors import SameOfficer
from ayni.intake import errors
from ayni.intake.actions import changes
from ayni.intake.queries import changes as asked
from ayni.registry import actions as registry_actions
from ayni.registry import models as registry
from tests.unit.intake.changes.test_applying import lives
from tests.unit.intake.changes.times import DAY, NOON
from tests.unit.registry import village

TABLES = ("person", "household", "membership", "kinship", "identifier", "phone", "dwelling", "residence", "personname")
LATER = NOON + timedelta(days=3)


def record():
    """Every row of the registry, whatever its number was counted from."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(t) FROM registry_{table} t ORDER BY t.id")
            found[table] = cursor.fetchall()
    return found


@pytest.fixture
def back(desk, second, checker):
    """Ask to take a change back, and have it checked by one officer, or two."""

    def do(change, *, by=(), at=LATER):
        made = changes.counter_change(change, reason="It was somebody else", at=at, by=desk)
        for officer in by or ((checker, second) if made.needs_two else (second,)):
            made = changes.approve_change(made, at=at, by=officer)
        return made

    return do


@pytest.fixture
def born(ask, approve, people):
    child = {"given_name": "Awa", "sex": "female", "relationship": "child", "mother": people["h1-1"].pk}
    return lambda: approve(ask("birth", "h1", proposed=child, evidence="birth_certificate"))


@pytest.fixture
def died(ask, approve, second, people):
    def do():
        head = people["h2-2"].pk
        done = approve(approve(ask("death", "h2-1", evidence="death_certificate", head=head)), by=second)
        with connection.cursor() as cursor:  # what waits for the end of a transaction is looked at now, as it would be
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return done

    return do


def test_a_birth_is_taken_back_and_nothing_is_left_but_its_history(born, back, people):
    before = record()
    done = born()
    child = done.result["person"]
    made = back(done)
    assert (made.status, made.kind, made.counters_id) == ("applied", "taking_back", done.pk), made.failure
    assert record() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT given_name FROM registry_personevent WHERE pgh_obj_id = %s", [child])
        assert cursor.fetchone() == ("Awa",)
    done.refresh_from_db()
    assert done.status == "applied", "that it was put on record stays"
    assert done.countered_by == made


def test_a_death_is_taken_back_by_two_and_all_that_ended_goes_on(died, back, people, steward, desk):
    registry_actions.add_phone(people["h2-1"], number="+254712345678", use="own", on=date(2026, 6, 30), by=desk)
    before = record()
    made = changes.counter_change(died(), reason="It was his brother", at=LATER, by=desk)
    assert made.needs_two
    assert {one.after for one in asked.KINDS["taking_back"].differences(_subject(made), {})} == {""}
    made = back(made.counters)
    assert made.status == "applied", made.failure
    assert record() == before
    people["h2-1"].refresh_from_db()
    assert people["h2-1"].died_on is None
    assert (lives(people["h2-1"]), lives(people["h2-2"])) == (("h2", "head"), ("h2", "spouse"))


def _subject(change):
    return asked.Subject(change.kind, change.household_id, change.person_id, change.proposed, change.happened_on)


def test_a_marriage_is_taken_back_and_who_moved_lives_where_they_did(ask, approve, back, people, second):
    before = record()
    joined = {"spouse": people["h3-1"].pk, "joins": True, "relationship": "spouse", "head": people["h1-2"].pk}
    done = approve(ask("marriage", "h1-1", evidence="marriage_certificate", proposed=joined), by=second)
    assert lives(people["h1-1"]) == ("h3", "spouse")
    made = back(done, by=(second,))
    assert made.status == "applied", made.failure
    assert record() == before


def test_a_split_is_taken_back_and_the_new_household_is_gone(ask, approve, back, people):
    before = record()
    who = [people["h2-2"].pk]
    done = approve(ask("split", "h2", members=who, head=who[0]))
    made = back(done)
    assert made.status == "applied", made.failure
    assert record() == before
    assert not registry.Household.objects.filter(pk=done.result["household"]).exists()


def test_a_split_into_another_area_needs_somebody_of_both(ask, approve, back, people, second, steward):
    before = record()
    who = [people["h2-2"].pk]
    done = approve(ask("split", "h2", members=who, head=who[0], area="S1"))
    whole = village.officer("nadia", "district_officer")
    made = changes.counter_change(done, reason="They came back", at=LATER, by=whole)
    with acting.as_user(second):
        seen = asked.shown(made, reader=second, on=DAY).seen
        made = changes.approve_change(made, at=LATER, seen=seen, by=second)
    assert (made.status, "another area" in made.failure) == ("approved", True)
    made = changes.apply_change(made, at=LATER, by=village.officer("nour", "district_officer"))
    assert made.status == "applied", made.failure
    assert record() == before


def test_what_was_told_since_stands_in_the_way(born, died, back, desk):
    done = born()
    child = registry.Person.objects.get(pk=done.result["person"])
    registry_actions.correct_person(child, correction=registry_actions.Correction(family_name="Ba"), on=DAY, by=desk)
    made = back(done)
    assert (made.status, "the person's own record" in made.failure) == ("approved", True), made.failure
    assert registry.Person.objects.filter(pk=child.pk).exists()


def test_an_answer_about_the_child_stands_in_the_way(born, back, desk):
    done = born()
    child = registry.Person.objects.get(pk=done.result["person"])
    told = registry_actions.Answers({"attends": True})
    registry_actions.record_person_answers(child, told, source="office", on=DAY, by=desk)
    assert "answers of the person" in back(done).failure


def test_a_head_who_changed_since_stands_in_the_way_of_taking_back_a_death(died, back, people, desk):
    done = died()
    stay = registry.Membership.objects.active(on=DAY).get(person=people["h2-2"])
    registry_actions.end_membership(stay, because="moved", on=DAY + timedelta(days=2), by=desk)
    assert "where somebody lives" in back(done).failure


def test_who_asked_does_not_check_and_a_reason_is_needed(born, desk, second):
    done = born()
    with pytest.raises(errors.ReasonNeeded):
        changes.counter_change(done, reason=" ", at=LATER, by=second)
    made = changes.counter_change(done, reason="Twice on record", at=LATER, by=second)
    assert changes.counter_change(done, reason="Again", at=LATER, by=desk) == made
    with pytest.raises(SameOfficer):
        changes.approve_change(made, at=LATER, by=second)
    with pytest.raises(errors.TooLate):
        changes.counter_change(born(), reason="Late", at=NOON + timedelta(days=91), by=desk)


def test_what_was_withdrawn_is_asked_for_anew(born, desk):
    done = born()
    first = changes.counter_change(done, reason="Twice on record", at=LATER, by=desk)
    changes.withdraw_change(first, by=desk)
    again = changes.counter_change(done, reason="It is so", at=LATER, by=desk)
    assert (again.pk != first.pk, again.status) == (True, "submitted")


def test_a_telephone_that_was_none_before_is_none_again(ask, approve, back, people):
    done = approve(ask("correction", "h1-2", phone="+254712345678"))
    made = back(done)
    assert (made.kind, made.status) == ("taking_back", "applied"), made.failure
    people["h1-2"].refresh_from_db()
    assert people["h1-2"].phone == ""


def test_nobody_asks_for_it_freely(ask, born):
    done = born()
    with pytest.raises(errors.ProposalRefused, match="Open the change"):
        ask("taking_back", "h1", change=done.pk)
