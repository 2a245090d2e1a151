"""Filling in a questionnaire without a script: page by page, kept at each, checked, sent once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ayni.intake import models
from ayni.intake.actions import drafts as actions
from ayni.intake.queries import drafts
from tests.pages import checks, district, filling

D = "/data"


@pytest.fixture
def version(place: district.District) -> models.QuestionnaireVersion:
    return filling.published(place)


@pytest.fixture
def client(signed_in: Any) -> Client:
    return signed_in("enumerator")


@pytest.fixture
def draft(client: Client, version: models.QuestionnaireVersion) -> models.FormDraft:
    client.post(f"/filling/begin/{version.pk}/", {"begin": "new"})
    return models.FormDraft.objects.get()


def page(draft: models.FormDraft, key: str) -> str:
    return f"/filling/forms/{draft.pk}/pages/{key}/"


def answers(draft: models.FormDraft) -> Any:
    return drafts.opened(drafts.draft(draft.pk, reader=draft.by), at=timezone.now()).answers


def person(name: str, relationship: str = "child", **more: str) -> dict[str, str]:
    said = filling.member(name, relationship, **more)
    return {f"{D}/members/{word}": text for word, text in said.items()}


def send(client: Client, draft: models.FormDraft, key: str, said: dict[str, Any], *, button: str = "go") -> Any:
    draft.refresh_from_db()
    return client.post(page(draft, key), {**said, "revision": draft.revision, button: said.get(button, "1")})


def filled(place: district.District, draft: models.FormDraft, *, members: int = 3) -> models.FormDraft:
    told = {**answers(draft), **filling.answers(place, members=members)}
    return actions.save_form(draft, answers=told, revision=draft.revision, by=draft.by, at=timezone.now())


def test_a_household_is_registered_page_by_page(
    client: Client, place: district.District, draft: models.FormDraft
) -> None:
    answer = send(client, draft, "1", {f"{D}/area.find": "Green"}, button="find")
    assert "Green Valley" in answer.content.decode()
    assert send(client, draft, "1", {f"{D}/area": place.area.code}).url == page(draft, "2")
    assert send(client, draft, "2", {}).url == page(draft, "3")
    assert send(client, draft, "3", {f"{D}/household_group/floor": "earth", f"{D}/household_group/rooms": "2"}).url == (
        page(draft, "4")
    )
    for number, name in enumerate(("Amina", "Bilal"), start=1):
        assert send(client, draft, "4", {}, button="add").url == page(draft, f"4/{number}/1")
        told = person(name, "head" if number == 1 else "child", age="40" if number == 1 else "9")
        said = send(client, draft, f"4/{number}/1", told)
        assert said.status_code == 200, "the age is asked once it is known that the age is known"
        assert "More is asked now" in said.content.decode()
        assert send(client, draft, f"4/{number}/1", {**told, "shown": f"{D}/members/age"}).url == page(draft, "4")
    assert send(client, draft, "4", {}).url == f"/filling/forms/{draft.pk}/check/"
    shown = client.get(f"/filling/forms/{draft.pk}/check/").content.decode()
    assert "Amina" in shown
    assert "Earth" in shown
    assert client.post(f"/filling/forms/{draft.pk}/check/", {"send": "1"}).url == f"/filling/forms/{draft.pk}/over/"
    client.post(f"/filling/forms/{draft.pk}/check/", {"send": "1"})
    assert models.Submission.objects.filter(road="web", instance_id=draft.instance_id).count() == 1


def test_what_was_typed_is_never_lost(client: Client, draft: models.FormDraft) -> None:
    said = send(client, draft, "3", {f"{D}/household_group/floor": "earth", f"{D}/household_group/rooms": "two"})
    told = said.content.decode()
    assert 'value="two"' in told
    assert "Write a whole number" in told
    assert 'href="#q-data-household_group-rooms"' in told
    assert answers(draft)["household_group"]["rooms"] == "two"


def test_a_page_sent_late_writes_nothing_over(client: Client, draft: models.FormDraft) -> None:
    rooms = f"{D}/household_group/rooms"
    send(client, draft, "3", {f"{D}/household_group/floor": "earth", rooms: "2"})
    late = client.post(page(draft, "3"), {f"{D}/household_group/floor": "earth", rooms: "5", "revision": 0})
    assert "in another window" in late.content.decode()
    assert 'value="5"' in late.content.decode()
    assert answers(draft)["household_group"]["rooms"] == "2"
    same = client.post(page(draft, "3"), {f"{D}/household_group/floor": "earth", rooms: "2", "revision": 0})
    assert same.status_code == 302, "the very same sent twice is no quarrel"


def test_taken_out_and_put_back_with_its_children(
    client: Client, place: district.District, draft: models.FormDraft
) -> None:
    told = filling.answers(place, members=3)
    told["members"][1]["mother"], told["members"][2]["mother"] = "1", "2"
    actions.save_form(draft, answers=told, revision=0, by=draft.by, at=timezone.now())
    send(client, draft, "4", {"remove": "1"}, button="remove")
    now = answers(draft)["members"]
    assert [one["given_name"] for one in now] == ["Bilal", "Chadia"]
    assert [one.get("mother") for one in now] == [None, "1"]
    send(client, draft, "4", {}, button="undo")
    assert answers(draft) == told


def test_a_parent_is_chosen_by_name(client: Client, place: district.District, draft: models.FormDraft) -> None:
    filled(place, draft)
    shown = client.get(page(draft, "4/2/1")).content.decode()
    mother = re.search(r'<select[^>]+name="/data/members/mother".*?</select>', shown, re.DOTALL)
    assert mother is not None
    assert "1. Amina Benali" in mother[0]
    assert "Bilal" not in mother[0], "nobody is their own mother"


def test_only_one_head(client: Client, place: district.District, draft: models.FormDraft) -> None:
    kept = filled(place, draft)
    told = answers(draft)
    told["members"][1]["relationship"] = "head"
    actions.save_form(kept, answers=told, revision=kept.revision, by=kept.by, at=timezone.now())
    shown = client.get(f"/filling/forms/{draft.pk}/check/").content.decode()
    assert "Exactly one member must be the head" in shown
    assert "disabled" in shown


def test_another_officer_finds_nothing(signed_in: Any, draft: models.FormDraft) -> None:
    other = signed_in("desk_officer")
    for path in ("", "check/", "discard/", "pages/1/", "over/"):
        assert other.get(f"/filling/forms/{draft.pk}/{path}").status_code == 404
    assert "last saved" not in other.get("/filling/").content.decode()


def test_a_known_household_is_not_asked_again(
    signed_in: Any, place: district.District, version: models.QuestionnaireVersion
) -> None:
    officer = signed_in("desk_officer")
    found = officer.get(f"/filling/begin/{version.pk}/", {"q": place.near.code}).content.decode()
    assert f'value="{place.near.pk}"' in found
    officer.post(f"/filling/begin/{version.pk}/", {"begin": "known", "household": place.near.pk})
    row = models.FormDraft.objects.get()
    assert place.near.code in officer.get(page(row, "1")).content.decode()


def test_thrown_away_with_a_reason(client: Client, draft: models.FormDraft) -> None:
    assert "Say why" in client.post(f"/filling/forms/{draft.pk}/discard/", {"reason": ""}).content.decode()
    assert client.post(f"/filling/forms/{draft.pk}/discard/", {"reason": "They moved"}).url == "/filling/"
    assert client.get(page(draft, "1")).url == f"/filling/forms/{draft.pk}/over/"


def test_resumed_where_something_is_missing(client: Client, place: district.District, draft: models.FormDraft) -> None:
    assert client.get(f"/filling/forms/{draft.pk}/").url == page(draft, "1")
    filled(place, draft)
    assert client.get(f"/filling/forms/{draft.pk}/").url == f"/filling/forms/{draft.pk}/check/"
    assert "Household registration" in client.get("/filling/").content.decode()


@pytest.mark.parametrize("key", ["9", "4/1/1", "4/x", "0", "4/1", "1/1/1", "99999999999"])
def test_no_such_page(client: Client, draft: models.FormDraft, key: str) -> None:
    assert client.get(page(draft, key)).status_code == 404


def test_opening_a_page_writes_nothing(client: Client, place: district.District, draft: models.FormDraft) -> None:
    filled(place, draft, members=9)
    client.get(page(draft, "4"))
    with checks.watched() as seen:
        client.get(page(draft, "4"))
    assert seen.writes() == []
    assert seen.count <= 20
