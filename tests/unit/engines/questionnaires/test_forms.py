"""A questionnaire: made from the dictionary, read from a workbook, held against both, filled in and checked."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest

from ayni.engines import dictionary as dictionaries
from ayni.engines.questionnaires import checking, errors, fitting, instances, making, reading, tree

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
Variable, Choice = dictionaries.Variable, dictionaries.Choice
DICTIONARY = dictionaries.Dictionary(
    [
        Variable("rooms", "household", "integer", {"en": "Rooms", "ar": "غرف"}, minimum=0, maximum=20),
        Variable("floor", "household", "choice", choices=(Choice("earth"), Choice("tiles"))),
        Variable("phone", "person", "text"),
        Variable("sick", "person", "boolean", missing=("not_applicable",)),
    ]
)


@pytest.fixture(scope="module")
def made():
    return reading.read(making.workbook(DICTIONARY, form_id="household", version="1"))


def book(*rows, choices=(), form_id="colours", version="1"):
    found = openpyxl.Workbook()
    found.active.title = "survey"
    for row in (["type", "name", "label", "relevant", "required", "constraint", "calculation", "becomes"], *rows):
        found.active.append(row)
    for name, listed in (
        ("choices", [["list_name", "name", "label"], *choices]),
        ("settings", [["form_title", "form_id", "version"], ["Colours", form_id, version]]),
    ):
        sheet = found.create_sheet(name)
        for row in listed:
            sheet.append(row)
    content = io.BytesIO()
    found.save(content)
    return content.getvalue()


def test_the_form_of_a_dictionary_fits_it_in_three_languages(made):
    mapped, findings = fitting.fit(made.form, DICTIONARY)
    assert [one for one in findings if one.level != "tells"] == []
    assert made.form.languages == ("en", "fr", "ar")
    assert mapped.household_answers == {
        "rooms": "/data/household_group/rooms",
        "floor": "/data/household_group/floor",
    }
    assert mapped.person_answers == {"phone": "/data/members/person_phone", "sick": "/data/members/sick"}
    assert set(fitting.PERSON) - set(mapped.person) == {"person", "given_name_latin", "family_name_latin", "picture"}
    labels = {item.name: item.labels for item in made.form.items}
    assert labels["rooms"]["ar"] == "غرف"
    assert labels["members"] == {"en": "Member of the household", "fr": "Membre du ménage", "ar": "فرد من الأسرة"}
    assert made.form.files == ("areas.csv",)


def test_the_tree_goes_to_json_and_back(made):
    assert tree.from_data(tree.to_data(made.form)) == made.form


def test_what_a_workbook_is_told_when_it_is_no_form():
    with pytest.raises(errors.FormError):
        reading.read(b"nothing")
    for rows, words in (
        ([["text", "a", "A", "${nowhere} = 1"]], "nowhere"),
        ([["note", "a", "A"]], "asks nothing"),
        ([["text", "a", "A", "", "", "nothing(1)"]], "nothing()"),
    ):
        with pytest.raises(errors.FormError, match=words.replace("(", r"\(").replace(")", r"\)")):
            reading.read(book(*rows))
    with pytest.raises(errors.FormError, match="version"):
        reading.read(book(["text", "a", "A"], version=""))


def test_what_does_not_fit_is_found():
    content = book(
        ["text", "area", "Where?"],
        ["text", "rooms", "Rooms?"],
        ["select_one floors", "ground", "Floor?", "", "", "", "", "household.floor"],
        ["text", "colour", "Colour?", "", "", "", "", "household.colur"],
        ["text", "other", "Other?"],
        ["begin_repeat", "people", "People"],
        ["text", "given_name", "Name?"],
        ["text", "second", "Name?", "", "", "", "", "given_name"],
        ["end_repeat"],
        choices=[["floors", "earth", "Earth"], ["floors", "gold", "Gold"]],
    )
    _mapped, findings = fitting.fit(reading.read(content).form, DICTIONARY)
    assert {(one.level, one.code) for one in findings} == {
        ("tells", "stays_in_the_form"),
        ("stops", "wrong_type"),
        ("stops", "strange_choices"),
        ("stops", "unknown_variable"),
        ("stops", "twice"),
        ("stops", "no_word"),
        ("warns", "no_word"),
        ("warns", "no_birth"),
    }


def filled(form, **said):
    instance = instances.blank(form, {"/data/members": 2})
    answers = {"area": "N1", "rooms": "3", "floor": "earth", "heads": "1", **said}
    for _where, node in instances.addresses(instance):
        if node.parent.name != "members":
            node.text = answers.get(node.name, "")
    for number, node in enumerate(instance.of("/data/members"), start=1):
        told = {"given_name": f"P{number}", "sex": "male", "birth_known": "age", "age": str(30 * number), "sick": "no"}
        told["relationship"] = "head" if number == 1 else "child"
        for child in node.children:
            child.text = told.get(child.name, "")
    return instance


def codes(instance):
    return [(one.code, one.where) for one in checking.check(instance, now=NOW)]


def test_a_good_form_has_no_problem_and_comes_back_from_its_xml(made):
    instance = filled(made.form)
    assert codes(instance) == []
    head = instances.Head("household", "1", "uuid:1", "uuid:0")
    xml = instances.write(instance, head)
    root = instances.parse(xml)
    assert instances.head(root) == head
    again = instances.fill(root, made.form)
    assert [node.text for node in again.root.walk() if node.name != "instanceID"] == [
        node.text for node in instance.root.walk() if node.name != "instanceID"
    ]


def test_every_condition_is_held_again(made):
    instance = filled(made.form, rooms="21", floor="gold")
    member = instance.of("/data/members")[1]
    for name, text in (("age", ""), ("born_in", "1990"), ("mother", "2")):
        member.named(name)[0].text = text
    assert codes(instance) == [
        ("constraint", "/data/household_group/rooms"),
        ("not_a_choice", "/data/household_group/floor"),
        ("not_relevant", "/data/members[2]/born_in"),
        ("required", "/data/members[2]/age"),
        ("constraint", "/data/members[2]/mother"),
    ]


def test_calculations_are_worked_out_as_on_a_phone(made):
    instance = filled(made.form, heads="")
    checking.compute(instance, now=NOW)
    assert instance.value("/data/heads") == "1"
    assert [one.value for one in instance.of("/data/members/number")] == ["1", "2"]
    assert instance.value("/data/head_name").strip() == "P1"


@pytest.mark.parametrize(
    ("type", "good", "bad"),
    [
        ("integer", ["0", "-12", "+3"], ["1.5", "x", "1e3", "9" * 16]),
        ("decimal", ["0.5", "-1", "1e3"], ["x", "NaN", "inf", "1_0"]),
        ("date", ["2026-02-28"], ["2026-02-30", "28/02/2026"]),
        ("dateTime", ["2026-02-28T10:00:00.000+03:00"], ["10:00"]),
        ("time", ["10:00:00.000+03:00", "10:00"], ["25:00"]),
        ("geopoint", ["4.05 9.7 0 5", "4.05 9.7"], ["4", "91 0", "0 181", "a b"]),
        ("geotrace", ["1 1 0 0;2 2 0 0"], ["1 1;2"]),
        ("acknowledge", ["OK"], ["yes"]),
        ("image", ["a.jpg"], ["../a.jpg", "a" * 201]),
        ("text", ["anything"], ["a\x00b"]),
    ],
)
def test_an_answer_is_of_its_type(type, good, bad):
    question = tree.Question("a", "/data/a", type)
    assert [text for text in good if not checking._fits(question, text)] == []
    assert [text for text in bad if checking._fits(question, text)] == []
