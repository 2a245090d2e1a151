"""Many at once: counted before, approved in one step, put on record behind; and accepting by rule."""

from datetime import timedelta

import pytest

from ayni.commons.access.errors import NotPermitted, SameOfficer
from ayni.commons.audit import models as audit
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.intake import errors, models
from ayni.intake.actions import changes
from ayni.intake.queries import changes as asked
from ayni.kernel.lifecycles import WrongState
from ayni.registry import actions as registry
from tests.unit.intake.changes.times import DAY, NOON
from tests.unit.registry import village

TRUSTED = 'request.kind == "correction" && request.source == "civil_registration" && request.has_number'


@pytest.fixture
def rule(steward):
    """A rule in force: rule() or rule(text, percent=100)."""

    def make(text=TRUSTED, percent=100):
        new = changes.NewRule("names", {"en": "Names from the register"}, text, percent)
        made = changes.prepare_rule(new, reason="The ministry and the register agreed", by=steward)
        for name in ("dina", "dora"):
            made = changes.approve_rule(made, at=NOON, by=village.officer(name, "data_protection_officer"))
        return made

    return make


def test_many_are_counted_approved_and_put_on_record(ask, checker, people, steward):
    good = [ask("correction", key, phone="5") for key in ("h1-1", "h1-2")]
    refused = ask("correction", "h1-3", born="2026-01")
    ask("death", "h2-1")
    ask("correction", "h2-2", phone="1", by=checker)
    changed = ask("correction", "h2-1", given_name="Ahmed")
    registry.correct_person(people["h2-1"], correction=registry.Correction(given_name="Ahmad"), on=DAY, by=steward)
    found = changes.preview(asked.Asked(), by=checker, at=NOON)
    assert (found.count, found.left) == (3, {"needs_two": 1, "own": 1, "changed": 1})
    before = audit.Entry.objects.count()
    work = changes.approve_changes(asked.Asked(), at=NOON, by=checker)
    assert audit.Entry.objects.count() == before + 4  # each its own, and that they were approved together
    running.run(work.pk)
    work.refresh_from_db()
    assert (work.status, work.result) == ("done", {"applied": 3})
    for one in (*good, refused):
        one.refresh_from_db()
        assert (one.status, one.checked_by) == ("applied", checker)
    changed.refresh_from_db()
    assert changed.status == "submitted"


def test_what_the_record_refuses_leaves_the_others(ask, checker):
    wrong = ask("correction", "h1-1", born="2024")
    right = ask("correction", "h1-2", phone="7")
    running.run(changes.approve_changes(asked.Asked(), at=NOON, by=checker).pk)
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.status, bool(wrong.failure), right.status) == ("approved", True, "applied")


def test_nothing_is_approved_when_nothing_may_be(ask, checker):
    ask("death", "h2-1")
    with pytest.raises(errors.NothingToApprove):
        changes.approve_changes(asked.Asked(), at=NOON, by=checker)


def test_begun_again_it_goes_on(ask, checker):
    made = ask("correction", "h1-2", phone="7")
    work = changes.approve_changes(asked.Asked(), at=NOON, by=checker)
    running.run(work.pk)
    Work.objects.filter(pk=work.pk).update(status="waiting")
    running.run(work.pk)
    made.refresh_from_db()
    assert made.status == "applied"


def test_a_rule_accepts_what_a_trusted_source_sends_and_says_so(rule, ask):
    kept = rule()
    made = ask("correction", "h1-2", phone="9", source="civil_registration", document_number="17")
    running.run(Work.objects.get(kind="intake.accept_change").pk)
    made.refresh_from_db()
    assert (made.status, made.accepted_by_rule, made.checked_by, made.is_sample) == ("applied", kept, None, True)
    (told,) = asked.rules(kept.prepared_by)
    assert (told.accepted, told.sampled, told.right, told.wrong) == (1, 1, 0, 0)


def test_other_sources_no_number_and_what_is_not_known_wait_for_an_officer(rule, ask):
    rule()
    ask("correction", "h1-2", phone="9", source="civil_registration")
    ask("correction", "h1-2", phone="9", document_number="17")
    assert not Work.objects.filter(kind="intake.accept_change").exists()


def test_a_document_used_before_and_a_changed_record_go_to_an_officer(rule, ask, people, steward):
    rule()
    first = ask("correction", "h1-2", phone="9", source="civil_registration", document_number="17")
    second = ask("correction", "h1-1", phone="8", source="civil_registration", document_number="17")
    for work in Work.objects.filter(kind="intake.accept_change"):
        running.run(work.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("submitted", "submitted")
    third = ask("correction", "h2-1", phone="8", source="civil_registration", document_number="18")
    registry.correct_person(people["h2-1"], correction=registry.Correction(phone="3"), on=DAY, by=steward)
    running.run(Work.objects.filter(kind="intake.accept_change").order_by("-pk").first().pk)
    third.refresh_from_db()
    assert third.status == "submitted"


def test_a_sample_is_looked_at(rule, ask, checker, desk):
    rule()
    made = ask("correction", "h1-2", phone="9", source="civil_registration", document_number="17")
    running.run(Work.objects.get(kind="intake.accept_change").pk)
    assert list(asked.samples(checker)) == [made]
    done = changes.judge_sample(made, is_right=False, at=NOON, by=checker)
    assert (done.sample_found, done.sample_by) == ("wrong", checker)
    assert list(asked.samples(checker)) == []


def test_three_officers_stand_behind_a_rule(steward, db):
    made = changes.prepare_rule(changes.NewRule("names", {}, TRUSTED), reason="Agreed", by=steward)
    dina, dora = (village.officer(name, "data_protection_officer") for name in ("dina", "dora"))
    made = changes.approve_rule(made, at=NOON, by=dina)
    assert made.waits_for_countersigning
    with pytest.raises(SameOfficer):
        changes.approve_rule(made, at=NOON, by=dina)
    with pytest.raises(NotPermitted):
        changes.approve_rule(made, at=NOON, by=steward)
    assert asked.rules_waiting(dora) == [made]
    assert changes.approve_rule(made, at=NOON, by=dora).status == "approved"
    ended = changes.retire_rule(made, at=NOON + timedelta(days=1), by=dora)
    assert ended.status == "retired"
    with pytest.raises(WrongState):
        changes.approve_rule(ended, at=NOON, by=village.officer("dita", "data_protection_officer"))


def test_a_rule_that_cannot_be_read_says_where(steward):
    for text in ("request.sort == 'birth'", "request.kind == ", "household.rooms > 3"):
        with pytest.raises(errors.AcceptanceRefused):
            changes.prepare_rule(changes.NewRule("names", {}, text), reason="Agreed", by=steward)
    assert not models.AcceptanceRule.objects.exists()


def test_a_rule_that_is_ended_accepts_nothing_that_waits(rule, ask):
    kept = rule()
    made = ask("correction", "h1-2", phone="9", source="civil_registration", document_number="17")
    models.AcceptanceRule.objects.filter(pk=kept.pk).update(status="retired")
    running.run(Work.objects.get(kind="intake.accept_change").pk)
    made.refresh_from_db()
    assert made.status == "submitted"
