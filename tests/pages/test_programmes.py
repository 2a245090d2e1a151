"""Programmes: the list, the record, and the rules' way through two officers' hands."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.programmes.models import Version
from tests.pages import checks, delivery

SEES = {role for role, given in settings.AYNI_ROLES.items() if "programmes.see" in given["permissions"]}
NEW = delivery.HOUSING.replace("rooms < 3", "rooms < 2")


def written(text: str, *, day: str = "2026-05-01", seen: str = "") -> dict[str, str]:
    return {"text": text, "in_force_from": day, "seen": seen}


def seen_in(answer: Any) -> str:
    """The mark that the page's form carries once its effect was shown."""
    return str(answer.context["form"]["seen"].value() or "")


def test_the_list_is_for_those_who_may_see_programmes(role: str, delivered: Any, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as queries:
        answer = client.get(reverse("web:programmes"))
    assert answer.status_code == (200 if role in SEES else 403)
    assert queries.writes() == []
    assert queries.count <= 12
    assert ("Housing support" in answer.content.decode()) == (role in SEES)


def test_an_empty_list_says_what_to_do(signed_in: Any) -> None:
    assert "There are no programmes yet" in signed_in("analyst").get(reverse("web:programmes")).content.decode()


def test_a_record_tells_the_promise_the_rules_and_who_is_excluded(delivered: Any, signed_in: Any) -> None:
    client = signed_in("analyst")
    with checks.watched() as queries:
        answer = client.get(reverse("web:programme", args=["housing"]))
    page = answer.content.decode()
    for told in ("100 LCU every month", "Housing Act 2024, s. 7", "There are fewer than three rooms", "rooms &lt; 3"):
        assert told in page
    crowded = answer.context["criteria"][1].share
    assert [part.count for part in crowded.parts] == [2, 0, 1]
    assert answer.context["excludes_most"] is None
    assert queries.writes() == []
    assert queries.count <= 18


def test_the_criterion_that_excludes_most_is_named(delivered: Any, signed_in: Any) -> None:
    text = NEW.replace("programme: housing", "programme: narrow").replace('== "earth"', '!= "earth"')
    delivery.approved(text, delivered.place)
    delivery.run(delivered.snapshot, delivered.place, on=delivery.DAY.replace(month=4, day=30))
    answer = signed_in("analyst").get(reverse("web:programme", args=["narrow"]))
    assert answer.context["excludes_most"].name == "earth-floor"
    assert "excludes most: 3 do not meet it" in _plain(answer)


def test_an_unknown_programme_is_not_found(signed_in: Any) -> None:
    assert signed_in("analyst").get(reverse("web:programme", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NEW.replace("household.rooms", "household.roms"), "Line 10, column 21"),
        (NEW.replace("unit: household", "unit: village"), "Line 3, column 7"),
        ("programme: [", "Line 1"),
    ],
)
def test_what_does_not_check_is_told_with_its_place_and_kept(
    delivered: Any, signed_in: Any, text: str, told: str
) -> None:
    answer = signed_in("programme_manager").post(reverse("web:prepare_version", args=["housing"]), written(text))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert answer.context["form"]["text"].value() == text
    assert answer.context["form"].places[0].line == int(told.split()[1].rstrip(","))
    assert Version.objects.count() == 1


def test_a_new_version_shows_what_changes_before_it_is_kept(delivered: Any, signed_in: Any) -> None:
    client, address = signed_in("programme_manager"), reverse("web:prepare_version", args=["housing"])
    shown = client.post(address, written(NEW))
    change = shown.context["change"]
    assert (change.added, change.removed) == (1, 1)
    assert "<ins>+     rule: household.rooms &lt; 2</ins>" in shown.content.decode()
    assert Version.objects.count() == 1
    kept = client.post(address, written(NEW, seen=seen_in(shown)))
    draft = Version.objects.get(number=2)
    assert kept.headers["Location"] == reverse("web:version", args=[draft.pk])
    assert (draft.status, draft.text, draft.prepared_by) == ("draft", NEW, delivered.users["programme_manager"])


def test_who_changes_the_text_after_looking_is_shown_again(delivered: Any, signed_in: Any) -> None:
    client, address = signed_in("programme_manager"), reverse("web:prepare_version", args=["housing"])
    mark = seen_in(client.post(address, written(NEW)))
    again = client.post(address, written(NEW.replace("rooms < 2", "rooms < 1"), seen=mark))
    assert again.status_code == 200
    assert Version.objects.count() == 1


def test_a_new_programme_can_be_written(place: Any, signed_in: Any) -> None:
    client, address = signed_in("programme_manager"), reverse("web:new_programme")
    client.post(address, written(NEW, seen=seen_in(client.post(address, written(NEW)))))
    assert Version.objects.get().programme.code == "housing"


def test_two_officers_look_at_every_version(delivered: Any, signed_in: Any) -> None:
    """Who prepared it is told kindly, before and after trying; somebody else approves."""
    client = signed_in("programme_manager")
    address = reverse("web:prepare_version", args=["housing"])
    client.post(address, written(NEW, seen=seen_in(client.post(address, written(NEW)))))
    draft = Version.objects.get(number=2)
    approve = reverse("web:approve_version", args=[draft.pk])
    assert client.get(approve).status_code == 403
    own = delivery.also(delivered.users["programme_manager"], "programme_approver")
    assert "Another officer must approve this" in own.get(approve).content.decode()
    assert "Another officer must do this step" in own.post(approve).content.decode()
    assert _status(draft) == "draft"
    other = signed_in("programme_approver")
    assert "It takes the place of version 1" in other.get(approve).content.decode()
    assert other.post(approve).headers["Location"] == reverse("web:programme", args=["housing"])
    assert _status(draft) == "approved"


def test_rules_can_be_retired(delivered: Any, signed_in: Any) -> None:
    client, address = signed_in("programme_approver"), reverse("web:retire_version", args=[delivered.version.pk])
    assert "Who is enrolled by it stays enrolled" in client.get(address).content.decode()
    client.post(address)
    assert _status(delivered.version) == "retired"
    assert "There is nothing to retire" in client.post(address).content.decode()


@pytest.mark.parametrize("page", ["version", "approve_version", "retire_version"])
def test_opening_writes_nothing(delivered: Any, signed_in: Any, page: str) -> None:
    client = signed_in("programme_approver")
    with checks.watched() as queries:
        answer = client.get(reverse(f"web:{page}", args=[delivered.version.pk]))
    assert (answer.status_code, queries.writes()) == (200, [])
    assert queries.count <= 12


def _status(version: Version) -> str:
    return Version.objects.get(pk=version.pk).status


def _plain(answer: Any) -> str:
    return str(answer.content.decode()).replace("<bdi>", "").replace("</bdi>", "")
