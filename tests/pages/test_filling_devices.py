"""What a device brings back when the link returns: taken once, told when it cannot be."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ayni.intake import actions, models
from ayni.intake.actions import drafts
from tests.pages import district, filling


@pytest.fixture
def version(place: district.District) -> models.QuestionnaireVersion:
    return filling.published(place)


@pytest.fixture
def client(signed_in: Any) -> Client:
    return signed_in("enumerator")


def brought(client: Client, of: models.QuestionnaireVersion, told: Any, **more: Any) -> Any:
    said = {"version": of.pk, "household": "", "answers": json.dumps(told), "revision": 0, "complete": "1"}
    return client.post("/filling/sync/", {**said, **more})


def test_brought_again_and_again_it_is_one_form(
    client: Client, place: district.District, version: models.QuestionnaireVersion
) -> None:
    number = f"uuid:{uuid.uuid4()}"
    told = [brought(client, version, filling.answers(place), instance=number).json() for _time in range(3)]
    assert {one["status"] for one in told} == {"sent"}
    assert len({one["number"] for one in told}) == 1
    assert models.Submission.objects.filter(instance_id=number).count() == 1


def test_what_is_not_whole_is_a_draft(
    client: Client, place: district.District, version: models.QuestionnaireVersion
) -> None:
    number = f"uuid:{uuid.uuid4()}"
    told = brought(client, version, {"area": place.area.code}, instance=number).json()
    assert (told["status"], told["revision"]) == ("saved", 1)
    assert not models.Submission.objects.exists()
    later = brought(client, version, filling.answers(place), instance=number, revision=1).json()
    assert later["status"] == "sent"


def test_two_devices_quarrel_and_nothing_is_written_over(
    client: Client, place: district.District, version: models.QuestionnaireVersion
) -> None:
    number = f"uuid:{uuid.uuid4()}"
    brought(client, version, {"area": place.area.code}, instance=number, complete="")
    quarrel = brought(client, version, filling.answers(place), instance=number, complete="", revision=0)
    assert (quarrel.status_code, quarrel.json()["status"]) == (409, "conflict")
    settled = brought(client, version, filling.answers(place), instance=number, revision=-1)
    assert settled.json()["status"] == "sent"


def test_of_a_retired_version_it_is_kept_for_an_officer(
    client: Client, place: district.District, version: models.QuestionnaireVersion
) -> None:
    actions.retire_questionnaire(version, by=place.users["programme_approver"], at=timezone.now())
    told = brought(client, version, filling.answers(place), instance=f"uuid:{uuid.uuid4()}").json()
    assert told["status"] == "sent"


def test_another_officers_form_is_nobodys(
    client: Client, signed_in: Any, place: district.District, version: models.QuestionnaireVersion
) -> None:
    number = f"uuid:{uuid.uuid4()}"
    brought(client, version, {"area": place.area.code}, instance=number, complete="")
    stolen = brought(signed_in("desk_officer"), version, {}, instance=number, revision=-1)
    assert (stolen.status_code, stolen.json()["status"]) == (409, "refused")
    assert models.FormDraft.objects.get().by == place.users["enumerator"]


@pytest.mark.parametrize(
    "broken",
    [
        {"answers": "{"},
        {"answers": "[]"},
        {"version": "x"},
        {"version": "999"},
        {"instance": "uuid:1"},
        {"revision": "x"},
    ],
)
def test_what_is_broken_is_refused_and_told(
    client: Client, place: district.District, version: models.QuestionnaireVersion, broken: dict[str, str]
) -> None:
    said = {"instance": f"uuid:{uuid.uuid4()}", **broken}
    answer = brought(client, version, filling.answers(place), **said)
    assert (answer.status_code, answer.json()["status"]) == (409, "refused")


def test_a_picture_comes_with_it(
    client: Client, place: district.District, version: models.QuestionnaireVersion
) -> None:
    told = filling.answers(place)
    told["dwelling_group"] = {"picture": "picture-1.png"}
    file = SimpleUploadedFile("picture-1.png", filling.PNG, "image/png")
    brought(client, version, told, instance=f"uuid:{uuid.uuid4()}", files=file)
    assert models.Submission.objects.get().attachments.get().source == "picture-1.png"


def test_the_secret_is_another_for_each_officer_and_device(client: Client, signed_in: Any, version: Any) -> None:
    def secret(who: Client, device: str) -> str:
        return str(who.get("/filling/device/", {"device": device}).json()["secret"])

    other = signed_in("desk_officer")
    found = [secret(client, "a"), secret(client, "b"), secret(other, "a")]
    assert len(set(found)) == 3
    assert secret(client, "a") == found[0], "who signs in again opens what they left"
    assert client.get("/filling/device/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["offline/", "offline/{version}/", "definitions/{version}/"])
def test_what_is_kept_ready_tells_of_nobody(
    client: Client, place: district.District, version: models.QuestionnaireVersion, path: str
) -> None:
    drafts.begin_form(version, by=place.users["enumerator"], at=timezone.now())
    told = client.get(f"/filling/{path.format(version=version.pk)}").content.decode()
    assert "Household registration" in told
    for word in ("Fatima", "Camara", place.near.code, "csrfmiddlewaretoken", "uuid:"):
        assert word not in told


def test_the_worker_keeps_to_its_pages(client: Client) -> None:
    answer = client.get("/filling/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers
    assert "worker-src 'self'" in client.get("/filling/").headers["Content-Security-Policy"]
