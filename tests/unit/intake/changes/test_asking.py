"""Asking for a change: what is proposed is checked, kept with what the record said, and waits for another officer."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ayni.commons import acting
from ayni.commons.access.errors import OutsideArea, SameOfficer
from ayni.commons.uploads.errors import NotTaken
from ayni.intake import errors, models
from ayni.intake.actions import changes
from ayni.intake.queries import changes as asked
from ayni.kernel.lifecycles import WrongState
from tests.unit.intake.changes.times import DAY, NOON

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_a_request_keeps_what_the_record_said_and_when_it_is_due(ask, people):
    made = ask("correction", "h1-1", given_name="Aminata", born="1991-05")
    assert made.status == "submitted"
    assert made.area.code == "N1"
    assert made.proposed == {"given_name": "Aminata", "born": "1991-05-01/1991-05-31"}
    assert made.ground[f"person:{people['h1-1'].pk}:given_name"] == "Amina"
    assert made.due_on == DAY + timedelta(days=30)
    assert people["h1-1"].given_name == "Amina"


def test_what_does_not_fit_is_told_all_at_once(ask):
    with pytest.raises(errors.ProposalRefused) as refused:
        ask("correction", "h1-1", sex="woman", born="tomorrow", shoes=9)
    assert len(refused.value.problems) == 3
    with pytest.raises(errors.ProposalRefused, match="Nothing would change"):
        ask("correction", "h1-1")
    with pytest.raises(errors.ProposalRefused, match="no such kind"):
        ask("rebirth", "h1-1")


def test_a_sensitive_answer_never_stands_in_a_request(ask):
    with pytest.raises(errors.ProposalRefused, match="sealed"):
        ask("person_facts", "h1-1", values={"hiv": True})
    with pytest.raises(errors.ProposalRefused, match="rooms"):
        ask("household_facts", "h1", values={"rooms": "many"})
    assert not models.ChangeRequest.objects.exists()


def test_it_must_have_happened_and_something_must_have_been_shown(ask):
    with pytest.raises(errors.NotYetHappened):
        ask("death", "h1-1", happened_on=DAY + timedelta(days=1))
    with pytest.raises(errors.EvidenceNeeded, match="Death certificate"):
        ask("death", "h1-1", evidence="")


def test_sent_twice_it_is_one_request(ask):
    first = ask("correction", "h1-1", phone="1", source="partner", source_key="a7")
    assert ask("correction", "h1-1", phone="1", source="partner", source_key="a7") == first


def test_a_draft_is_handed_in_later_and_may_be_taken_back(ask, desk):
    made = ask("correction", "h1-1", phone="1", is_draft=True)
    assert made.status == "draft"
    made = changes.submit_change(made, proposed={"phone": "22"}, at=NOON, by=desk)
    assert (made.status, made.proposed) == ("submitted", {"phone": "22"})
    assert changes.withdraw_change(made, by=desk).status == "withdrawn"
    with pytest.raises(WrongState):
        changes.submit_change(made, at=NOON, by=desk)


def test_papers_are_looked_at_kept_once_and_few(ask, desk):
    made = ask("correction", "h1-1", phone="1")
    paper = changes.add_evidence(made, content=PDF, by=desk)
    assert changes.add_evidence(made, content=PDF, by=desk) == paper
    assert (paper.media_type, bytes(asked.paper(made, 1, reader=desk).content)) == ("application/pdf", PDF)
    with pytest.raises(NotTaken):
        changes.add_evidence(made, content=b"MZ program", by=desk)
    for number in range(2, 6):
        changes.add_evidence(made, content=PDF.replace(b"1 0", b"%d 0" % number), by=desk)
    with pytest.raises(errors.TooManyPapers):
        changes.add_evidence(made, content=PDF.replace(b"1 0", b"9 0"), by=desk)


def test_each_area_sees_its_own(ask, southern, desk, checker):
    made = ask("correction", "h1-1", phone="1")
    with acting.as_user(southern):
        assert list(asked.changes(southern, on=DAY)) == []
        with pytest.raises(errors.NoSuchChange):
            asked.change(made.pk, reader=southern)
    with acting.as_user(checker):
        assert list(asked.changes(checker, on=DAY)) == [made]
    with pytest.raises(OutsideArea):
        ask("correction", "h1-1", phone="2", by=southern)


def test_it_waits_with_the_nearest_officer_who_may_check(ask, checker, second, desk):
    assert ask("correction", "h1-1", phone="1").waits_in.code == "N1"
    mine = ask("correction", "h1-2", phone="1", by=checker)
    assert mine.waits_in.code == "N"  # nobody else in the district
    assert asked.waiting(checker, on=DAY).count == 1
    assert asked.waiting(second, on=DAY).count == 2
    with pytest.raises(SameOfficer):
        changes.approve_change(mine, at=NOON, by=checker)


def test_the_list_begins_with_what_is_late_and_grave(ask, checker):
    late = ask("correction", "h1-2", phone="1", at=NOON - timedelta(days=40), happened_on=date(2026, 5, 1))
    plain = ask("correction", "h1-1", phone="1")
    grave = ask("death", "h2-1")
    assert list(asked.changes(checker, on=DAY)) == [late, grave, plain]
    assert asked.waiting(checker, on=DAY).overdue == 1
    assert list(asked.changes(checker, asked.Asked(late=True), on=DAY)) == [late]


def test_the_database_itself_keeps_maker_and_checker_apart(ask, desk):
    made = ask("correction", "h1-1", phone="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        models.ChangeRequest.objects.filter(pk=made.pk).update(status="approved", checked_by=desk)
