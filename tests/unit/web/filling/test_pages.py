"""How a questionnaire becomes pages, whatever it is nested like; how days and lists are read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import QueryDict

from ayni.engines.questionnaires import instances, tree, xpath
from ayni.engines.questionnaires.fitting import Mapped
from ayni.engines.questionnaires.instances import Instance
from ayni.engines.questionnaires.tree import Choice, Question
from ayni.intake.queries import drafts
from ayni.web.filling import answering, controls, pages
from ayni.web.filling.controls import Words

NOW = datetime(2026, 3, 14, tzinfo=UTC)


def question(name: str, above: str = "/data", type: str = "text", **more: str) -> dict[str, str]:
    return {"name": name, "path": f"{above}/{name}", "type": type, **more}


def group(name: str, *children: Any, above: str = "/data", **more: Any) -> dict[str, Any]:
    return {"name": name, "path": f"{above}/{name}", "children": list(children), **more}


BIRTHS = group("births", question("when", "/data/people/births"), above="/data/people", is_repeat=True)
PEOPLE = group(
    "people",
    question("called", "/data/people"),
    group("school", question("class", "/data/people/school"), above="/data/people"),
    BIRTHS,
    question("last", "/data/people"),
    is_repeat=True,
)
ANIMALS = group("animals", question("kind", "/data/animals"), is_repeat=True, relevant="/data/has = 'yes'")
ROOMS = group("rooms", question("wide", "/data/rooms"), is_repeat=True, count="/data/count")
FORM = tree.from_data(
    {
        "id": "nested",
        "version": "1",
        "languages": ["en"],
        "default_language": "en",
        "children": [
            question("today", type="today"),
            question("has"),
            question("count", type="integer"),
            group(
                "home",
                question("floor", "/data/home"),
                group("roof", question("of", "/data/home/roof"), above="/data/home"),
            ),
            PEOPLE,
            ANIMALS,
            ROOMS,
            group("secret", question("told", "/data/secret"), relevant="/data/has = 'never'"),
            question("end_note", type="note", labels={"en": "Thank you"}),  # type: ignore[arg-type]
            question("worked_out", type="calculate", calculate="1"),
        ],
    }
)
ANSWERS: dict[str, Any] = {
    "has": "no",
    "count": "2",
    "people": [{"called": "A", "births": [{"when": "x"}]}, {"called": "B"}],
}


def laid(answers: dict[str, Any]) -> tuple[Instance, xpath.Surroundings]:
    instance = drafts.made(FORM, answers, now=NOW, files={})
    return instance, xpath.Surroundings(NOW, instances.lists(FORM, {}))


def place(key: str) -> pages.Place:
    found = pages.at(FORM, key)
    assert found is not None
    return found


def test_a_group_is_a_page_and_a_repeat_a_list() -> None:
    told = [
        (one.number, one.repeat.name if one.repeat else [item.name for item in one.items]) for one in pages.parts(FORM)
    ]
    assert told == [
        (1, ["today", "has", "count"]),
        (2, ["floor", "roof", "of"]),
        (3, "people"),
        (4, "animals"),
        (5, "rooms"),
        (6, ["told"]),
        (7, ["end_note", "worked_out"]),
    ]


def test_an_entry_has_pages_and_lists_of_its_own() -> None:
    inner = place("3").part.inner
    assert [one.repeat.name if one.repeat else len(one.questions) for one in inner] == [2, "births", 1]
    assert place("3/2/1").where(inner[0].questions[1]) == "/data/people[2]/school/class"
    assert place("3/1/2/1/1").around == "/data/people[1]/births[1]"
    assert (place("3/1/2/1/1").upper, place("3/2/1").entry) == ("3/1/2", 2)


@pytest.mark.parametrize("key", ["", "0", "8", "3/1", "1/1/1", "3/1/9", "x", "3//1", "²", "12345"])
def test_there_is_no_such_page(key: str) -> None:
    assert pages.at(FORM, key) is None


def test_every_page_that_applies_comes_once_and_in_order() -> None:
    instance, around = laid(ANSWERS)
    assert [one.key for one in pages.walk(FORM, instance, around)] == [
        "1", "2", "3", "3/1/1", "3/1/2", "3/1/2/1/1", "3/1/3", "3/2/1", "3/2/2", "3/2/3", "5", "7"
    ]  # fmt: skip
    assert pages.after(place("3"), instance, around) == "5"
    assert pages.before(place("5"), instance, around) == "3"
    assert pages.after(place("3/1/3"), instance, around) == ""


def test_an_empty_list_applies_when_its_condition_holds() -> None:
    instance, around = laid({**ANSWERS, "has": "yes"})
    assert pages.after(place("3"), instance, around) == "4"


def test_a_list_is_as_long_as_the_form_says() -> None:
    instance, around = laid(ANSWERS)
    assert pages.wanted(place("5"), instance, around) == 2
    assert pages.wanted(place("3"), instance, around) is None
    for told, wanted in (("", 0), ("-3", 0), ("99999", 200), ("x", 0)):
        instance, around = laid({**ANSWERS, "count": told})
        assert pages.wanted(place("5"), instance, around) == wanted


def test_answers_are_put_where_they_belong() -> None:
    answers: dict[str, Any] = {"people": [{}, {}]}
    answering.put(answers, "/data/people[2]/school/class", "4")
    answering.put(answers, "/data/home/floor", "earth")
    assert answers == {"people": [{}, {"school": {"class": "4"}}], "home": {"floor": "earth"}}
    answering.put(answers, "/data/home/floor", "")
    assert answers["home"] == {}
    with pytest.raises(LookupError):
        answering.put(answers, "/data/people[3]/called", "C")


def test_what_was_taken_out_is_put_back_where_it_was() -> None:
    mapped = Mapped("/data/people", person={"mother": "/data/people/kin"})
    people = [{"called": "A"}, {"called": "B", "kin": "1"}, {"called": "C", "kin": "2"}]
    for number in (1, 2, 3):
        answers: dict[str, Any] = {"people": [dict(one) for one in people]}
        removed: list[dict[str, Any]] = []
        answering.remove(answers, removed, "/data/people", number, mapped, "/data/people")
        assert len(answers["people"]) == 2
        answering.restore(answers, removed, mapped, "/data/people")
        assert answers["people"] == people
    with pytest.raises(LookupError):
        answering.restore(answers, [], mapped, "/data/people")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("y=&m=&d=", ""),
        ("y=2001&m=&d=", "2001"),
        ("y=2001&m=3&d=", "2001-03"),
        ("y=2001&m=3&d=7", "2001-03-07"),
        ("y=&m=3&d=7", "-03-07"),
        ("y=2001&m=&d=7", "2001--07"),
    ],
)
def test_a_day_is_kept_as_far_as_it_is_known(said: str, kept: str) -> None:
    sent = QueryDict("&".join(f"/data/born.{one}" for one in said.split("&")))
    born = Question("born", "/data/born", "text")
    assert controls.read(born, "partial", sent) == kept
    shown = controls.Asked(born, "partial", "Born", value=kept)
    year, month, day = shown.day
    assert controls._day(year, month, day) == kept


@pytest.mark.parametrize(
    ("question", "count", "kind"),
    [
        (Question("a", "/data/a", "select_one"), 4, "radio"),
        (Question("a", "/data/a", "select_one"), 40, "search"),
        (Question("a", "/data/a", "select_one", file="areas.csv"), 3, "search"),
        (Question("a", "/data/a", "select_multiple"), 4, "many"),
        (Question("born", "/data/born", "text"), 0, "partial"),
        (Question("mother", "/data/people/mother", "integer"), 0, "member"),
        (Question("a", "/data/a", "date"), 0, "date"),
        (Question("a", "/data/a", "geopoint"), 0, "point"),
        (Question("a", "/data/a", "image"), 0, "file"),
        (Question("a", "/data/a", "text", appearance="multiline"), 0, "long"),
        (Question("a", "/data/a", "rank"), 3, "plain"),
    ],
)
def test_each_question_has_its_control(question: Question, count: int, kind: str) -> None:
    words = Words(partial=frozenset({"/data/born"}), parents=frozenset({"/data/people/mother"}))
    assert controls.kind_of(question, words, count) == kind


def test_why_there_is_no_answer_stands_apart_and_last() -> None:
    listed = [Choice("refused"), Choice("yes"), Choice("unknown"), Choice("no"), Choice("not_applicable")]
    found = controls.offers(listed, FORM, "no", {})
    assert [(one.code, one.is_missing) for one in found] == [
        ("yes", False), ("no", False), ("refused", True), ("unknown", True), ("not_applicable", True)
    ]  # fmt: skip
    assert [one.code for one in found if one.is_chosen] == ["no"]


def test_a_long_list_is_found_by_every_word() -> None:
    listed = [Choice(f"a{number}", {"en": f"Village {number}, North"}) for number in range(100)]
    found = controls.offers(listed, FORM, "a7", {})
    assert [one.code for one in controls.searched(found, "north 42")] == ["a7", "a42"]
    assert len(controls.searched(found, "village")) <= controls.MOST_FOUND + 1
    assert [one.code for one in controls.searched(found, "")] == ["a7"]


def test_a_label_names_an_answer() -> None:
    told = controls.text_of({"en": "How old is ${called}?"}, FORM, {"called": "Amina"})
    assert told == "How old is Amina?"
