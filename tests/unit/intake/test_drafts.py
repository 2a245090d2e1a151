"""A questionnaire being filled in: kept sealed, its writer's alone, sent once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from ayni.commons import acting
from ayni.intake import errors, models, tasks
from ayni.intake.actions import drafts as actions
from ayni.intake.actions import submissions
from ayni.intake.actions.submissions_files import File
from ayni.intake.queries import drafts
from ayni.registry.models import Household
from tests.pages import district, filling

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None, settings: Any, tmp_path: Path) -> district.District:
    settings.AYNI_HOME = tmp_path
    return district.made(on=timezone.localdate() - timedelta(days=30))


@pytest.fixture
def version(place: district.District) -> models.QuestionnaireVersion:
    return filling.published(place)


@pytest.fixture
def begun(place: district.District, version: models.QuestionnaireVersion) -> models.FormDraft:
    return actions.begin_form(version, by=place.users["enumerator"], at=timezone.now())


def saved(draft: models.FormDraft, answers: dict[str, Any], **more: Any) -> models.FormDraft:
    given = {"revision": draft.revision, "by": draft.by, "at": timezone.now(), **more}
    return actions.save_form(draft, answers=answers, **given)


def test_a_form_is_sent_once_and_becomes_a_household(place: district.District, begun: models.FormDraft) -> None:
    kept = saved(begun, filling.answers(place))
    sent = actions.send_form(kept, by=begun.by, at=timezone.now())
    again = actions.send_form(kept, by=begun.by, at=timezone.now() + timedelta(minutes=5))
    assert again.submission_id == sent.submission_id
    assert models.Submission.objects.filter(instance_id=begun.instance_id).count() == 1
    assert not models.FormDraftContent.objects.exists()
    done = submissions.process_submission(sent.submission, by=begun.by, at=timezone.now())
    assert (done.status, done.problems) == ("applied", [])
    assert Household.objects.get(pk=done.household_id).memberships.count() == 9


def test_answers_stand_nowhere_in_the_clear(place: district.District, begun: models.FormDraft) -> None:
    saved(begun, filling.answers(place), removed=[{"path": "/data/members", "entry": {"given_name": "Zineb"}}])
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM intake_formdraftcontent t UNION ALL SELECT e::text FROM audit_entry e")
        told = " ".join(row[0] for row in cursor.fetchall())
    for name in ("Amina", "Benali", "Zineb", b"Amina".hex()):
        assert name not in told


def test_only_the_writer_reaches_it(place: district.District, begun: models.FormDraft) -> None:
    other = place.users["desk_officer"]
    with pytest.raises(errors.NoSuchForm):
        drafts.draft(begun.pk, reader=other)
    with acting.as_user(other):
        assert not models.FormDraft.objects.exists()
        assert not models.FormDraftContent.objects.exists()
    with acting.as_user(begun.by):
        assert models.FormDraftContent.objects.count() == 1


def test_an_earlier_state_writes_nothing_over(place: district.District, begun: models.FormDraft) -> None:
    saved(begun, filling.answers(place))
    with pytest.raises(errors.FormMovedOn):
        saved(begun, {}, revision=0)
    found = drafts.opened(drafts.draft(begun.pk, reader=begun.by), at=timezone.now())
    assert len(found.answers["members"]) == 9


def test_what_is_not_whole_is_not_sent(place: district.District, begun: models.FormDraft) -> None:
    told = filling.answers(place)
    told["members"][0]["relationship"] = "child"  # nobody is the head
    kept = saved(begun, told)
    with pytest.raises(errors.StillProblems):
        actions.send_form(kept, by=begun.by, at=timezone.now())
    assert not models.Submission.objects.exists()


def test_thrown_away_its_answers_are_gone(place: district.District, begun: models.FormDraft) -> None:
    kept = saved(begun, filling.answers(place))
    with pytest.raises(errors.ReasonNeeded):
        actions.discard_form(kept, reason=" ", by=begun.by, at=timezone.now())
    actions.discard_form(kept, reason="They moved away", by=begun.by, at=timezone.now())
    assert not models.FormDraftContent.objects.exists()
    with pytest.raises(errors.FormOver):
        saved(kept, {})


def test_too_old_it_is_emptied(place: district.District, begun: models.FormDraft) -> None:
    later = timezone.now() + drafts.KEPT + timedelta(days=1)
    assert actions.expire(by=begun.by, at=later) == 1
    assert not models.FormDraftContent.objects.exists()
    assert drafts.open_drafts(begun.by, at=later) == []


def test_a_device_that_had_no_link_brings_its_number(
    place: district.District, version: models.QuestionnaireVersion
) -> None:
    number = "uuid:11111111-2222-4333-8444-555555555555"
    by = place.users["enumerator"]
    first = actions.begin_form(version, by=by, at=timezone.now(), instance_id=number)
    assert actions.begin_form(version, by=by, at=timezone.now(), instance_id=number).pk == first.pk
    with pytest.raises(errors.NoSuchForm):
        actions.begin_form(version, by=by, at=timezone.now(), instance_id="uuid:../../x")


def test_what_is_known_is_not_asked_again(place: district.District, version: models.QuestionnaireVersion) -> None:
    by = place.users["desk_officer"]
    row = actions.begin_form(version, by=by, at=timezone.now(), household=place.near.pk)
    found = drafts.opened(row, at=timezone.now())
    assert found.answers["household"] == place.near.code
    assert found.answers["area"] == place.area.code
    assert found.answers["household_group"] == {"floor": "earth", "rooms": "2"}
    assert "disability" not in str(found.answers)  # sensitive: nobody opened it


def test_everybodys_drafts_that_are_too_old_are_emptied_by_themselves(
    place: district.District, version: models.QuestionnaireVersion, begun: models.FormDraft
) -> None:
    fresh = actions.begin_form(version, by=place.users["desk_officer"], at=timezone.now())
    told = {**filling.answers(place), "dwelling_group": {"picture": "house.png"}}
    kept = saved(begun, told, files=[File("house.png", "image/png", filling.PNG)])
    tasks.look_after(timezone.now() + timedelta(days=400))  # a clock that runs ahead empties nothing
    assert models.FormDraftFile.objects.count() == 1
    models.FormDraft.objects.filter(pk=kept.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    tasks.look_after(timezone.now())
    assert dict(models.FormDraft.objects.values_list("pk", "status")) == {kept.pk: "expired", fresh.pk: "filling"}
    assert [one.draft_id for one in models.FormDraftContent.objects.all()] == [fresh.pk]
    assert not models.FormDraftFile.objects.exists()
    with pytest.raises(errors.FormOver):
        saved(kept, told)


def test_a_picture_goes_with_it(place: district.District, begun: models.FormDraft) -> None:
    told = filling.answers(place)
    told["dwelling_group"] = {"picture": "house.png"}
    kept = saved(begun, told, files=[File("house.png", "image/png", filling.PNG)])
    sent = actions.send_form(kept, by=begun.by, at=timezone.now())
    kept_file = sent.submission.attachments.get()
    assert (kept_file.source, kept_file.refusal) == ("house.png", "")
    assert not models.FormDraftFile.objects.exists()
