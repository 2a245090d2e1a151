"""Corrections: lodged by one officer, decided by another; the registry itself puts right what it can."""

import pytest
from django.db import DatabaseError, transaction

from ayni.commons.access.errors import OutsideArea, SameOfficer
from ayni.commons.audit import models as audit
from ayni.kernel.lifecycles import WrongState
from ayni.privacy import actions, errors, models, queries
from ayni.privacy.actions import NewCorrection, Words
from tests.unit.privacy.conftest import DAY, NOON

NAME = NewCorrection("name", "My name is Amina Diallo-Sow", "Misspelt", "Card 12", {"family_name": "Diallo-Sow"})
DONE = Words("Put right by the card.")


@pytest.fixture
def lodge(people, desk):
    def make(correction=NAME, key="h1-1"):
        return actions.lodge_correction(people[key], correction=correction, on=DAY, by=desk)

    return make


def test_another_officer_accepts_and_the_registry_puts_it_right(lodge, other_desk, people):
    request = lodge()
    assert (request.due_on - DAY).days == 30
    done = actions.accept_correction(request, answer=DONE, by=other_desk, at=NOON)
    assert (done.status, done.answer) == ("accepted", "Put right by the card.")
    people["h1-1"].refresh_from_db()
    assert people["h1-1"].family_name == "Diallo-Sow"
    assert audit.Entry.objects.filter(action="registry.correct", actor=other_desk).count() == 1


def test_who_wrote_it_down_does_not_decide(lodge, desk):
    request = lodge()
    for decide in (
        lambda: actions.accept_correction(request, answer=DONE, by=desk, at=NOON),
        lambda: actions.refuse_correction(request, answer=DONE, appeal=Words("Court"), by=desk, at=NOON),
    ):
        with pytest.raises(SameOfficer):
            decide()
    with pytest.raises(DatabaseError, match="correction_two_officers"), transaction.atomic():
        models.CorrectionRequest.objects.update(status="accepted", decided_by=desk, answer="x")


def test_a_refusal_says_why_and_how_to_appeal(lodge, other_desk, people):
    request = lodge()
    with pytest.raises(errors.AnswerMissing):
        actions.refuse_correction(request, answer=DONE, appeal=Words(" "), by=other_desk, at=NOON)
    said = Words("The card says otherwise.")
    refused = actions.refuse_correction(request, answer=said, appeal=Words("To the court"), by=other_desk, at=NOON)
    assert (refused.status, refused.appeal) == ("refused", "To the court")
    people["h1-1"].refresh_from_db()
    assert people["h1-1"].family_name == "Diallo"
    with pytest.raises(WrongState):
        actions.accept_correction(request, answer=DONE, by=other_desk, at=NOON)


def test_an_answer_is_told_anew(lodge, other_desk, people):
    change = {"variable": "attends", "value": False}
    request = lodge(NewCorrection("answer", "She does not go to school", "Wrong", change=change), key="h1-2")
    actions.accept_correction(request, answer=DONE, by=other_desk, at=NOON)
    told = people["h1-2"].facts.get(source="correction")
    assert told.values == {"attends": False}


def test_a_day_of_birth_is_put_right(lodge, other_desk, people):
    request = lodge(NewCorrection("born", "Born 1 May 1991", "Wrong", change={"born": "1991-05-01"}))
    actions.accept_correction(request, answer=DONE, by=other_desk, at=NOON)
    people["h1-1"].refresh_from_db()
    assert str(people["h1-1"].born_from) == str(people["h1-1"].born_to) == "1991-05-01"


def test_what_the_registry_refuses_leaves_the_request_open(lodge, other_desk):
    request = lodge(NewCorrection("answer", "Nine", "Wrong", change={"variable": "shoes", "value": 9}))
    with pytest.raises(Exception, match="shoes"):
        actions.accept_correction(request, answer=DONE, by=other_desk, at=NOON)
    request.refresh_from_db()
    assert request.is_open


def test_a_sensitive_answer_is_not_written_into_a_request(lodge):
    with pytest.raises(errors.SensitiveCorrection, match="hiv"):
        lodge(NewCorrection("answer", "It is another", "Wrong", change={"variable": "hiv", "value": False}))
    assert not models.CorrectionRequest.objects.exists()


def test_a_record_has_no_such_thing(lodge):
    with pytest.raises(errors.UnknownCorrection):
        lodge(NewCorrection("name", "x", "y", change={"source_key": "z"}))
    with pytest.raises(errors.ReasonMissing):
        lodge(NewCorrection("name", "x", "  "))


def test_each_sees_those_of_their_areas_and_waiting_are_others(lodge, desk, other_desk, southern):
    request = lodge()
    assert list(queries.corrections(southern)) == []
    assert [one.pk for one in queries.corrections_waiting(other_desk)] == [request.pk]
    assert queries.corrections_waiting(desk) == []
    with pytest.raises(errors.NoSuchRecord):
        queries.correction(request.pk, reader=southern)
    with pytest.raises(OutsideArea):
        actions.accept_correction(request, answer=DONE, by=southern, at=NOON)


def test_the_audit_does_not_tell_what_was_written(lodge, other_desk):
    request = lodge()
    actions.accept_correction(request, answer=Words("Seen card of Amina"), by=other_desk, at=NOON)
    told = " ".join(str(entry.facts) for entry in audit.Entry.objects.all())
    assert "Amina" not in told
    assert "Sow" not in told


def test_a_person_may_take_it_back(lodge, desk):
    request = actions.withdraw_correction(lodge(), answer=Words("Came back and said so"), by=desk, at=NOON)
    assert request.status == "withdrawn"


def test_what_was_asked_is_never_changed(lodge):
    lodge()
    with pytest.raises(DatabaseError), transaction.atomic():
        models.CorrectionRequest.objects.update(asked="Something else")
