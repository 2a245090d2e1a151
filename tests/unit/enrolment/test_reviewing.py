import pytest
from django.db import IntegrityError, transaction

from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.audit import queries as audit
from ayni.enrolment import actions, errors, models, queries
from ayni.kernel.lifecycles import WrongState
from tests.unit.enrolment import conftest, world
from tests.unit.enrolment.world import DAY

NOW = world.noon(DAY)
LATER = world.date(2026, 7, 1)


def decision(key, programme, number=None):
    found = models.Decision.objects.filter(household__source_key=key, version__programme__code=programme)
    return found.get(person__source_key=f"{key}/{number}" if number else None)


@pytest.fixture
def poor(decided):
    return decision("poor", "housing")


def test_accepting_enrols_with_the_decided_amount(poor, officer):
    enrolment = actions.accept(poor, by=officer, at=NOW, starts_on=LATER)
    poor.refresh_from_db()
    assert (poor.status, poor.reviewed_by, poor.reviewed_at) == ("accepted", officer, NOW)
    assert (enrolment.programme.code, enrolment.household, enrolment.person) == ("housing", poor.household, None)
    assert (enrolment.amount, enrolment.starts_on, enrolment.status) == (poor.amount, LATER, "enrolled")
    assert audit.history(audit.subject_of(poor))[0].facts["says"] == "accepted a decision"


def test_accepted_twice_it_is_refused_with_what_is_possible(poor, officer):
    actions.accept(poor, by=officer, at=NOW)
    with pytest.raises(WrongState, match=r"is accepted, so it is not possible to accept it\. Nothing more"):
        actions.accept(poor, by=officer, at=NOW)


def test_what_needs_information_cannot_be_accepted(decided, officer):
    with pytest.raises(errors.AnswersMissing, match=r"answers are missing \(Rooms; Day of birth"):
        actions.accept(decision("gaps", "housing"), by=officer, at=NOW)
    with pytest.raises(WrongState, match="is asked, so it is not possible to decline it"):
        actions.decline(decision("gaps", "housing"), by=officer, at=NOW, reason="No")
    assert not models.Enrolment.objects.exists()


def test_declining_needs_a_reason_and_can_be_taken_back(poor, officer):
    with pytest.raises(errors.ReasonMissing):
        actions.decline(poor, by=officer, at=NOW, reason="  ")
    declined = actions.decline(poor, by=officer, at=NOW, reason="Moved away")
    assert (declined.status, declined.reason) == ("declined", "Moved away")
    with pytest.raises(WrongState, match="What can be done now: reconsider"):
        actions.accept(poor, by=officer, at=NOW)
    again = actions.reconsider(poor, by=officer, at=NOW, reason="Came back")
    assert again.status == "proposed"
    actions.accept(again, by=officer, at=NOW)


def test_the_database_keeps_no_decline_without_a_reason(poor):
    with pytest.raises(IntegrityError, match="decision_declined_with_reason"), transaction.atomic():
        models.Decision.objects.filter(pk=poor.pk).update(status="declined")


@pytest.mark.parametrize("verb", ["accept", "decline", "reconsider"])
def test_nobody_reviews_outside_their_area(decided, officer, verb):
    south = decision("south", "housing")
    with pytest.raises(OutsideArea):
        getattr(actions, verb)(south, by=officer, at=NOW, reason="Because")
    south.refresh_from_db()
    assert (south.status, south.reviewed_by) == ("proposed", None)


def test_nobody_reviews_without_the_permission(poor, manager):
    with pytest.raises(NotPermitted):
        actions.accept(poor, by=manager, at=NOW)


def test_nobody_is_enrolled_twice_in_a_programme(poor, officer, manager):
    actions.accept(poor, by=officer, at=NOW)
    world.household(poor.household.area, "newcomer", [{}])  # the registry has changed: another snapshot
    conftest.decide(manager)
    again = models.Decision.objects.filter(household=poor.household, person=None).latest("pk")
    with pytest.raises(errors.AlreadyEnrolled, match="enrolled in Housing support already"):
        actions.accept(again, by=officer, at=NOW)
    again.refresh_from_db()
    assert again.status == "proposed"


def test_a_person_who_moves_is_not_enrolled_again(decided, everywhere):
    accepted = actions.accept(decision("poor", "child-grant", 2), by=everywhere, at=NOW)
    moved = decision("south", "child-grant", 2)
    models.Decision.objects.filter(pk=moved.pk).update(person=accepted.person)
    with pytest.raises(errors.AlreadyEnrolled):
        actions.accept(moved, by=everywhere, at=NOW)


def test_a_later_run_overtakes_an_earlier_one(poor, decided, officer, manager, programmes):
    world.household(poor.household.area, "newcomer", [{}])
    later = conftest.decide(manager)
    with pytest.raises(errors.Superseded, match=f"run {later.pk} decided with newer answers"):
        actions.accept(poor, by=officer, at=NOW)
    with pytest.raises(errors.Superseded):
        actions.accept_all(decided, programmes["housing"], by=officer, at=NOW, starts_on=DAY)
    assert not models.Enrolment.objects.exists()


def test_accepting_all_reaches_the_officers_areas_only(decided, programmes, officer, everywhere):
    version = programmes["child-grant"]
    first = actions.accept_all(decided, version, by=officer, at=NOW, starts_on=LATER)
    assert first == actions.Accepted(enrolled=1, already_enrolled=0)
    enrolment = models.Enrolment.objects.get()
    assert (enrolment.person.source_key, enrolment.amount, enrolment.starts_on) == ("poor/2", 300, LATER)
    assert (enrolment.decision.status, enrolment.decision.reviewed_by) == ("accepted", officer)
    assert actions.accept_all(decided, version, by=everywhere, at=NOW, starts_on=LATER).enrolled == 1
    assert decision("gaps", "child-grant", 1).status == "asked"


def test_accepting_all_again_does_nothing(decided, programmes, everywhere):
    version = programmes["child-grant"]
    assert actions.accept_all(decided, version, by=everywhere, at=NOW, starts_on=DAY).enrolled == 2
    again = actions.accept_all(decided, version, by=everywhere, at=NOW, starts_on=DAY)
    assert again == actions.Accepted(enrolled=0, already_enrolled=0)


def test_accepting_all_leaves_the_enrolled_alone_and_counts_them(decided, programmes, everywhere, manager, places):
    actions.accept(decision("poor", "child-grant", 2), by=everywhere, at=NOW)
    world.household(places["N1"], "newcomer", [{}])
    later = conftest.decide(manager)
    accepted = actions.accept_all(later, programmes["child-grant"], by=everywhere, at=NOW, starts_on=DAY)
    assert accepted == actions.Accepted(enrolled=1, already_enrolled=1)
    assert models.Enrolment.objects.count() == 2


def test_a_run_still_deciding_is_not_accepted(manager, programmes, families, everywhere):
    run = actions.start_run(world.snapshot(manager), by=manager, on=DAY)
    with pytest.raises(errors.NotDecided):
        actions.accept_all(run, programmes["housing"], by=everywhere, at=NOW, starts_on=DAY)


def test_an_enrolment_is_paused_continued_and_ended_with_reasons(poor, officer):
    enrolment = actions.accept(poor, by=officer, at=NOW, starts_on=DAY)
    with pytest.raises(errors.ReasonMissing):
        actions.suspend(enrolment, reason="", by=officer, on=LATER)
    assert actions.suspend(enrolment, reason="Not found at home", by=officer, on=LATER).status == "suspended"
    with pytest.raises(WrongState, match="What can be done now: resume, exit"):
        actions.suspend(enrolment, reason="Again", by=officer, on=LATER)
    assert actions.resume(enrolment, reason="Was in hospital", by=officer, on=LATER).status == "enrolled"
    with pytest.raises(errors.BeforeStart):
        actions.exit(enrolment, reason="Moved", by=officer, on=world.START)
    ended = actions.exit(enrolment, reason="Moved abroad", by=officer, on=LATER)
    assert (ended.status, ended.ends_on, ended.reason) == ("exited", LATER, "Moved abroad")


def test_who_has_left_may_be_enrolled_again(poor, officer, manager, places):
    enrolment = actions.accept(poor, by=officer, at=NOW, starts_on=DAY)
    actions.exit(enrolment, reason="Moved", by=officer, on=LATER)
    world.household(places["N1"], "newcomer", [{}])
    conftest.decide(manager)
    again = models.Decision.objects.filter(household=poor.household, person=None).latest("pk")
    assert actions.accept(again, by=officer, at=NOW).status == "enrolled"


def test_enrolments_outside_the_area_are_left_alone(decided, officer, everywhere):
    enrolment = actions.accept(decision("south", "housing"), by=everywhere, at=NOW)
    with pytest.raises(OutsideArea):
        actions.suspend(enrolment, reason="Because", by=officer, on=DAY)
    with pytest.raises(errors.NotFound):
        queries.enrolment(enrolment.pk, officer)
    assert queries.enrolment(enrolment.pk, everywhere) == enrolment
