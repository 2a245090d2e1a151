"""Children by stage of life as they are asked for: stages, groups, unknown answers, the published series, refusals."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from ayni.engines.measures import design, frames, methods, shipped
from tests.unit.engines.measures.methods.question import asked

COLUMNS: dict[str, list[Any]] = {
    "age": [0, 3, 4, 4.9, 5, 12, 17, 18, ""],
    "water": [1, 0, 0, 1, 1, 0, 1, 1, 1],
    "toilet": [1, 0, 1, 0, 1, 0, 0, 1, 1],
    "school": ["", "", "", "", 1, 0, 0, 1, 1],
    "food": [1, 0, 0, 0, "", "", "", "", ""],
    "sex": ["f", "m"] * 4 + ["f"],
}
SPEC: dict[str, Any] = {
    "dimensions": {"water": ["water"], "sanitation": ["toilet"], "school": ["school"], "food": ["food"]},
    "stages": [
        {"name": "5-17", "ages": [5, 17], "dimensions": ["water", "sanitation", "school"]},
        {"name": "0-4", "ages": [0, 4], "dimensions": ["water", "sanitation", "food"]},
    ],
}


def run(folder: Path, spec: dict[str, Any] | None = None, **more: Any) -> methods.Result:
    columns = {**COLUMNS, **more.pop("columns", {})}
    return methods.run("moda", asked(folder, columns, {**SPEC, **(spec or {})}, unit="person", **more))


def test_each_stage_has_its_own_dimensions(tmp_path: Path) -> None:
    found = run(tmp_path)
    assert found.find("headcount", stage="0-4", dimension="food").value == 0.25
    assert found.find("headcount", stage="5-17", dimension="school").value == pytest.approx(1 / 3)
    assert found.find("H", stage="0-4", k=1).value == 0.75  # numbers 3, 0, 1, 1
    assert found.find("A", stage="0-4", k=1).value == pytest.approx(5 / 9)
    assert found.find("mean_number_of_deprived", stage="0-4", k=1).value == pytest.approx(5 / 3)
    assert found.find("H", stage="all", k=3).value == pytest.approx(2 / 7)
    assert not [one for one in found.figures if one.of["stage"] == "all" and one.name != "H"]  # never an index of all
    assert found.left_out["age unknown"] == 1 and found.left_out["age outside every stage"] == 1
    assert found.units["stage"].tolist() == ["0-4"] * 4 + ["5-17"] * 3 + [None, None]
    assert found.units["deprivations"][:7].tolist() == [3, 0, 1, 1, 3, 0, 1]
    json.dumps(found.as_dict())


def test_stages_with_other_numbers_of_dimensions_are_never_put_together(tmp_path: Path) -> None:
    stages = [SPEC["stages"][0], {"name": "0-4", "ages": [0, 4], "dimensions": ["water", "food"]}]
    assert not [one for one in run(tmp_path, {"stages": stages}).figures if one.of["stage"] == "all"]


def test_ages_in_months(tmp_path: Path) -> None:
    stages = [{"name": "first year", "ages": [0, 11], "dimensions": ["water", "sanitation"]}]
    found = run(tmp_path, {"stages": stages, "age_in": "months"})
    assert found.find("headcount", stage="first year", dimension="water").n == 5


def test_union_and_intersection_and_what_is_known_decide(tmp_path: Path) -> None:
    either = {"dimensions": {**SPEC["dimensions"], "food": ["food", "sick"]}}
    columns = {"sick": [0, 1, "", 1, "", "", "", "", ""]}
    found = run(tmp_path, either, columns=columns)
    assert found.find("headcount", stage="0-4", dimension="food").value == 0.75
    both = {"dimensions": {**SPEC["dimensions"], "food": {"indicators": ["food", "sick"], "combine": "intersection"}}}
    assert run(tmp_path, both, columns=columns).find("headcount", stage="0-4", dimension="food").value == 0.0


def test_a_child_with_an_unknown_dimension_is_left_out_unless_it_is_asked_otherwise(tmp_path: Path) -> None:
    columns = {"food": ["", 0, 0, 0, "", "", "", "", ""]}
    plain = run(tmp_path, columns=columns)
    assert plain.left_out["0-4: a dimension unknown"] == 1
    assert plain.find("H", stage="0-4", k=1).n == 3
    assert np.isnan(plain.units["deprivations"][0])
    assert run(tmp_path, columns=columns, missing="not_deprived").find("H", stage="0-4", k=1).n == 4


def test_groups_are_profiled_and_add_up(tmp_path: Path) -> None:
    found = run(tmp_path, by=("sex",))
    assert found.find("H", stage="0-4", k=1, sex="f").value == 1.0
    assert found.find("population_share", stage="0-4", sex="f").value == 0.5
    parts = [found.find("share_of_m0", stage="0-4", k=1, sex=one).value for one in "fm"]
    assert sum(parts) == pytest.approx(1)
    assert found.find("H", stage="all", k=1, sex="m").n == 3


def test_money_is_crossed_with_every_cut_off(tmp_path: Path) -> None:
    found = run(tmp_path, {"poor": "cash_poor"}, columns={"cash_poor": [1, 1, 0, 0, 1, 1, 0, 0, 0]})
    kinds = [found.find("with_poverty", stage="0-4", k=1, kind=kind).value for kind in ("both", "poor only")]
    assert kinds == [0.25, 0.25]


def test_the_series_of_the_goals_is_told_for_one_cut_off(tmp_path: Path) -> None:
    found = run(tmp_path, {"k": 2})
    told = found.extra["sdg_1_2_2"]["SD_MDP_CSMP"]
    assert told["k"] == 2 and told["percent"]["0-4"] == pytest.approx(25)
    assert set(told["percent"]) == {"all", "0-4", "5-17"}


def test_three_dimensions_are_drawn_as_asked_or_the_most_frequent(tmp_path: Path) -> None:
    found = run(tmp_path)
    assert {one.of["of"] for one in found.figures if one.name == "venn" and one.of["stage"] == "0-4"} == {
        "water + sanitation + food"
    }
    found = run(tmp_path, {"venn": [["food", "water", "sanitation"]]})
    assert {one.of["of"] for one in found.figures if one.name == "venn"} == {"food + water + sanitation"}


@pytest.mark.parametrize(
    ("spec", "more", "said"),
    [
        ({}, {"columns": {"food": [""] * 9}}, "'food'.*nobody answered it"),
        ({}, {"columns": {"school": ["", "", "", "", "", "", "", 1, 1]}}, "stage '5-17'.*'school' known"),
        ({}, {"columns": {"age": [30] * 9}}, "no row is a child of any stage"),
        ({}, {"columns": {"w": [0] * 9}, "weight": "w"}, "weight zero"),
        ({}, {"k": (Fraction(1, 3),)}, "--k is not for it"),
        ({}, {"missing": "redistribute"}, "nothing to redistribute"),
        ({"k": 9}, {}, "no stage has so many"),
        ({"age": "agee"}, {}, "Did you mean 'age'"),
        ({"stages": [{"name": "x", "ages": [0, 4], "dimensions": ["wter"]}]}, {}, "Did you mean 'water'"),
        ({"stages": [{"name": "x", "ages": [0, 4], "dimensions": ["water", "water"]}]}, {}, "named twice"),
        ({"stages": [{"name": "x", "ages": [0, 40], "dimensions": ["water"]}]}, {}, "up to 17 years"),
        ({"stages": [{"name": "x", "ages": [4, 0], "dimensions": ["water"]}]}, {}, "ages go from 4 to 0"),
        ({"stages": [{"name": "x", "ages": 4, "dimensions": ["water"]}]}, {}, r"`ages` is \[4\]"),
        ({"stages": [*SPEC["stages"], {"name": "y", "ages": [4, 6], "dimensions": ["water"]}]}, {}, "overlap at 4"),
        ({"dimensions": {"water": {"indicators": ["water"], "combine": "any"}}}, {}, "no dimension is called"),
        ({"dimensions": [{"name": "water", "indicators": ["water"]}] * 2}, {}, "appears twice"),
        ({"venn": [["water", "food"]]}, {}, "lists of three"),
        ({"stagse": []}, {}, "Did you mean 'stages'"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, spec: dict[str, Any], more: dict[str, Any], said: str) -> None:
    with pytest.raises(Exception, match=said) as refused:
        run(tmp_path, spec, **more)
    assert hasattr(refused.value, "code")


def test_one_cluster_alone_has_figures_without_errors(tmp_path: Path) -> None:
    drawn = design.Design(psu=[1] * 9, weight=[1.0] * 9, singleton="remove")
    found = run(tmp_path, design=drawn)
    assert found.find("H", stage="0-4", k=1).low is None


HOMES = "home,radio,television,phone,computer,water,water_minutes,toilet,size,rooms,floor,roof\n"
CHILDREN = (
    "home,age,age_months,breastfed_only,too_few_meals,weight_for_height,skilled_birth,dpt_doses,school_attend,"
    "primary_completed,home_violence\n"
)


def test_the_shipped_specification_on_two_homes(tmp_path: Path) -> None:
    homes, children = tmp_path / "homes.csv", tmp_path / "children.csv"
    homes.write_text(
        HOMES
        + "1,false,false,false,false,surface_water,50,none,9,1,earth,thatch\n"
        + "2,true,true,true,true,piped,0,flush,4,3,cement,metal\n"
    )
    children.write_text(
        CHILDREN
        + "1,0,4,false,false,-3,false,0,,,true\n1,3,40,false,true,-2.5,true,1,,,true\n"
        + "1,9,,,,,,,false,false,true\n2,2,30,false,false,0.1,true,3,,,false\n2,16,,,,,,,true,true,false\n"
    )
    frame = frames.read(children, unit="person", households=homes, key="home")
    source = yaml.safe_load(shipped.text("cc_moda"))
    found = methods.run("moda", methods.Asked(frame, source, "cc_moda.yaml", design.Design(weight=[1.0] * 5)))
    assert found.units["deprivations"].tolist() == [6, 6, 6, 0, 0]
    assert found.find("H", stage="all", k=6).value == 0.6
    assert found.extra["sdg_1_2_2"]["SD_MDP_CSMP"]["percent"]["all"] == pytest.approx(60)
