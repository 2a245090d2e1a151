"""Checking: another officer, two for what is grave, a record that changed meanwhile, a reason in the person's words."""

from datetime import timedelta

import pytest

from ayni.commons import acting
from ayni.commons.access.errors import OutsideArea, SameOfficer
from ayni.commons.audit import models as audit
from ayni.intake import errors
from ayni.intake.actions import changes
from ayni.intake.queries import changes as asked
from ayni.kernel.lifecycles import WrongState
from ayni.registry import actions as registry
from tests.unit.intake.changes.times import DAY, NOON

NO = changes.Answer(code="no_evidence", words="La pièce manque", language="fr")


def test_another_officer_approves_and_the_record_is_put_right(ask, approve, people, desk):
    done = approve(ask("correction", "h1-1", given_name="Aminata", born="1991-05"))
    assert (done.status, done.failure) == ("applied", "")
    people["h1-1"].refresh_from_db()
    assert people["h1-1"].given_name == "Aminata"
    assert str(people["h1-1"].born_to) == "1991-05-31"
    said = [entry.facts["says"] for entry in audit.Entry.objects.order_by("id")]
    assert said[-3:] == [
        "asked for a change of a record",
        "corrected a person's record",
        "approved a change of a record",
    ]


def test_new_answers_stand_beside_the_old(ask, approve, homes):
    done = approve(ask("household_facts", "h1", values={"rooms": "4", "floor": "cement"}))
    assert done.status == "applied", done.failure
    told = homes["h1"].facts.get(source="change")
    assert (told.values, told.observed_on) == ({"rooms": 4, "floor": "cement"}, DAY)
    assert homes["h1"].facts.count() == 2


def test_whoever_made_it_or_is_elsewhere_does_not_decide(ask, approve, checker, southern):
    made = ask("correction", "h1-1", phone="1", by=checker)
    with pytest.raises(SameOfficer):
        approve(made)
    with pytest.raises(SameOfficer):
        changes.reject_change(made, answer=NO, at=NOON, by=checker)
    with pytest.raises((OutsideArea, errors.NoSuchChange)):
        approve(made, by=southern)


def test_two_officers_check_what_is_grave(ask, approve, checker, second):
    made = approve(ask("death", "h2-1", head=None))
    assert (made.status, made.first_checked_by) == ("checked", checker)
    assert made.waits_in.code == "N"
    with pytest.raises(SameOfficer):
        approve(made)
    assert approve(made, by=second).checked_by == second


def test_a_record_that_changed_meanwhile_is_told_and_confirmed(ask, approve, people, steward, checker):
    made = ask("correction", "h1-1", given_name="Aminata", phone="5")
    other = registry.Correction(given_name="Amy")
    registry.correct_person(people["h1-1"], correction=other, on=DAY, by=steward)
    with pytest.raises(errors.GroundChanged, match="Given name"):
        approve(made)
    with acting.as_user(checker):
        shown = asked.shown(asked.change(made.pk, reader=checker), reader=checker, on=DAY)
    assert [(line.before, line.after) for line in shown.moved_on] == [("Amina", "Amy")]
    assert approve(made, seen=shown.seen).status == "applied"


def test_what_changed_beside_it_does_not_stand_in_the_way(ask, approve, people, steward):
    made = ask("correction", "h1-1", phone="5")
    registry.correct_person(people["h1-1"], correction=registry.Correction(given_name="Amy"), on=DAY, by=steward)
    assert approve(made).status == "applied"


def test_what_the_registry_refuses_stays_approved_with_its_reason(ask, approve, people, checker, steward):
    made = approve(ask("correction", "h1-1", born="2025"))
    assert (made.status, made.has_failed) == ("approved", True)
    assert "cannot be the mother" in made.failure
    people["h1-1"].refresh_from_db()
    assert str(people["h1-1"].born_to) < "2000"
    with acting.as_user(checker):
        assert list(asked.failed(checker)) == [made]
    again = changes.apply_change(made, at=NOON, by=checker)
    assert again.status == "approved"
    back = changes.ask_about_change(made, answer=changes.Answer("Which year?"), by=checker)
    assert (back.status, back.failure, back.checked_by) == ("needs_information", "", None)


def test_a_rejection_has_a_reason_in_the_persons_language_and_an_appeal(ask, checker, second, desk, approve):
    made = ask("correction", "h1-1", phone="1")
    with pytest.raises(errors.ReasonNeeded):
        changes.reject_change(made, answer=changes.Answer(code="other"), at=NOON, by=checker)
    done = changes.reject_change(made, answer=NO, at=NOON, by=checker)
    assert (done.status, done.language, done.appeal_until) == ("rejected", "fr", DAY + timedelta(days=60))
    with pytest.raises(errors.TooLate):
        changes.appeal_change(done, words="It is mine", at=NOON + timedelta(days=61), by=desk)
    again = changes.appeal_change(done, words="It is mine", at=NOON, by=desk)
    assert (again.status, again.waits_in.code) == ("submitted", "N")
    with pytest.raises(SameOfficer):
        approve(again)
    assert approve(again, by=second).status == "applied"


def test_more_is_asked_and_it_comes_back(ask, checker, desk):
    made = changes.ask_about_change(ask("correction", "h1-1", phone="1"), answer=changes.Answer("Show it"), by=checker)
    with acting.as_user(desk):
        assert list(asked.asked_back(desk)) == [made]
    assert changes.submit_change(made, document_number="77", at=NOON, by=desk).document_number == "77"
    with pytest.raises(WrongState):
        changes.withdraw_change(changes.withdraw_change(made, by=desk), by=desk)


def test_an_applied_change_is_taken_back_by_its_contrary(ask, approve, desk, people):
    done = approve(ask("correction", "h1-1", given_name="Aminata"))
    back = changes.counter_change(done, reason="It was her sister", at=NOON, by=desk)
    assert (back.counters, back.proposed, back.status) == (done, {"given_name": "Amina"}, "submitted")
    assert changes.counter_change(done, reason="Again", at=NOON, by=desk) == back
    assert approve(back).status == "applied"
    people["h1-1"].refresh_from_db()
    assert people["h1-1"].given_name == "Amina"


def test_it_is_too_late_to_take_back_or_there_is_no_contrary(ask, approve, desk):
    done = approve(ask("correction", "h1-1", given_name="Aminata"))
    with pytest.raises(errors.TooLate):
        changes.counter_change(done, reason="x", at=NOON + timedelta(days=91), by=desk)
    done = approve(ask("correction", "h1-2", phone="9"))
    done.written = {}  # put on record before that was kept
    done.save()
    with pytest.raises(errors.NoCounter):
        changes.counter_change(done, reason="x", at=NOON, by=desk)
