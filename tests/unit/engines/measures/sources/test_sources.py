"""The method of shared sources on files, and its picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from ayni.engines.measures.figures import Result
from ayni.engines.measures.methods import sources
from ayni.engines.measures.sources import picture
from ayni.engines.measures.sources.together import Combination, SourcesError
from ayni.engines.measures.specs import SpecError
from tests.unit.engines.measures.growth.questions import asked

SVG = "{http://www.w3.org/2000/svg}"
EIGHT: dict[str, Any] = {
    "water": [1, 1, 1, 1, 0, 0, 0, 0],
    "toilet": [1, 1, 1, 0, 0, 0, 0, 1],
    "school": [1, 0, 0, 1, 1, 0, 0, 0],
    "orphan": [1, 0, 0, 0, 0, 1, 0, 0],
    "disabled": [0, 1, 0, 0, 0, 0, 0, 0],
    "area": ["n", "n", "n", "n", "s", "s", "s", "s"],
}
SPEC: dict[str, Any] = {
    "things": [
        "water",
        {"name": "toilet", "rule": "household.toilet == 1", "labels": {"en": "No toilet", "ar": "لا مرحاض"}},
        "school",
    ],
    "groups": ["orphan", "disabled"],
    "fewest": 1,
}


def found(folder: Path, columns: dict[str, Any] = EIGHT, spec: dict[str, Any] = SPEC, **more: Any) -> Result:
    return sources.run(asked(folder, columns, spec, **more))


def test_prevalence_pairs_numbers_and_combinations(tmp_path: Path) -> None:
    result = found(tmp_path, by=("area",))
    assert result.find("thing", thing="water").value == 0.5
    assert result.find("thing", thing="water", area="n").value == 1
    assert result.find("both", thing="water", **{"with": "toilet"}).value == 3 / 8
    assert result.find("also", thing="toilet", **{"with": "water"}).value == 0.75
    assert result.find("lift", thing="water", **{"with": "toilet"}).value == pytest.approx(1.5)
    assert result.find("number", things=3.0).value == 1 / 8
    assert result.find("things").value == pytest.approx(11 / 8)
    assert result.find("combination", combination="water + toilet").value == 2 / 8
    assert result.find("combination", combination="none").value == 2 / 8
    assert sum(one["share"] for one in result.extra["combinations"]) == pytest.approx(1)
    assert set(result.extra["order"]) == {"water", "toilet", "school"}


def test_how_far_labels_cover_those_concerned_and_who_is_outside(tmp_path: Path) -> None:
    result = found(tmp_path)
    assert result.find("concerned").value == 6 / 8
    assert result.find("concerned_with_label", label="orphan").value == pytest.approx(1 / 6)
    assert result.find("label_concerned", label="orphan").value == 0.5
    assert result.find("concerned_outside_every_label").value == pytest.approx(4 / 6)
    assert result.find("people_concerned_outside_every_label").value == 4
    assert result.find("label_without_concern").value == pytest.approx(1 / 3)
    assert result.units["outside_every_label"].tolist() == [0, 0, 1, 1, 1, 0, 1, 1]
    two = found(tmp_path, spec={**SPEC, "at_least": 2})
    assert two.find("concerned").value == 4 / 8


def test_combinations_of_few_rows_are_told_together(tmp_path: Path) -> None:
    result = found(tmp_path, spec={**SPEC, "fewest": 2})
    assert [one["n"] for one in result.extra["combinations"]] == [2, 2]
    assert result.extra["other_combinations"]["n"] == 4
    assert any("4 combinations are met in too few rows" in note for note in result.notes)


def test_unknown_answers(tmp_path: Path) -> None:
    columns = {**EIGHT, "water": ["", *EIGHT["water"][1:]]}
    result = found(tmp_path, columns)
    assert result.left_out == {"water: unknown": 1, "something unknown: in no combination": 1}
    assert result.find("things").n == 7
    assert np.isnan(result.units["things"][0])
    taken = found(tmp_path, columns, missing="not_there")
    assert taken.find("thing", thing="water").value == 3 / 8
    with pytest.raises(SpecError, match="missing is 'guess'"):
        found(tmp_path, columns, missing="guess")


def test_a_thing_that_nobody_answered_or_nobody_has_is_told(tmp_path: Path) -> None:
    nobody = found(tmp_path, {**EIGHT, "water": [""] * 8})
    assert "Nobody answered 'water'." in nobody.notes
    assert any(note.startswith("Nobody answered everything") for note in nobody.notes)
    assert nobody.find("things").value is None
    none = found(tmp_path, {**EIGHT, "water": [0] * 8})
    assert any(note.startswith("Nobody has 'water'") for note in none.notes)
    assert none.find("lift", thing="water", **{"with": "toilet"}).value is None


def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="travels with nothing"):
        found(tmp_path, spec={"things": ["water"]})
    with pytest.raises(SpecError, match="'water' is there twice"):
        found(tmp_path, spec={"things": ["water", "water"]})
    with pytest.raises(SpecError, match="Did you mean 'things'"):
        found(tmp_path, spec={"thing": ["water"]})


def drawn(language: str) -> ElementTree.Element:
    combinations = [
        Combination(("water", "toilet"), 0.25, 2, 2),
        Combination((), 0.2, 2, 2),
        Combination(("school",), 0.0004, 1, 1),
    ]
    text = picture.draw(
        {"water": 0.5, "toilet": 0.4, "school": 0.375},
        combinations,
        order=("school", "toilet", "water"),
        names={"toilet": "No <toilet> & none"},
        language=language,
    )
    return ElementTree.fromstring(text)


def test_the_picture_is_readable_without_being_seen() -> None:
    found = drawn("en")
    assert found.tag == f"{SVG}svg" and found.get("role") == "img"
    title, told = found.find(f"{SVG}title"), found.find(f"{SVG}desc")
    assert title is not None and told is not None
    assert found.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert title.text == "Which deprivations travel together"
    assert "3 things; the most frequent: water (50 %)." in (told.text or "")
    assert "water + No <toilet> & none: 25 %." in (told.text or "")
    assert found.get("fill") == "currentColor"


def test_the_picture_draws_a_column_for_each_combination_and_a_row_for_each_thing() -> None:
    found = drawn("en")
    columns = found.findall(f"{SVG}g")
    assert len(columns) == 2  # none of them is no combination
    assert [len(column.findall(f"{SVG}circle")) for column in columns] == [3, 3]
    strong = [circle for circle in columns[0].findall(f"{SVG}circle") if circle.get("fill-opacity") == "0.9"]
    assert len(strong) == 2
    assert columns[1].findtext(f"{SVG}title") == "school: <0.1 %"


def test_from_right_to_left_the_picture_is_mirrored() -> None:
    left, right = drawn("en"), drawn("ar")
    assert right.get("direction") == "rtl" and right.get("lang") == "ar"
    wide = float((left.get("viewBox") or "").split()[2])
    places = [[float(one.get("cx") or 0) for one in drawn_.iter(f"{SVG}circle")] for drawn_ in (left, right)]
    assert [round(wide - one, 1) for one in places[0]] == places[1]
    assert right.findtext(f"{SVG}title") == "أي أوجه الحرمان تجتمع"


def test_a_picture_of_nothing_is_still_one() -> None:
    assert ElementTree.fromstring(picture.draw({}, [])).find(f"{SVG}desc") is not None


def test_the_method_hands_the_picture_over_in_the_language_asked(tmp_path: Path) -> None:
    text = found(tmp_path, spec={**SPEC, "language": "ar"}).extra["picture"]
    assert "لا مرحاض" in text


def test_weights_that_are_all_zero_give_no_figure(tmp_path: Path) -> None:
    result = found(tmp_path, {**EIGHT, "w": [0] * 8}, weight="w")
    assert all(
        one.estimate.value is None for one in result.figures if one.name in ("thing", "both", "lift", "combination")
    )
    assert result.extra["combinations"] == []
