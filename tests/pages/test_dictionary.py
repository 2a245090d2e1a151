"""The dictionary: looking through it, proposing changes to it, and deciding about them."""

import dataclasses
import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ayni.engines.dictionary import Choice, Dictionary, Variable, xlsform
from ayni.registry import actions, queries
from ayni.registry.models import DictionaryChange
from tests.pages import checks, delivery

SEES = {role for role, given in settings.AYNI_ROLES.items() if "registry.see_dictionary" in given["permissions"]}
FLOOR = ("household", "floor")
WELL = Variable("well", "household", "boolean", {"en": "Has a well"})
WHY = {"reason": "The ministry asks for it", "since": "2026-03-01"}


def filled(**changes: str) -> dict[str, str]:
    """A new variable as the form sends it."""
    plain = {
        "entity": "household",
        "name": "well",
        "type": "boolean",
        "label_en": "Has a well",
        "sensitivity": "public",
    }
    missing = {"unknown": "yes", "refused": "no", "not_applicable": "yes"}
    return {**plain, **missing, **WHY, **changes}


@pytest.fixture
def ruled(place: Any) -> Any:
    """A programme in force that names floor and rooms."""
    return delivery.approved(delivery.HOUSING, place)


@pytest.fixture
def proposed(place: Any) -> DictionaryChange:
    return actions.propose_change([WELL], reason="Wells matter", since=date(2026, 3, 1), by=place.users["data_steward"])


def test_the_list_is_for_those_who_may_see_it(role: str, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as statements:
        answer = client.get(reverse("web:dictionary"))
    assert answer.status_code == (200 if role in SEES else 403)
    assert statements.writes() == []
    assert statements.count <= 8
    assert ("Floor of the dwelling" in answer.content.decode()) == (role in SEES)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "dwelling"}, {"floor"}),
        ({"text": "غرف"}, {"rooms"}),
        ({"entity": "person"}, {"disability"}),
        ({"type": "integer"}, {"rooms"}),
        ({"sensitivity": "sensitive"}, {"disability"}),
        ({"entity": "village"}, {"floor", "rooms", "disability"}),
        ({"text": "nothing"}, set()),
    ],
)
def test_the_list_is_searched_and_filtered(signed_in: Any, asked: dict[str, str], found: set[str]) -> None:
    answer = signed_in("analyst").get(reverse("web:dictionary"), asked)
    assert {row.variable.name for row in answer.context["rows"]} == found
    part = signed_in("analyst").get(reverse("web:dictionary"), asked, headers={"HX-Request": "true"})
    assert part.templates[0].name == "dictionary/found.html"


def test_a_variable_tells_everything_and_what_uses_it(ruled: Any, signed_in: Any) -> None:
    client = signed_in("analyst")
    with checks.watched() as statements:
        page = client.get(reverse("web:variable", args=FLOOR)).content.decode()
    for told in ("Floor of the dwelling", "أرضية المسكن", "One of a list", "household.floor", "earth", "Refused"):
        assert told in page
    assert reverse("web:programme", args=["housing"]) in page
    assert "It came with a survey or file" in page
    assert statements.writes() == []
    assert statements.count <= 16


def test_in_arabic_it_reads_from_the_right(signed_in: Any) -> None:
    client = signed_in("analyst")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    page = client.get(reverse("web:variable", args=FLOOR)).content.decode()
    assert 'dir="rtl"' in page and "أرضية المسكن" in page


@pytest.mark.parametrize("address", ["household/flor", "village/floor"])
def test_an_unknown_variable_is_not_there(signed_in: Any, address: str) -> None:
    assert signed_in("analyst").get(f"/dictionary/variables/{address}/").status_code == 404


def test_a_new_variable_is_shown_before_it_is_proposed(place: Any, signed_in: Any) -> None:
    client, address = signed_in("data_steward"), reverse("web:new_variable")
    assert client.get(address).status_code == 200
    seen = client.post(address, filled())
    assert "No rule, form or figure is broken by this" in seen.content.decode()
    assert not DictionaryChange.objects.exists()
    mark = seen.context["form"]["seen"].value()
    kept = client.post(address, filled(seen=mark))
    change = DictionaryChange.objects.get()
    assert kept.headers["Location"] == reverse("web:dictionary_change", args=[change.pk])
    (variable,) = change.variables
    assert dataclasses.replace(variable, since=None) == dataclasses.replace(
        WELL, sensitivity="public", missing=("unknown", "not_applicable")
    )


def test_a_change_begins_with_what_is_and_keeps_other_languages(place: Any, signed_in: Any) -> None:
    urdu = Variable("fuel", "household", "choice", {"en": "Fuel", "ur": "ایندھن"}, (Choice("wood", {"ur": "لکڑی"}),))
    change = actions.propose_change([urdu], reason="x", since=date(2026, 3, 1), by=place.users["data_steward"])
    approve(change, place)
    client, address = signed_in("data_steward"), reverse("web:change_variable", args=["household", "fuel"])
    form = client.get(address).context["form"]
    answers = {name: form[name].value() or "" for name in form.fields} | WHY
    answers["choices"] = "wood | Wood | Bois\ngas | Gas"
    mark = client.post(address, answers).context["form"]["seen"].value()
    client.post(address, {**answers, "seen": mark, "entity": "person", "name": "other"})
    (variable,) = DictionaryChange.objects.first().variables
    assert (variable.entity, variable.name, variable.labels["ur"]) == ("household", "fuel", "ایندھن")
    assert variable.choices[0].labels == {"ur": "لکڑی", "en": "Wood", "fr": "Bois"}
    assert variable.codes == ("wood", "gas")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "Well"}, "lower-case letters"),
        ({"name": "floor"}, "There is such a variable already"),
        ({"name": ""}, "Give the name"),
        ({"type": "choice"}, "lists its choices"),
        ({"minimum": "3"}, "only an integer or a decimal"),
        ({"reason": ""}, "Give the reason"),
        ({"name": "size"}, "word of the rule language"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_written_stays(signed_in: Any, changes: dict[str, str], told: str) -> None:
    answer = signed_in("data_steward").post(reverse("web:new_variable"), filled(**changes))
    page = answer.content.decode()
    assert told in page and "There is a problem" in page
    assert answer.context["form"]["label_en"].value() == "Has a well"
    assert not DictionaryChange.objects.exists()


def test_what_a_rule_needs_cannot_be_retired(ruled: Any, signed_in: Any) -> None:
    client, address = signed_in("data_steward"), reverse("web:retire_variable", args=FLOOR)
    assert "It is still used" in client.get(address).content.decode()
    page = client.post(address, WHY).content.decode()
    assert "could no longer be run" in page and "housing" in page
    assert not DictionaryChange.objects.exists()


def test_retiring_is_proposed_with_a_reason(signed_in: Any) -> None:
    client, address = signed_in("data_steward"), reverse("web:retire_variable", args=["household", "rooms"])
    assert "Give the reason" in client.post(address, {"since": "2026-03-01"}).content.decode()
    client.post(address, WHY)
    assert DictionaryChange.objects.get().retired == [["household", "rooms"]]


def yaml_file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("dictionary.yaml", text.encode())


def test_a_yaml_file_is_shown_first_then_proposed(place: Any, signed_in: Any) -> None:
    client, address = signed_in("data_steward"), reverse("web:import_dictionary")
    assert client.get(address).status_code == 200
    text = Dictionary([*queries.dictionary(), WELL]).to_yaml()
    with checks.watched() as statements:
        seen = client.post(address, {"file": yaml_file(text)})
    page = seen.content.decode()
    assert "Propose 1 change" in page and "well" in page
    assert statements.writes() == []
    assert not DictionaryChange.objects.exists()
    refused = client.post(reverse("web:propose_import"), {"text": seen.context["read"].text, "since": "2026-03-01"})
    assert "Give the reason" in refused.content.decode() and "Propose 1 change" in refused.content.decode()
    client.post(reverse("web:propose_import"), {"text": seen.context["read"].text, **WHY})
    assert [entry["name"] for entry in DictionaryChange.objects.get().put] == ["well"]


def test_an_xlsform_is_shown_with_what_it_leaves_out(place: Any, signed_in: Any) -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "survey"
    for row in (
        ("type", "name", "label"),
        ("integer", "cows", "Cows"),
        ("image", "photo", "Photo"),
        ("note", "hi", "Hi"),
    ):
        book.active.append(row)
    book.save(file)
    sent = SimpleUploadedFile("form.xlsx", file.getvalue())
    page = signed_in("data_steward").post(reverse("web:import_dictionary"), {"file": sent}).content.decode()
    assert "survey, row 3: photo is of type" in page
    assert "1 part of the form has no place in a dictionary" in page
    assert "cows" in page and "Propose 1 change" in page


def test_a_file_that_cannot_be_is_shown_with_every_reason(ruled: Any, signed_in: Any) -> None:
    text = Dictionary([Variable("rooms", "household", "text"), WELL]).to_yaml()
    page = signed_in("data_steward").post(reverse("web:import_dictionary"), {"file": yaml_file(text)}).content.decode()
    assert "This cannot be done as things stand" in page
    assert "The variable household.rooms is integer in the dictionary" in page
    assert "could no longer be run" in page, "the programme counts rooms"
    assert "Propose 2" not in page


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"variables: [", "not readable YAML"),
        (b"\xff\xfe\x00", "not a text in UTF-8"),
        (b"PK\x03\x04 cut", "does not end where its archive ends"),
        (b"", "empty"),
        (b" " * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(signed_in: Any, content: bytes, told: str) -> None:
    sent = SimpleUploadedFile("x.yaml", content)
    page = signed_in("data_steward").post(reverse("web:import_dictionary"), {"file": sent}).content.decode()
    assert told in page and "There is a problem" in page


def test_the_dictionary_leaves_as_files(signed_in: Any) -> None:
    client = signed_in("analyst")
    answer = client.get(reverse("web:export_dictionary", args=["yaml"]))
    assert Dictionary.from_yaml(answer.content.decode()) == queries.dictionary()
    assert 'filename="dictionary.yaml"' in answer.headers["Content-Disposition"]
    form = client.get(reverse("web:export_dictionary", args=["xlsform"]))
    assert Dictionary(xlsform.read(io.BytesIO(form.content))) == queries.dictionary()
    assert client.get(reverse("web:export_dictionary", args=["pdf"])).status_code == 404


def approve(change: DictionaryChange, place: Any) -> None:
    actions.approve_change(change, by=place.users["programme_approver"], at=datetime(2026, 3, 4, tzinfo=UTC))


def test_two_officers_look_at_every_change(proposed: Any, place: Any, signed_in: Any) -> None:
    address = reverse("web:approve_dictionary_change", args=[proposed.pk])
    assert signed_in("data_steward").get(address).status_code == 403
    own = delivery.also(place.users["data_steward"], "programme_approver")
    assert "Another officer must approve this" in own.get(address).content.decode()
    assert "Another officer must do this step" in own.post(address).content.decode()
    other = signed_in("programme_approver")
    assert "1 variable changes in the dictionary" in other.get(address).content.decode()
    assert other.post(address).headers["Location"] == reverse("web:dictionary_change", args=[proposed.pk])
    assert queries.dictionary().get("household", "well")
    assert "There is nothing to approve" in other.get(address).content.decode()
    history = other.get(reverse("web:variable", args=["household", "well"])).content.decode()
    assert "Wells matter" in history and "proposed by" in history


def test_a_rejection_gives_its_reason(proposed: Any, signed_in: Any) -> None:
    client, address = signed_in("programme_approver"), reverse("web:reject_dictionary_change", args=[proposed.pk])
    assert "Give the reason" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "Asked elsewhere"})
    page = signed_in("data_steward").get(reverse("web:dictionary_change", args=[proposed.pk])).content.decode()
    assert "Rejected" in page and "Asked elsewhere" in page


def test_one_takes_ones_own_proposal_back(proposed: Any, signed_in: Any) -> None:
    address = reverse("web:withdraw_dictionary_change", args=[proposed.pk])
    assert "only they can take it back" in signed_in("programme_manager").post(address).content.decode()
    signed_in("data_steward").post(address)
    assert DictionaryChange.objects.get().status == "withdrawn"


@pytest.mark.parametrize(
    "page",
    ["dictionary_change", "approve_dictionary_change", "reject_dictionary_change"],
)
def test_opening_a_proposal_writes_nothing(proposed: Any, signed_in: Any, page: str) -> None:
    client = signed_in("programme_approver")
    with checks.watched() as statements:
        answer = client.get(reverse(f"web:{page}", args=[proposed.pk]))
    assert (answer.status_code, statements.writes()) == (200, [])
    assert statements.count <= 16


def test_proposals_are_listed_by_their_state_and_wait_for_whoever_may_decide(proposed: Any, signed_in: Any) -> None:
    client = signed_in("programme_approver")
    with checks.watched() as statements:
        page = client.get(reverse("web:dictionary_changes")).content.decode()
    assert str(proposed) in page and "Wells matter" in page
    assert (statements.writes(), statements.count <= 8) == ([], True)
    rejected = client.get(reverse("web:dictionary_changes"), {"status": "rejected"}).content.decode()
    assert "No change is like this" in rejected
    assert str(proposed) in client.get(reverse("web:home")).content.decode()
    assert str(proposed) not in signed_in("data_steward").get(reverse("web:home")).content.decode()
