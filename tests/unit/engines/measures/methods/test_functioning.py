"""Functioning as it is asked for: the Short Set, the module for children, ages, codes, sampled children, refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from ayni.engines.measures import design, methods, shipped
from tests.unit.engines.measures.methods.question import asked

SIX = ("VIS_SS", "HEAR_SS", "MOB_SS", "COG_SS", "UB_SS", "COM_SS")
PEOPLE = [
    # age, six answers
    (4, 4, 4, 4, 4, 4, 4),
    (5, 1, 1, 1, 1, 1, 1),
    (30, 2, 2, 1, 1, 1, 1),
    (60, 3, 1, 9, 1, 1, 1),
    (80, 1, 1, 4, 1, 1, 1),
    (40, 9, 9, 9, 8, 8, 9),
    ("", 1, 1, 1, 1, 1, 1),
]
COLUMNS: dict[str, list[Any]] = dict(zip(("age", *SIX), map(list, zip(*PEOPLE, strict=True)), strict=True))
SPEC = yaml.safe_load(shipped.text("wg_ss"))


def run(folder: Path, columns: dict[str, Any], spec: dict[str, Any], **more: Any) -> methods.Result:
    return methods.run("functioning", asked(folder, columns, spec, unit="person", **more))


def test_the_short_set_by_hand(tmp_path: Path) -> None:
    found = run(tmp_path, COLUMNS, SPEC)
    assert [found.find(f"DISABILITY{cut}").value for cut in (1, 2, 3, 4)] == [0.75, 0.75, 0.5, 0.25]
    assert found.find("at_least", domain="seeing", level=2).value == 0.5
    assert found.find("at_least", domain="walking", level=4).n == 3  # one did not know
    assert found.left_out == {"age unknown": 1, "age outside": 1, "functioning unknown": 1}
    assert found.units["DISABILITY3"].tolist() == pytest.approx([np.nan, 0, 0, 1, 1, np.nan, np.nan], nan_ok=True)
    assert found.figures[0].name == "DISABILITY1"
    json.dumps(found.as_dict())


def test_what_is_unanswered_is_a_parameter(tmp_path: Path) -> None:
    assert run(tmp_path, COLUMNS, SPEC, missing="not_difficult").find("DISABILITY3").value == 0.4
    assert run(tmp_path, COLUMNS, SPEC, missing="listwise").find("DISABILITY3").value == pytest.approx(1 / 3)
    assert run(tmp_path, COLUMNS, {**SPEC, "unanswered": "listwise"}).find("DISABILITY3").n == 3


def test_groups_have_their_errors(tmp_path: Path) -> None:
    columns = {**COLUMNS, "sex": ["f", "f", "m", "f", "m", "m", "f"]}
    found = run(tmp_path, columns, SPEC, by=("sex",))
    women = found.find("DISABILITY3", sex="f")
    assert (women.value, women.n) == (0.5, 2) and women.se > 0


def test_answers_in_words_are_coded(tmp_path: Path) -> None:
    words = {1: "none", 2: "some", 3: "lot", 4: "cannot", 8: "8", 9: "9"}
    columns = {name: [words.get(value, value) for value in values] for name, values in COLUMNS.items() if name != "age"}
    codes = {"none": 1, "some": 2, "lot": 3, "cannot": 4}
    found = run(tmp_path, {**columns, "age": COLUMNS["age"]}, {**SPEC, "codes": codes})
    assert found.find("DISABILITY3").value == 0.5
    with pytest.raises(Exception, match="answer 'cannot', which `codes` lacks"):
        run(tmp_path, {**columns, "age": COLUMNS["age"]}, {**SPEC, "codes": {"none": 1, "some": 2, "lot": 3}})


CHILD = {
    "kind": "children",
    "ages": [5, 17],
    "unanswered": "not_difficult",
    "domains": [
        {"name": "seeing", "items": ["without"], "aid": {"used": "glasses", "with": ["with"], "without": ["without"]}},
        {"name": "behaviour", "items": ["kicks"], "difficult": [5]},
        {"name": "anxiety", "items": ["anxious"], "difficult": [1], "mental": True},
    ],
}
CHILDREN = {
    "age": [6, 7, 8, 9],
    "glasses": [1, 0, 0, 0],
    "with": [1, "", "", ""],
    "without": [4, 3, 1, 1],
    "kicks": [1, 1, 4, 5],
    "anxious": [5, 5, 1, 5],
    "eligible": [1, 1, 2, 4],
}


def test_children_by_domain_with_and_without_mental_health(tmp_path: Path) -> None:
    found = run(tmp_path, CHILDREN, CHILD)
    assert found.find("difficulty", domain="seeing").value == 0.25  # with glasses the first sees
    assert found.find("difficulty", domain="behaviour").value == 0.25
    assert found.find("any").value == 0.75
    assert found.find("any_without_mental_health").value == 0.5
    assert found.find("mental_health").value == 0.25
    assert found.find("uses_aid", domain="seeing").value == 0.25


def test_one_sampled_child_stands_for_the_eligible_ones_of_the_home(tmp_path: Path) -> None:
    found = run(tmp_path, CHILDREN, {**CHILD, "sampled": {"eligible": "eligible"}})
    assert found.find("any").value == pytest.approx(7 / 8)
    assert found.sample["weights"] == 8
    assert "multiplied" in found.notes[1]


def test_the_shipped_modules_read_the_variables_of_mics(tmp_path: Path) -> None:
    young = yaml.safe_load(shipped.text("cfm_2_4"))
    columns = {name: [1, 1, 4] for name in (f"UCF{number}" for number in (7, 9, *range(11, 20)))}
    columns |= {"UB2": [1, 3, 4], "UCF13": [4, 3, 1], "UCF19": [5, 4, 1]}
    found = run(tmp_path, columns, young)
    assert found.find("difficulty", domain="walking").value == 1.0  # the third by UCF11
    assert found.find("difficulty", domain="behaviour").value == 0.0
    assert found.left_out["age outside"] == 1
    older = yaml.safe_load(shipped.text("cfm_5_17"))
    numbers = (6, 8, 10, 11, 14, 15, *range(16, 27))
    columns = {f"FCF{number}": [1, 2, ""] for number in numbers} | {"CB3": [5, 17, 9]}
    columns |= {"FCF25": [5, 1, ""], "FCF26": [5, 5, ""]}
    found = run(tmp_path, columns, older)
    assert found.find("any").value == pytest.approx(1 / 3)  # nothing answered is no difficulty
    assert found.find("any_without_mental_health").value == 0
    assert len({one.of["domain"] for one in found.figures if one.name == "difficulty"}) == 13


@pytest.mark.parametrize(
    ("columns", "spec", "more", "said"),
    [
        ({"VIS_SS": [9] * 7}, {}, {}, "nobody of these ages answered 'VIS_SS'"),
        ({"VIS_SS": [4, 0, 2, 3, 1, 9, 1]}, {}, {}, r"'VIS_SS' is 0 in row 2.*unknown: \[0\]"),
        ({"age": [2] * 7}, {}, {}, "no row is of these ages"),
        ({"w": [0] * 7}, {}, {"weight": "w"}, "weight above zero"),
        ({}, {"ages": [17, 5]}, {}, "first and the last"),
        ({}, {"domains": {"seeing": "VIS_SS"}}, {}, "six domains, 1 are here"),
        ({}, {"unanswered": "drop"}, {}, "all_unknown, not_difficult, listwise"),
        ({}, {}, {"missing": "drop"}, "--missing is drop"),
        (
            {"children": [1, 1, 0, 1, 1, 1, 1]},
            {"sampled": {"eligible": "children"}},
            {},
            "row 3 is a sampled child of 0",
        ),
        ({}, {"domans": {}}, {}, "Did you mean 'domains'"),
        ({}, {"domains": {"seeing": "VIS_S"}, "kind": "children"}, {}, "Did you mean 'VIS_SS'"),
        ({}, {"domains": [{"name": "x", "items": ["VIS_SS"]}] * 2, "kind": "children"}, {}, "appears twice"),
    ],
)
def test_what_cannot_be_told_is_refused(
    tmp_path: Path, columns: dict[str, Any], spec: dict[str, Any], more: dict[str, Any], said: str
) -> None:
    with pytest.raises(Exception, match=said) as refused:
        run(tmp_path, {**COLUMNS, **columns}, {**SPEC, **spec}, **more)
    assert hasattr(refused.value, "code")


def test_one_cluster_has_no_interval(tmp_path: Path) -> None:
    drawn = design.Design(psu=[1] * 7, weight=[1.0] * 7, singleton="remove")
    assert run(tmp_path, COLUMNS, SPEC, design=drawn).find("DISABILITY3").low is None
