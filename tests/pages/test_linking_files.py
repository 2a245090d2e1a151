"""Linking files by screen: sent, mapped, linked in the background, read side by side, taken out, deleted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ayni.commons.audit.models import Look
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.identity import actions
from ayni.identity.models import FileLinking
from ayni.identity.queries import kept
from ayni.registry.models import Membership, Person
from tests.pages import district
from tests.unit.identity.linked import lists
from tests.unit.uploads import made

STEWARD = "data_steward"


def file(data: bytes, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "text/csv")


def send(client: Any, **said: Any) -> Any:
    return client.post(reverse("web:new_linking"), {"purpose": "An old list", "against": "itself", **said})


def guessed(page: Any) -> dict[str, str]:
    """What the page of columns would send as it stands."""
    form = page.context["form"]
    return {name: field.initial or "" for name, field in form.fields.items()}


def done(client: Any, one: FileLinking) -> str:
    page = client.get(reverse("web:linking_columns", args=[one.pk]))
    answer = client.post(reverse("web:linking_columns", args=[one.pk]), guessed(page))
    assert answer.status_code == 302, answer.content.decode()
    running.run(Work.objects.get(key=f"linking/{one.pk}").pk)
    return str(client.get(reverse("web:linking", args=[one.pk])).content.decode())


@pytest.fixture
def two(signed_in: Any) -> FileLinking:
    first, second = lists.two()
    client = signed_in(STEWARD)
    answer = send(client, first=file(first), second=file(second, "other.csv"), against="second")
    one = FileLinking.objects.get()
    assert answer["Location"] == reverse("web:linking_columns", args=[one.pk])
    return one


def test_two_files_are_linked_whatever_their_columns_are_called(signed_in: Any, two: FileLinking) -> None:
    client = signed_in(STEWARD)
    page = guessed(client.get(reverse("web:linking_columns", args=[two.pk])))
    assert (page["0-given"], page["0-family"], page["0-birth_date"]) == ("Prénom", "Nom", "Date de naissance")
    assert (page["1-full"], page["1-birth_date"], page["1-record"]) == ("name", "dob", "id")
    text = done(client, two)
    two.refresh_from_db()
    assert two.state == "done", two.message
    assert two.report["counts"] == [500, 400]
    assert 115 <= two.report["people"] <= 125
    assert "Look at the pairs" in text
    name = lists.people(1, 1)[0]
    assert name[0] not in text, "names are shown among the pairs alone"
    pairs = client.get(reverse("web:linking_pairs", args=[two.pk]), {"from": "0.9"}).content.decode()
    assert "Speaks for it" in pairs
    look = Look.objects.exclude(asked=None).latest("pk")
    assert (look.rows, look.asked["linking"]) == (20, str(two))
    out = b"".join(client.get(reverse("web:linking_pairs_file", args=[two.pk])).streaming_content).decode("utf-8-sig")
    assert out.splitlines()[0].startswith("left,right,left_file,right_file,score")
    assert f"{name[0]} {name[1]}" in out
    groups = b"".join(client.get(reverse("web:linking_groups_file", args=[two.pk])).streaming_content).decode()
    assert len(groups.splitlines()) == 901
    report = client.get(reverse("web:linking_report", args=[two.pk])).content.decode()
    assert name[0] not in report


def test_nothing_lies_open_beside_the_database_and_all_of_it_is_deleted(signed_in: Any, two: FileLinking) -> None:
    client = signed_in(STEWARD)
    done(client, two)
    folder = kept.folder("linking", two.pk)
    for part in folder.rglob("*"):
        assert part.is_file(), "no work is left behind"
        assert b"Diallo" not in part.read_bytes()
    assert client.post(reverse("web:delete_linking", args=[two.pk])).status_code == 302
    assert not folder.exists()
    assert "Files and results are deleted" in client.get(reverse("web:linking", args=[two.pk])).content.decode()
    gone = client.get(reverse("web:linking_pairs", args=[two.pk]))
    assert "deleted" in gone.content.decode()
    assert gone.status_code in (400, 409, 422)


def test_a_linking_is_its_officers_own(signed_in: Any, two: FileLinking, place: district.District) -> None:
    for name in (
        "linking",
        "linking_columns",
        "linking_pairs",
        "linking_pairs_file",
        "linking_report",
        "delete_linking",
    ):
        assert signed_in("desk_officer").get(reverse(f"web:{name}", args=[two.pk])).status_code in (403, 404), name
    FileLinking.objects.filter(pk=two.pk).update(asked_by=place.users["auditor"])
    assert signed_in(STEWARD).get(reverse("web:linking", args=[two.pk])).status_code == 404


def test_a_list_is_linked_with_the_registry(signed_in: Any, place: district.District) -> None:
    everybody = lists.people(200, 3)
    for number, one in enumerate(everybody):
        person = Person.objects.create(
            source="list", source_key=str(number), given_name=one[0], family_name=one[1], born_from=one[2],
            born_to=one[2], sex={"f": "female", "m": "male"}[one[3]], registered_on="2026-03-01",
        )  # fmt: skip
        Membership.objects.create(
            person=person, household=place.large, number=100 + number, relationship=None, period=("2026-03-01", None)
        )
    client = signed_in(STEWARD)
    data = lists.written(["given name", "surname", "born", "sex", "phone"], [*everybody[:60], *lists.people(140, 4)])
    send(client, first=file(data), against="registry")
    one = FileLinking.objects.get()
    done(client, one)
    one.refresh_from_db()
    assert one.state == "done", one.message
    assert 48 <= one.report["people"] <= 64
    pairs = client.get(reverse("web:linking_pairs", args=[one.pk])).content.decode()
    assert "P0" in pairs


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Choose a file"),
        ({"first": b"a,b\n1,2\n", "against": "second"}, "Choose the second file"),
        ({"first": b""}, "empty"),
        ({"first": b"%PDF-1.7 nonsense"}, "PDF"),
        ({"first": made.jpeg()}, "picture"),
        ({"first": b"PK\x03\x04 broken"}, "damaged"),
        ({"first": b"\x00\x01\x02\x03" * 100}, "no table"),
        ({"first": b"a,b\n1,2\n", "purpose": " "}, "what the files are linked for"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(
    said: dict[str, Any], told: str, signed_in: Any, place: Any, tmp_path: Path
) -> None:
    sent = {name: file(value) if isinstance(value, bytes) else value for name, value in said.items()}
    text = send(signed_in(STEWARD), **sent).content.decode()
    assert "There is a problem" in text
    assert told in text
    assert not FileLinking.objects.exists()
    assert not list(tmp_path.glob("kept/linking/*"))


def test_columns_that_tell_nobody_apart_are_refused_and_can_be_chosen_again(signed_in: Any, place: Any) -> None:
    client = signed_in(STEWARD)
    send(client, first=file(b"colour,size\nred,1\nblue,2\n"))
    one = FileLinking.objects.get()
    address = reverse("web:linking_columns", args=[one.pk])
    assert "which column holds the name" in client.post(address, {}).content.decode()
    assert "date of birth" in client.post(address, {"0-full": "colour"}).content.decode()
    twice = {"0-full": "colour", "0-birth_date": "colour"}
    assert "chosen twice" in client.post(address, twice).content.decode()
    assert "valid choice" in client.post(address, {"0-full": "nonsense"}).content.decode()
    aged = {"0-full": "colour", "0-age": "size"}
    assert "on which day" in client.post(address, aged).content.decode()
    done_ = client.post(address, {**aged, "0-told_on": "2026-01-01"})
    assert done_.status_code == 302
    running.run(Work.objects.get(key=f"linking/{one.pk}").pk)
    text = client.get(reverse("web:linking", args=[one.pk])).content.decode()
    assert "could not be linked" in text or "Look at the pairs" in text


def test_what_is_over_is_forgotten_by_itself(signed_in: Any, two: FileLinking, place: district.District) -> None:
    later = timezone.localdate() + timedelta(days=30)
    assert actions.forget_old_linkings(on=later, at=timezone.now(), by=place.users[STEWARD]) == 1
    two.refresh_from_db()
    assert two.state == "forgotten"
    assert not kept.folder("linking", two.pk).exists()
