"""Writing a household down on the web, step by step, by a hand that holds the phone."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from ayni.registry.models import Household, RegistrationDraft
from tests.pages import checks, district

HEAD = {"given_name": "Amina", "family_name": "Sow", "sex": "female", "age": "41", "phone": "0712 345 678"}


def begin(client: Any, area: str = "0101", **said: str) -> RegistrationDraft:
    answer = client.post(reverse("web:register_household"), {"area": area, **said})
    assert answer.status_code == 302, answer.content.decode()
    return RegistrationDraft.objects.latest("pk")


def write(client: Any, draft: RegistrationDraft, number: int, **said: Any) -> Any:
    return client.post(reverse("web:draft_member", args=[draft.pk, number]), {**said, "another": "1"})


def test_a_household_of_nine_is_written_down_and_registered_once(signed_in: Any, place: district.District) -> None:
    client = signed_in("enumerator")
    draft = begin(client, address="By the well", directions="Blue door")
    assert write(client, draft, 1, **HEAD).url == reverse("web:draft_member", args=[draft.pk, 2])
    born = {"born_year": "1980", "born_month": "5", "born_day": "5"}
    write(client, draft, 2, given_name="Bakar", family_name="Sow", relationship="spouse", sex="male", **born)
    for number in range(3, 10):
        answer = write(
            client, draft, number, given_name=f"Child{number}", relationship="child", age=str(20 - number), mother="1"
        )
        assert answer.status_code == 302
    page = client.get(reverse("web:draft", args=[draft.pk])).content.decode()
    assert "Register 9 people" in page
    assert "Mother: <bdi>Amina Sow</bdi>" in page
    assert Household.objects.filter(source="desk").count() == 0
    for _again in range(2):
        assert client.post(reverse("web:draft", args=[draft.pk])).status_code == 302
    home = Household.objects.get(source="desk")
    assert home.memberships.count() == 9
    assert home.dwellings.get().directions == "Blue door"
    assert home.memberships.get(number=3).person.kin.get().relative == home.memberships.get(number=1).person
    assert home.memberships.get(number=1).person.birth_known == "estimated"
    done = client.get(reverse("web:draft", args=[draft.pk])).content.decode()
    assert home.code in done
    assert reverse("web:household", args=[home.pk]) not in done, "an enumerator opens no records"
    draft.refresh_from_db()
    assert draft.told == {}


def test_the_next_person_begins_with_the_familys_name(signed_in: Any) -> None:
    client = signed_in("desk_officer")
    draft = begin(client)
    write(client, draft, 1, **HEAD)
    assert 'value="Sow"' in client.get(reverse("web:draft_member", args=[draft.pk, 2])).content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in: Any) -> None:
    client = signed_in("desk_officer")
    draft = begin(client)
    write(client, draft, 1, **HEAD)
    said = {"given_name": "Cira", "age": "300", "born_year": "2012", "sex": "female"}
    text = write(client, draft, 2, **said).content.decode()
    assert "There is a problem" in text
    assert "Choose what they are to the head" in text
    assert "Nobody is known to have lived so long" in text
    assert 'value="Cira"' in text
    assert "not both" in write(client, draft, 2, **{**said, "age": "3", "relationship": "child"}).content.decode()
    draft.refresh_from_db()
    assert len(draft.told["members"]) == 1
    assert draft.told["begun"]["2"]["given_name"] == "Cira", "what was typed and is not right is kept as well"


CHILD = {"given_name": "Cira", "relationship": "child", "sex": "female"}


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"born_day": "31", "born_month": "2", "born_year": "2019"}, "born_day", "There is no such day"),
        ({"born_day": "5", "born_year": "2019"}, "born_month", "Say the month"),
        ({"born_month": "5"}, "born_year", "at least the year"),
        ({"born_year": "2999"}, "born_year", "not come yet"),
        ({"born_year": "19"}, "born_year", "so long"),
        ({"born_year": "0"}, "born_day", "There is no such day"),
        ({"born_year": "MMXIX"}, "born_year", "in figures"),
        ({"age": "-1"}, "age", "0 for a baby"),
        ({"age": "ten"}, "age", "whole number"),
        ({"given_name": "Cira 😀"}, "given_name", "is no letter"),
        ({"given_name": "C" * 10_000}, "given_name", "too long"),
        ({"family_name": "\u202eSow"}, "family_name", "turns the writing round"),
        ({"given_name_latin": "Ci\u2066ra"}, "given_name_latin", "turns the writing round"),
        ({"given_name": "Ci\tra\x07"}, "given_name", "hidden sign"),
        ({"relationship": "head"}, "relationship", "A household has one head"),
        ({"mother": "1", "age": "38"}, "mother", "cannot be the mother of"),
        ({"mother": "2"}, "mother", "valid choice"),
        ({"mother": "99"}, "mother", "valid choice"),
    ],
)
def test_what_nobody_is_or_was_is_told_at_its_field_and_nothing_is_lost(
    said: dict[str, str], field: str, told: str, signed_in: Any
) -> None:
    client = signed_in("enumerator")
    draft = begin(client)
    write(client, draft, 1, **HEAD)
    text = write(client, draft, 2, **{**CHILD, **said}).content.decode()
    assert "There is a problem" in text
    assert told in text
    assert f'href="#id_{field}"' in text
    draft.refresh_from_db()
    assert len(draft.told["members"]) == 1
    name, typed = next(iter(said.items()))
    assert draft.told["begun"]["2"][name] == typed
    again = client.get(reverse("web:draft_member", args=[draft.pk, 2])).content.decode()
    assert "begun and not kept" in again
    assert escape(said.get("given_name", "Cira")) in again


@pytest.mark.parametrize(
    "name", ["N'Diaye", "O’Brien-Smith", "عبد‌الله", "क्‍ष", "Żółć", "李小龍", "ʻAlohilani", "Mary Ann"]
)
def test_names_of_every_script_are_names(name: str, signed_in: Any) -> None:
    client = signed_in("enumerator")
    draft = begin(client)
    assert write(client, draft, 1, **{**HEAD, "given_name": name}).status_code == 302


def test_one_goes_back_and_finds_what_was_typed(signed_in: Any) -> None:
    client = signed_in("enumerator")
    draft = begin(client)
    write(client, draft, 1, **HEAD)
    page, address = (
        reverse(f"web:{name}", args=args) for name, args in (("draft", [draft.pk]), ("draft_member", [draft.pk, 2]))
    )
    assert client.post(address, {"given_name": "Ci", "age": "", "leave": "back"}).url == page
    text = client.get(page).content.decode()
    assert "Somebody is half written down" in text
    assert "half written down. Finish" in client.post(page).content.decode()
    assert not Household.objects.filter(source="desk").exists()
    assert 'value="Ci"' in client.get(address).content.decode()
    assert client.post(address, {"leave": "forget"}).url == page
    assert "half written" not in client.get(page).content.decode()
    assert client.post(address, {"family_name": "Sow", "leave": "back"}).url == page
    draft.refresh_from_db()
    assert not draft.told["begun"], "the family's name alone is nothing that anybody typed"
    assert client.post(page).status_code == 302


def test_the_year_of_a_birth_is_enough(signed_in: Any) -> None:
    client = signed_in("enumerator")
    draft = begin(client)
    head = {name: value for name, value in HEAD.items() if name != "age"}
    write(client, draft, 1, **head, born_year="1961")
    write(client, draft, 2, **CHILD, born_year="1999", born_month="12")
    assert 'value="12"' in client.get(reverse("web:draft_member", args=[draft.pk, 2])).content.decode()
    client.post(reverse("web:draft", args=[draft.pk]))
    head, child = (one.person for one in Household.objects.get(source="desk").memberships.select_related("person"))
    assert (head.birth_known, head.born_from.isoformat(), head.born_to.isoformat()) == (
        "year",
        "1961-01-01",
        "1961-12-31",
    )
    assert (child.birth_known, child.born_to.isoformat()) == ("month", "1999-12-31")


def test_a_mother_made_younger_than_her_child_is_refused_at_the_last_look(signed_in: Any) -> None:
    client = signed_in("desk_officer")
    draft = begin(client)
    write(client, draft, 1, **HEAD)
    write(client, draft, 2, given_name="Cira", family_name="Sow", relationship="child", age="19", mother="1")
    write(client, draft, 1, **{**HEAD, "age": "20"})
    text = client.post(reverse("web:draft", args=[draft.pk])).content.decode()
    assert "cannot be the mother of" in text
    draft.refresh_from_db()
    assert len(draft.told["members"]) == 2


def test_somebody_taken_off_the_list_is_nobodys_mother(signed_in: Any) -> None:
    client = signed_in("desk_officer")
    draft = begin(client)
    write(client, draft, 1, **HEAD)
    write(client, draft, 2, given_name="Nene", relationship="child", sex="female", age="20", mother="1")
    write(client, draft, 3, given_name="Fanta", relationship="grandchild", age="1", mother="2")
    remove = reverse("web:remove_draft_member", args=[draft.pk, 2])
    assert "will not be registered" in client.get(remove).content.decode()
    client.post(remove)
    draft.refresh_from_db()
    assert [one["given_name"] for one in draft.told["members"]] == ["Amina", "Fanta"]
    assert "mother" not in draft.told["members"][1]


def test_a_draft_is_its_writers_alone_and_my_work_leads_back(signed_in: Any, place: district.District) -> None:
    client, other = signed_in("desk_officer"), signed_in("data_steward")
    draft = begin(client)
    write(client, draft, 1, **HEAD)
    home = client.get(reverse("web:home")).content.decode()
    assert reverse("web:draft", args=[draft.pk]) in home
    assert "Amina Sow" in home
    for name in ("web:draft", "web:draft_place", "web:discard_draft"):
        assert other.get(reverse(name, args=[draft.pk])).status_code == 404
    assert "Amina" not in other.get(reverse("web:register_household")).content.decode()


def test_a_draft_is_thrown_away_after_a_question(signed_in: Any) -> None:
    client = signed_in("desk_officer")
    draft = begin(client)
    with checks.watched() as queries:
        client.get(reverse("web:discard_draft", args=[draft.pk]))
    assert queries.writes() == []
    client.post(reverse("web:discard_draft", args=[draft.pk]))
    assert not RegistrationDraft.objects.exists()


def test_a_place_outside_the_officers_areas_is_not_offered(signed_in: Any) -> None:
    client = signed_in("district_officer")
    text = client.post(reverse("web:register_household"), {"area": "02"}).content.decode()
    assert "Select a valid choice" in text or "There is a problem" in text
    assert not RegistrationDraft.objects.exists()


def test_somebody_like_the_head_is_hinted_at(signed_in: Any) -> None:
    client = signed_in("desk_officer")
    draft = begin(client)
    write(client, draft, 1, given_name="Moussa", family_name="Diallo", sex="male", age="38")
    assert "on record already" in client.get(reverse("web:draft", args=[draft.pk])).content.decode()


def test_a_person_out_of_turn_is_not_there(signed_in: Any) -> None:
    client = signed_in("desk_officer")
    draft = begin(client)
    for number in (0, 2, 61):
        assert client.get(f"/people/register/{draft.pk}/people/{number}/").status_code == 404
    assert "Begin with the head" in client.post(reverse("web:draft", args=[draft.pk])).content.decode()
