import dataclasses

import pytest

from ayni.engines import dictionary
from ayni.engines.dictionary import changes

FLOOR = dictionary.Variable(
    "floor", "household", "choice", {"en": "Floor"}, (dictionary.Choice("earth", {"en": "Earth"}),)
)
ROOMS = dictionary.Variable("rooms", "household", "integer", minimum=1, unit="rooms")
LAMP = dictionary.Variable("lamp", "household", "boolean")
OLD = dictionary.Dictionary([FLOOR, ROOMS])


def test_the_same_dictionary_has_no_changes_whatever_its_versions() -> None:
    later = dataclasses.replace(FLOOR, version=7)
    assert changes.compare(OLD, dictionary.Dictionary([later, ROOMS])) == []


def test_names_what_is_added_removed_and_changed() -> None:
    tiled = dataclasses.replace(
        FLOOR,
        choices=(dictionary.Choice("earth", {"en": "Sand"}), dictionary.Choice("tile")),
        labels={"en": "Floor", "fr": "Sol"},
        missing=("unknown", "not_applicable"),
    )
    found = changes.compare(OLD, dictionary.Dictionary([tiled, LAMP]))
    assert [(change.kind, change.name) for change in found] == [
        ("removed", "rooms"),
        ("changed", "floor"),
        ("added", "lamp"),
    ]
    assert [(d.field, d.before, d.after) for d in found[1].differences] == [
        ("choices", "earth", "earth, tile"),
        ("missing", "unknown, refused", "unknown, not_applicable"),
        ("label of earth (en)", "Earth", "Sand"),
        ("labels (fr)", "", "Sol"),
    ]
    assert "choices: earth → earth, tile" in str(found[1])
    assert str(found[2]) == "household.lamp added"
    assert ("type", "", "boolean") in [(d.field, d.before, d.after) for d in found[2].differences]


def test_a_bound_taken_away_is_told() -> None:
    (change,) = changes.compare(OLD, dictionary.Dictionary([FLOOR, dataclasses.replace(ROOMS, minimum=None)]))
    assert [(d.field, d.before, d.after) for d in change.differences] == [("minimum", "1", "")]


def test_applies_in_place_and_adds_at_the_end() -> None:
    more = dataclasses.replace(FLOOR, unit="")
    found = changes.applied(OLD, [LAMP, dataclasses.replace(more, source="2027 survey")], {("household", "rooms")})
    assert [v.name for v in found] == ["floor", "lamp"]
    assert found.variables[0].source == "2027 survey"
    assert OLD.of("household") == (FLOOR, ROOMS), "the old one stays as it is"


def test_applied_changes_must_stand_together() -> None:
    birth = dictionary.Variable("married", "person", "partial_date")
    with pytest.raises(dictionary.DictionaryError, match="married_from"):
        changes.applied(OLD, [birth, dictionary.Variable("married_from", "person", "date")])
