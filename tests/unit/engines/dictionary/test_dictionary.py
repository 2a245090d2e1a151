import pytest

from ayni.engines import dictionary

FLOOR = dictionary.Variable(
    "floor",
    "household",
    "choice",
    labels={"en": "Main material of the floor", "fr": "Matériau du sol"},
    choices=(dictionary.Choice("earth", {"en": "Earth or sand"}), dictionary.Choice("cement")),
)
ROOMS = dictionary.Variable("rooms", "household", "integer", minimum=1, maximum=40, unit="rooms")
DISABILITY = dictionary.Variable("disability", "person", "boolean", sensitivity="sensitive")
SMALL = dictionary.Dictionary([FLOOR, ROOMS, DISABILITY])


def test_looks_up_by_entity_and_name() -> None:
    assert SMALL.get("household", "rooms") is ROOMS
    assert SMALL.get("person", "rooms") is None
    assert SMALL.of("household") == (FLOOR, ROOMS)
    assert len(SMALL) == 3 and list(SMALL) == [FLOOR, ROOMS, DISABILITY]


@pytest.mark.parametrize(
    ("entity", "name", "expected"),
    [
        ("household", "flor", "floor"),
        ("person", "disabled", "disability"),
        ("person", "relation", "relationship"),
        ("person", "zzzz", None),
    ],
)
def test_answers_a_misspelt_name_with_the_nearest(entity: str, name: str, expected: str | None) -> None:
    assert SMALL.nearest(entity, name) == expected


def test_yaml_there_and_back_is_the_same_dictionary() -> None:
    again = dictionary.Dictionary.from_yaml(SMALL.to_yaml())
    assert again == SMALL and hash(again) == hash(SMALL)
    assert again.get("household", "floor") == FLOOR
    assert "sensitivity" not in again.to_yaml().split("disability")[0], "defaults are not written"


def test_the_order_of_languages_says_nothing() -> None:
    turned = dictionary.Variable("a", "person", "text", {"fr": "A", "en": "B"})
    assert dictionary.Dictionary([turned]) == dictionary.Dictionary(
        [dictionary.Variable("a", "person", "text", {"en": "B", "fr": "A"})]
    )


def test_version_changes_with_any_change() -> None:
    other = dictionary.Dictionary([FLOOR, ROOMS])
    assert len(SMALL.version) == 12 and other.version != SMALL.version


def test_labels_fall_back_to_english_then_to_the_name() -> None:
    assert FLOOR.label("fr") == "Matériau du sol"
    assert FLOOR.label("ar") == "Main material of the floor"
    assert ROOMS.label("en") == "rooms"
    assert FLOOR.codes == ("earth", "cement")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Floor"}, "lower-case"),
        ({"type": "number"}, "write one of boolean, integer"),
        ({"entity": "village"}, "write one of household, person, area"),
        ({"sensitivity": "secret"}, "public, personal, sensitive"),
        ({"choices": (dictionary.Choice("a"),)}, "no other type has any"),
        ({"type": "choice"}, "lists its choices"),
        ({"type": "choice", "choices": (dictionary.Choice("a"),) * 2}, "'a' is listed twice"),
        ({"minimum": 3, "maximum": 2}, "exchange them"),
    ],
)
def test_refuses_a_variable_that_cannot_be(changes: dict[str, object], words: str) -> None:
    values = {"name": "rooms", "entity": "household", "type": "integer", **changes}
    with pytest.raises(dictionary.DictionaryError, match=words):
        dictionary.Variable(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "words"),
    [("sex", "already has 'sex'"), ("born_from", "already has"), ("head", "word of the rule language")],
)
def test_refuses_names_that_mean_something_else(name: str, words: str) -> None:
    with pytest.raises(dictionary.DictionaryError, match=words):
        dictionary.Dictionary([dictionary.Variable(name, "person", "text")])


def test_refuses_a_name_declared_twice() -> None:
    with pytest.raises(dictionary.DictionaryError, match=r"household\.rooms more than once"):
        dictionary.Dictionary([ROOMS, ROOMS])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("variables: [", "not readable YAML"),
        ("variables: " + "[" * 5000, "not readable YAML"),
        ("variables: [{since: 2026-13-45}]", "not readable YAML"),
        ("- 1", "under the word 'variables'"),
        ("variables: [3]", "Variable 1"),
        ("variables: [{name: a, entity: person}]", "lacks type"),
        ("variables: [{name: a, entity: person, type: text, lable: b}]", "no use for lable"),
        ("variables: [{name: a, entity: person, type: choice, choices: [x]}]", "a code and labels"),
    ],
)
def test_refuses_a_file_it_cannot_read(text: str, words: str) -> None:
    with pytest.raises(dictionary.DictionaryError, match=words):
        dictionary.Dictionary.from_yaml(text)


def test_says_which_of_three_things_may_be_missing() -> None:
    read = dictionary.Dictionary.from_yaml(
        "variables: [{name: rent, entity: household, type: decimal, missing: [not_applicable, unknown]},"
        " {name: rooms, entity: household, type: integer}, {name: roof, entity: area, type: text, missing: []}]"
    )
    rent, rooms, roof = read
    assert (rent.missing, rent.may_not_apply) == (("unknown", "not_applicable"), True)
    assert (rooms.missing, rooms.may_not_apply) == (("unknown", "refused"), False)
    assert roof.missing == () and "missing: []" in read.to_yaml()
    assert dictionary.Dictionary.from_yaml(read.to_yaml()) == read


def test_an_area_has_variables_and_a_code() -> None:
    words = dictionary.Dictionary([dictionary.Variable("road", "area", "boolean")])
    assert [v.name for v in words.of("area")] == ["road"]
    assert words.nearest("area", "raod") == "road" and words.nearest("area", "cod") == "code"
    assert dictionary.built_in("area", "code") is not None


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("type: integer, missing: [lost]", "names 'lost'"),
        ("type: integer, missing: unknown", "as a list"),
        ("type: integer, missing: null", "as a list"),
        ("type: integer, labels: Rooms", "texts by language"),
        ("type: integer, labels: {en: 3}", "text for each language"),
        ("type: integer, since: yesterday", "as 2026-01-31"),
        ("type: integer, minimum: few", "are numbers"),
        ("type: text, minimum: 3", "only an integer or a decimal"),
        ("type: many_choice", "lists its choices"),
        ("type: many_choice, choices: [{code: a b}]", "in one word"),
        ("type: choice, choices: {code: a}", "as a list"),
        ("type: choice, choices: [{code: a, labels: A}]", "choice 'a': .*texts by language"),
    ],
)
def test_refuses_a_value_of_the_wrong_shape(entry: str, words: str) -> None:
    with pytest.raises(dictionary.DictionaryError, match=words):
        dictionary.Dictionary.from_yaml(f"variables: [{{name: rooms, entity: household, {entry}}}]")


@pytest.mark.parametrize("name", ["area", "within", "months", "size", "date"])
def test_refuses_the_rule_languages_words(name: str) -> None:
    with pytest.raises(dictionary.DictionaryError, match=f"'{name}'"):
        dictionary.Dictionary([dictionary.Variable(name, "household", "text")])
