"""Becoming anonymous: found and counted, approved by another officer, done in batches for ever."""

from datetime import date, timedelta

import pytest
from django.db import connection

from ayni.commons.access.errors import SameOfficer
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.kernel.lifecycles import WrongState
from ayni.privacy import actions, errors, models, queries
from ayni.privacy.actions import NewCorrection, Words, forgetting
from ayni.registry import actions as registry
from ayni.registry.models import Household, HouseholdFacts, Membership, Person, PersonFacts
from tests.unit.privacy.conftest import DAY, NOON

CLOSED = date(2023, 5, 17)


@pytest.fixture
def closed(homes, people, desk):
    """The first household was closed three years ago; a name of it was corrected before, so there is history."""
    correction = registry.Correction(given_name="Aminata")
    registry.correct_person(people["h1-1"], correction=correction, on=DAY, by=desk)
    Household.objects.filter(pk=homes["h1"].pk).update(closed_on=CLOSED)
    return homes["h1"]


@pytest.fixture
def schedule(approved, dpo, second):
    def make(occasion="household_closed", months=24, tables=()):
        made = actions.prepare_schedule(
            approved(), occasion=occasion, months=months, tables=tables, reason="The law says so", by=dpo
        )
        return actions.approve_paper(made, by=second, at=NOON)

    return make


@pytest.fixture
def prepare(schedule, dpo):
    def make(**how):
        return actions.prepare_anonymisation(schedule(**how), on=DAY, reason="The months are over", by=dpo)

    return make


@pytest.fixture
def carry_out(prepare, second):
    """Prepare, approve, and let the worker do it."""

    def make(**how):
        approved = actions.approve_anonymisation(prepare(**how), by=second, at=NOON)
        running.run(Work.objects.get(key=approved.work_key).pk)
        work = Work.objects.get(key=approved.work_key)
        assert work.status == "done", work.message
        approved.refresh_from_db()
        return approved

    return make


def told():
    """Everything that the tables of people and their earlier states say."""
    tables = [
        "registry_person",
        "registry_household",
        "registry_personfacts",
        "registry_householdfacts",
        "registry_personevent",
        "registry_householdevent",
        "registry_personfactsevent",
        "privacy_correctionrequest",
        "privacy_datacopy",
        "privacy_consent",
    ]
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_a_dry_run_counts_and_changes_nothing(closed, prepare):
    before = told()
    found = prepare()
    assert (found.counts["persons"], found.counts["households"]) == (3, 1)
    assert found.counts["tables"]["registry.person"] == 3
    assert told() == before


def test_nobody_is_recognised_and_statistics_survive(closed, carry_out, people):
    done = carry_out()
    assert (done.status, done.result["persons"], done.result["households"]) == ("done", 3, 1)
    text = told()
    for name in ("Amina", "Aminata", "Fatou", "Issa", "+999", "well, left", "h1-1"):
        assert name not in text
    one = Person.objects.get(pk=people["h1-1"].pk)
    assert one.sex == "female"
    assert (one.born_to.year - one.born_from.year, one.born_from.month, one.born_to.day) == (4, 1, 31) or (
        one.born_to.year - one.born_from.year == 9
    )
    home = HouseholdFacts.objects.get(household=closed)
    assert home.values["floor"] == "earth"
    assert "note" not in home.values
    assert queries.is_anonymous(one)
    assert Person.objects.get(pk=people["h2-1"].pk).given_name == "أحمد", "others stay"


def test_sensitive_answers_and_texts_are_gone(closed, carry_out, people):
    carry_out()
    facts = PersonFacts.objects.get(person=people["h1-1"].pk)
    assert facts.values.keys() & {"hiv", "phone_number"} == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registry_personsealed WHERE person_id = %s", [people["h1-1"].pk])
        assert cursor.fetchone()[0] == 0


def test_what_officers_wrote_of_them_is_gone(closed, carry_out, people, desk, other_desk):
    asked = NewCorrection("other", "Amina says so", "Amina told me", "Amina's card")
    request = actions.lodge_correction(people["h1-1"], correction=asked, on=DAY, by=desk)
    actions.refuse_correction(request, answer=Words("Amina is wrong"), appeal=Words("Court"), by=other_desk, at=NOON)
    carry_out()
    assert "Amina" not in told()


def test_a_second_officer_approves(closed, prepare, dpo):
    found = prepare()
    with pytest.raises(SameOfficer):
        actions.approve_anonymisation(found, by=dpo, at=NOON)
    with pytest.raises(WrongState):
        actions.anonymise(found, by=dpo, at=NOON)
    assert Person.objects.filter(given_name="Aminata").exists()


def test_a_hold_keeps_the_whole_household_back(closed, prepare, people, dpo):
    hold = actions.place_hold(people["h1-2"], kind="complaint", reason=Words("Complaint 7"), by=dpo, at=NOON)
    with pytest.raises(errors.NobodyDue):
        prepare()
    actions.lift_hold(hold, by=dpo, at=NOON)
    assert prepare().counts["persons"] == 3


def test_a_hold_after_the_approval_still_keeps_back(closed, prepare, people, dpo, second):
    found = actions.approve_anonymisation(prepare(), by=second, at=NOON)
    actions.place_hold(people["h1-1"], kind="court", reason=Words("Court order"), by=dpo, at=NOON)
    running.run(Work.objects.get(key=found.work_key).pk)
    found.refresh_from_db()
    assert found.result == {"persons": 0, "households": 0, "kept_back": 4}
    assert Person.objects.filter(given_name="Aminata").exists()


def test_an_open_correction_keeps_back(closed, prepare, people, desk):
    actions.lodge_correction(people["h1-1"], correction=NewCorrection("other", "x", "y"), on=DAY, by=desk)
    with pytest.raises(errors.NobodyDue):
        prepare()


def test_it_goes_on_where_it_stopped(closed, prepare, second, monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    found = actions.approve_anonymisation(prepare(), by=second, at=NOON)
    first = actions.anonymise(found, by=second, at=NOON)
    assert models.Anonymised.objects.filter(done_at__isnull=False).count() == 2
    assert first.status == "approved"
    running.run(Work.objects.get(key=found.work_key).pk)
    found.refresh_from_db()
    assert (found.status, found.result["persons"], found.result["households"]) == ("done", 3, 1)
    assert found.result["tables"]["registry.household"] == 1
    again = actions.anonymise(found, by=second, at=NOON)
    assert again.result == found.result


def test_before_the_months_are_over_nobody_is_due(closed, prepare):
    with pytest.raises(errors.NobodyDue):
        prepare(months=60)


def test_done_once_it_is_not_due_again(closed, schedule, carry_out, dpo):
    done = carry_out()
    with pytest.raises(errors.NobodyDue):
        actions.prepare_anonymisation(done.schedule, on=DAY, reason="Again", by=dpo)


def test_somebody_who_died_alone_is_forgotten_alone(carry_out, people):
    Person.objects.filter(pk=people["h3-1"].pk).update(died_on=CLOSED)
    Membership.objects.filter(person=people["h3-1"]).update(period=(date(2020, 1, 1), CLOSED + timedelta(days=1)))
    done = carry_out(occasion="person_died")
    assert (done.result["persons"], done.result["households"]) == (1, 0)
    assert Person.objects.get(pk=people["h3-1"].pk).died_on == date(2023, 1, 1)


def test_a_schedule_may_name_tables_but_not_the_ledger(closed, schedule, carry_out, people):
    with pytest.raises(errors.TableKept):
        schedule(tables=["benefits.posting"])
    with pytest.raises(errors.TableKept, match="sealed"):
        schedule(tables=["audit.entry"])
    carry_out(tables=["registry.personfacts"])
    assert Person.objects.get(pk=people["h1-1"].pk).given_name == "Aminata"
    assert not queries.is_anonymous(people["h1-1"])


def test_an_occasion_must_be_known_and_a_schedule_approved(approved, dpo):
    with pytest.raises(errors.UnknownOccasion):
        actions.prepare_schedule(approved(), occasion="moon", months=1, tables=(), reason="x", by=dpo)
    draft = actions.prepare_schedule(approved(), occasion="person_died", months=1, tables=(), reason="x", by=dpo)
    with pytest.raises(errors.NotInForce):
        actions.prepare_anonymisation(draft, on=DAY, reason="x", by=dpo)


def test_who_is_held_keeps_back_where_they_usually_live_and_no_second_home(closed, prepare, people, homes, dpo):
    """Somebody of another household shares the one that is due: a hold on them is no hold on its people."""
    guest = people["h2-1"]
    Membership.objects.create(person=guest, household=closed, number=9, kind="shared", period=(date(2020, 1, 1), None))
    actions.place_hold(guest, kind="case", reason=Words("A case is open"), at=NOON, by=dpo)
    counts = prepare().counts
    assert (counts["persons"], counts["households"], counts["kept_back"]) == (3, 1, {})
