"""Purposes and consent: silence is no, the last word counts, none is lost."""

import dataclasses
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from ayni.commons.access.errors import SameOfficer
from ayni.commons.actions.errors import NotPermitted
from ayni.privacy import actions, errors, models, queries
from ayni.registry.models import Membership
from tests.unit.privacy.conftest import DAY, NOON, STUDY


def test_silence_is_no_and_the_last_word_counts(approved, say, agree, people):
    approved()
    assert agree() == set()
    say("h1-1", "given")
    assert agree() == {"h1-1"}
    assert queries.may_use(people["h1-1"], "study", on=DAY)
    assert not queries.may_use(people["h2-1"], "study", on=DAY)
    say("h1-1", "withdrawn")
    assert agree() == set()
    assert models.Consent.objects.filter(person=people["h1-1"]).count() == 2, "both words are kept"


def test_what_was_said_yesterday_held_yesterday(approved, say, agree):
    approved()
    say("h1-1", "given", on=DAY - timedelta(days=2))
    say("h1-1", "withdrawn", on=DAY)
    assert agree(on=DAY - timedelta(days=1)) == {"h1-1"}
    assert agree(on=DAY) == set()
    assert agree(on=DAY - timedelta(days=3)) == set()


def test_the_head_speaks_for_those_who_said_nothing(approved, say, agree):
    approved()
    say("h2-1", "given", for_household=True)
    assert agree() == {"h2-1", "h2-2"}
    say("h2-2", "refused")
    assert agree() == {"h2-1"}, "one's own word counts before the head's"


def test_only_the_head_speaks_for_the_household(approved, say):
    approved()
    with pytest.raises(errors.NotHead):
        say("h2-2", "given", for_household=True)


def test_a_child_agrees_through_the_mother(approved, say, agree, people):
    approved()
    with pytest.raises(errors.NeedsGuardian):
        say("h1-2", "given")
    with pytest.raises(errors.NotGuardian):
        say("h1-2", "given", given_by=people["h2-1"])
    say("h1-2", "given", given_by=people["h1-1"])
    assert agree() == {"h1-2"}
    say("h1-2", "withdrawn")
    assert agree() == set(), "to say no, a child needs nobody"


def test_a_law_asks_nobody(approved, agree, people):
    approved(dataclasses.replace(STUDY, basis="law", law="Registry Act, s. 3"))
    assert agree() == set(people)


def test_a_new_text_asks_again_unless_it_says_otherwise(approved, say, agree):
    approved()
    say("h1-1", "given")
    approved(dataclasses.replace(STUDY, since=DAY, asks_again=False))
    assert agree() == {"h1-1"}
    approved(dataclasses.replace(STUDY, since=DAY))
    assert agree() == set()
    say("h1-1", "given")
    assert agree() == {"h1-1"}


def test_a_draft_and_a_retired_purpose_are_not_in_force(dpo, second, approved, agree):
    actions.prepare_purpose(STUDY, reason="To be decided", by=dpo)
    with pytest.raises(errors.UnknownPurpose):
        agree()
    purpose = approved()
    assert agree() == set()
    actions.retire_paper(purpose, reason="The study is over", by=second, at=NOON)
    with pytest.raises(errors.UnknownPurpose):
        agree()


def test_oral_consent_needs_a_witness_and_no_day_to_come(approved, say):
    approved()
    with pytest.raises(errors.WitnessMissing):
        say("h1-1", "given", how="oral")
    with pytest.raises(errors.LiesAhead):
        say("h1-1", "given", on=DAY + timedelta(days=1))
    with pytest.raises(errors.NothingToWithdraw):
        say("h1-1", "withdrawn")
    assert say("h1-1", "given", how="oral", witness="Fatou Sow").witness == "Fatou Sow"


def test_what_was_said_is_never_changed(approved, say):
    approved()
    word = say("h1-1", "given")
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        models.Consent.objects.filter(pk=word.pk).update(answer="refused")


def test_an_officer_elsewhere_and_one_without_the_permission_record_nothing(approved, people, southern, loaded):
    approved()
    said = actions.Said("given", DAY, "signature")
    with pytest.raises(Exception, match="area"):
        actions.record_consent(people["h1-1"], purpose="study", said=said, today=DAY, by=southern)
    with pytest.raises(NotPermitted):
        actions.record_consent(people["h1-1"], purpose="study", said=said, today=DAY, by=loaded.loaded_by)
    assert not models.Consent.objects.exists()


def test_two_officers_for_a_purpose(dpo):
    purpose = actions.prepare_purpose(STUDY, reason="The ministry decided", by=dpo)
    with pytest.raises(SameOfficer):
        actions.approve_paper(purpose, by=dpo, at=NOON)
    with pytest.raises(DatabaseError, match="purpose_two_officers"), transaction.atomic():
        models.Purpose.objects.update(status="approved", decided_by=dpo, decided_at=NOON)


def test_a_purpose_names_what_there_is(dpo):
    with pytest.raises(errors.UnknownFields, match=r"household\.roof"):
        actions.prepare_purpose(
            dataclasses.replace(STUDY, variables=("household.roof", "household.floor")), reason="No", by=dpo
        )
    with pytest.raises(errors.ReasonMissing):
        actions.prepare_purpose(STUDY, reason="  ", by=dpo)


def test_the_set_can_be_joined_in_one_query(approved, say, django_assert_num_queries, people):
    approved()
    say("h1-1", "given")
    say("h2-1", "given", for_household=True)
    found = queries.allowed("study", on=DAY)
    with django_assert_num_queries(1):
        assert type(people["h1-1"]).objects.filter(pk__in=found.values("pk"), sex="female").count() == 2


def test_before_its_first_day_a_purpose_does_not_hold(approved, agree):
    approved(dataclasses.replace(STUDY, since=date(2026, 7, 2)))
    with pytest.raises(errors.UnknownPurpose):
        agree()


def test_the_head_of_a_second_home_speaks_for_nobody_who_usually_lives_elsewhere(approved, say, agree, people, homes):
    approved()
    Membership.objects.create(
        person=people["h1-1"], household=homes["h2"], number=9, kind="shared", period=(date(2020, 1, 1), None)
    )
    say("h2-1", "given", for_household=True)
    assert agree() == {"h2-1", "h2-2"}
    said = {one.purpose.code: one for one in queries.standing(people["h1-1"], on=DAY)}
    assert said["study"].word is None
