"""Births, deaths, marriages, moves and splits, by the registry's own actions; whoever moves keeps everything."""

import pytest

from ayni.commons import acting
from ayni.commons.jobs.models import Work
from ayni.intake import errors
from ayni.intake.actions import changes
from ayni.intake.queries import changes as asked
from ayni.registry import models as registry
from ayni.registry import queries as records
from tests.unit.intake.changes.times import DAY, NOON

BORN = DAY


def lives(person, on=DAY):
    stay = registry.Membership.objects.active(on=on).filter(person=person).select_related("household").first()
    return (stay.household.source_key, stay.relationship) if stay else None


def test_a_child_is_born_to_its_mother(ask, approve, people, homes):
    made = ask(
        "birth",
        "h1",
        happened_on=BORN,
        proposed={
            "given_name": "Awa",
            "sex": "female",
            "relationship": "child",
            "mother": people["h1-1"].pk,
        },
        evidence="birth_certificate",
        document_number="B-17",
    )
    done = approve(made)
    assert done.status == "applied", done.failure
    child = registry.Person.objects.get(pk=done.result["person"])
    assert (child.given_name, child.born_from, child.born_to) == ("Awa", BORN, BORN)
    assert lives(child) == ("h1", "child")
    assert child.kin.get().relative == people["h1-1"]


def test_a_child_whose_mother_is_not_known_is_a_member_all_the_same(ask, approve, second):
    born = {"given_name": "Ife", "sex": "male", "relationship": "child"}
    done = approve(ask("birth", "h3", happened_on=BORN, proposed=born), by=second)
    assert done.status == "applied", done.failure
    assert lives(registry.Person.objects.get(pk=done.result["person"])) == ("h3", "child")


def test_a_death_is_checked_twice_and_the_household_has_a_new_head(ask, approve, second, people):
    made = ask("death", "h2-1", happened_on=BORN, evidence="death_certificate", head=people["h2-2"].pk)
    done = approve(approve(made), by=second)
    assert done.status == "applied", done.failure
    people["h2-1"].refresh_from_db()
    assert (people["h2-1"].died_on, people["h2-1"].death_known) == (BORN, "certificate")
    assert lives(people["h2-2"]) == ("h2", "head")


def test_a_death_without_a_new_head_stays_with_its_reason(ask, approve, second, people):
    done = approve(approve(ask("death", "h2-1")), by=second)
    assert (done.status, done.applied_at) == ("approved", None)
    assert "head" in done.failure
    people["h2-1"].refresh_from_db()
    assert people["h2-1"].died_on is None


def test_a_household_moves_and_keeps_everything(ask, approve, homes, people, checker, southern, desk):
    before = set(homes["h1"].facts.values_list("source", "observed_on"))
    made = ask("household_move", "h1", area="S1", address="By the mill", happened_on=BORN)
    assert (made.area.code, made.to_area.code) == ("N1", "S1")
    with acting.as_user(southern):  # they will come
        assert [one.pk for one in asked.changes(southern, on=DAY)] == [made.pk]
        assert list(asked.arrivals(southern)) == []
    done = approve(made)
    assert done.status == "applied", done.failure
    homes["h1"].refresh_from_db()
    assert homes["h1"].area.code == "S1"
    assert set(homes["h1"].facts.values_list("source", "observed_on")) == before
    with acting.as_user(southern):
        assert list(asked.arrivals(southern)) == [done]
        assert [one.name for one in records.household(homes["h1"].pk, reader=southern).members]
    with acting.as_user(checker):
        assert list(asked.departures(checker)) == [done]
        assert registry.Household.objects.filter(pk=homes["h1"].pk).count() == 0
    changes.receive_move(done, at=NOON, by=southern)
    with acting.as_user(southern):
        assert list(asked.arrivals(southern)) == []


def test_a_move_is_taken_back_by_the_district_where_they_are(ask, approve, homes, southern):
    done = approve(ask("household_move", "h1", area="S1", happened_on=BORN))
    back = changes.counter_change(done, reason="They stayed", at=NOON, by=southern)
    assert (back.area.code, back.to_area.code, back.proposed) == ("S1", "N1", {"area": "N1"})


def test_a_person_moves_to_a_household_in_another_district(ask, approve, homes, people, southern, checker):
    made = ask("person_move", "h1-2", proposed={"household": f"H{homes['h4'].pk:08d}", "relationship": "grandchild"})
    assert made.to_area.code == "S1"
    done = approve(made)
    assert done.status == "applied", done.failure
    assert lives(people["h1-2"]) == ("h4", "grandchild")
    assert people["h1-2"].facts.exists()
    with acting.as_user(southern):
        assert list(asked.arrivals(southern)) == [done]
        assert records.person(people["h1-2"].pk, reader=southern).person.name


def test_nobody_moves_to_a_household_or_an_area_that_is_not_there(ask):
    with pytest.raises(errors.ProposalRefused, match="no household"):
        ask("person_move", "h1-2", proposed={"household": 99999999, "relationship": "child"})
    with pytest.raises(errors.ProposalRefused, match="no area"):
        ask("household_move", "h1", area="XX")


def test_some_leave_and_are_a_household_elsewhere(ask, approve, homes, people):
    who = [people["h2-2"].pk]
    done = approve(ask("split", "h2", members=who, head=who[0], area="S1", happened_on=BORN))
    assert done.status == "applied", done.failure
    new = registry.Household.objects.get(pk=done.result["household"])
    assert new.area.code == "S1"
    assert new.memberships.get().relationship == "head"
    assert lives(people["h2-1"]) == ("h2", "head")


def test_who_leaves_must_live_there(ask, people):
    with pytest.raises(errors.ProposalRefused, match="does not live in this household"):
        ask("split", "h2", members=[people["h1-1"].pk], head=people["h1-1"].pk)
    with pytest.raises(errors.ProposalRefused, match="one of those who leave"):
        ask("split", "h2", members=[people["h2-2"].pk], head=people["h2-1"].pk)


def test_two_marry_and_live_together(ask, approve, people, second):
    made = ask(
        "marriage",
        "h1-1",
        happened_on=BORN,
        evidence="marriage_certificate",
        spouse=people["h3-1"].pk,
        joins=True,
        relationship="spouse",
        head=people["h1-2"].pk,
    )
    done = approve(made, by=second)
    assert done.status == "applied", done.failure
    assert lives(people["h1-1"]) == ("h3", "spouse")
    assert people["h3-1"].kin.filter(kind="spouse", relative=people["h1-1"]).exists()
    with pytest.raises(errors.ProposalRefused, match="themselves"):
        ask("marriage", "h1-1", evidence="own_word", spouse=people["h1-1"].pk)


def test_those_who_depend_on_it_are_told(ask, approve, settings):
    settings.AYNI_SUBSCRIBERS = {"ayni.intake.events.ChangeApplied": ("tests.unit.intake.changes.heard.hear",)}
    done = approve(ask("correction", "h1-1", phone="1"))
    work = Work.objects.get(kind="events.deliver")
    assert work.arguments["facts"]["change"] == done.pk
    assert work.arguments["facts"]["area"] == "N1"
