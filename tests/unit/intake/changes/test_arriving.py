"""A household that says it lives here now: asked for by number and name; the area it left answers, both are told."""

from datetime import timedelta

import pytest

from ayni.commons import acting
from ayni.commons.access.errors import OutsideArea
from ayni.commons.directory.models import Area
from ayni.intake import errors, models
from ayni.intake.actions import changes
from ayni.intake.queries import changes as asked
from ayni.registry import models as registry
from tests.unit.intake.changes.times import DAY, NOON


@pytest.fixture
def come(southern, homes):
    """The south asks for a household: come(), or with another number or name."""

    def do(number="", name="Amina  DIALLO", code="S1", by=southern, **more):
        number = number or f"H{homes['h1'].pk:08d}"
        area = Area.objects.get(code=code)
        new = changes.Arrival(number, name, area, more.pop("on", DAY), "By the mill", "own_word", "They came")
        with acting.as_user(by):
            return changes.ask_for_household(new, at=NOON, by=by)

    return do


def test_the_area_it_left_checks_it_and_it_is_received(come, homes, checker, southern):
    made = come()
    assert (made.status, made.area.code, made.to_area.code, made.ground) == ("submitted", "N1", "S1", {})
    with acting.as_user(checker):
        assert asked.waiting(checker, on=DAY).count == 1
        done = changes.approve_change(asked.change(made.pk, reader=checker), at=NOON, by=checker)
    assert done.status == "applied", done.failure
    homes["h1"].refresh_from_db()
    assert homes["h1"].area.code == "S1"
    with acting.as_user(southern):
        assert list(asked.arrivals(southern)) == [done]
    with acting.as_user(checker):
        assert list(asked.departures(checker)) == [done]


def test_who_asks_sees_nothing_of_the_record_before_it_has_come(come, southern, homes):
    made = come()
    with acting.as_user(southern):
        found = asked.change(made.pk, reader=southern)
        assert found.household is None
        assert not registry.Household.objects.filter(pk=homes["h1"].pk).exists()
        told = asked.shown(found, reader=southern, on=DAY)
        assert [(one.before, "S1" in one.after) for one in told.differences][:1] == [("", True)]
        assert told.moved_on == []


def test_a_rejection_is_told_to_who_asked_who_may_appeal_and_answer(come, checker, southern):
    made = come()
    with acting.as_user(checker):
        changes.ask_about_change(made, answer=changes.Answer("Since when?"), by=checker)
    with acting.as_user(southern):
        assert list(asked.asked_back(southern)) == [made]
        changes.submit_change(made, at=NOON, reason="Since May", by=southern)
    with acting.as_user(checker):
        changes.reject_change(made, answer=changes.Answer(code="contradicts"), at=NOON, by=checker)
    with acting.as_user(southern):
        assert asked.change(made.pk, reader=southern).status == "rejected"
        changes.appeal_change(made, words="They live here", at=NOON, by=southern)
    with acting.as_user(checker), pytest.raises(OutsideArea):
        changes.withdraw_change(made, by=checker)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("", "Amina"),
        ("", "Amina Haddad"),
        ("", "Chidi Okafor"),
        ("H99999999", "Amina Diallo"),
        ("'; --", "Amina Diallo"),
        ("", " "),
    ],
)
def test_a_number_and_a_name_that_do_not_belong_together_find_nobody(come, number, name):
    with pytest.raises(errors.NoSuchArrival):
        come(number, name)
    assert not models.ChangeRequest.objects.exists()


def test_a_number_of_a_person_or_a_document_in_any_script_will_do(come, people):
    registry.Identifier.objects.create(person=people["h1-1"], type="national_id", number="AB12")
    made = come("ab 12")
    assert come(f"P{people['h1-3'].pk:08d}", "Issa Diallo") == made, "asked twice, it is one request"
    assert come(f"p{people['h2-1'].pk:08d}", "أحمد حداد").household_id != made.household_id


def test_a_child_of_the_household_is_named_by_the_own_number_only(come, people):
    with pytest.raises(errors.NoSuchArrival):
        come(f"P{people['h1-3'].pk:08d}", "Amina Diallo")


def test_one_asks_into_ones_own_area_and_not_for_who_lives_there(come, southern, checker):
    with pytest.raises(OutsideArea):
        come(code="N2")
    with pytest.raises(errors.LivesHere):
        come(code="N1", by=checker)
    with pytest.raises(errors.NotYetHappened):
        come(on=DAY + timedelta(days=1))
