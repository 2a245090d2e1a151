"""Multidimensional poverty as it is asked: short specifications, several cut-offs, rounds, robustness, refusals."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from ayni.engines.measures import design, instruments, methods, shipped, specs
from ayni.engines.measures.design import DesignError
from tests.unit.engines.measures.methods.question import asked

COLUMNS: dict[str, list[Any]] = {
    "a": [1, 1, 0, 0, 1, 0],
    "b": [1, 0, 0, 1, 1, 0],
    "c": [0, 1, 0, 0, 1, 0],
    "region": ["n", "n", "n", "s", "s", "s"],
    "w": [1, 1, 2, 1, 1, 2],
}
SPEC = {"dimensions": {"x": ["a", "b"], "y": ["c"]}}


def test_dimensions_with_columns_are_enough(tmp_path: Path) -> None:
    found = methods.run("mpi", asked(tmp_path, COLUMNS, SPEC, weight="w"))
    assert found.figures[0].name == "H"  # the headline comes first
    assert found.find("H", k=1 / 3).value == pytest.approx(3 / 8)  # scores 1/2, 3/4, 0, 1/4, 1, 0
    assert found.find("uncensored", indicator="b").value == pytest.approx(3 / 8)
    assert found.find("percentage", k=1 / 3, dimension="x").value == pytest.approx(5 / 9)
    assert found.extra["sdg_1_2_2"]["SD_MDP_MUHC"] == {"k": 1 / 3, "percent": pytest.approx(37.5)}
    assert set(found.extra["sdg_1_2_2"]) == {"SD_MDP_MUHC", "SD_MDP_ANDI"}
    assert found.units["score"].tolist() == [0.5, 0.75, 0, 0.25, 1, 0]
    assert found.units["poor"].tolist() == [1, 1, 0, 0, 1, 0]
    json.dumps(found.as_dict())


def test_groups_have_their_share_of_people_and_of_poverty(tmp_path: Path) -> None:
    found = methods.run("mpi", asked(tmp_path, COLUMNS, SPEC, by=("region",), weight="w"))
    assert found.find("population_share", region="n").value == 0.5
    parts = [found.find("share_of_m0", region=one, k=1 / 3) for one in "ns"]
    assert sum(one.value for one in parts) == pytest.approx(1)
    assert parts[0].value == pytest.approx(1.25 / 2.25) and parts[0].se > 0


def test_cut_offs_of_the_question_go_before_those_of_the_specification(tmp_path: Path) -> None:
    found = methods.run("mpi", asked(tmp_path, COLUMNS, {**SPEC, "k": [20, "1/2"]}))
    assert {one.of["k"] for one in found.figures if one.name == "H"} == {0.2, 0.5}
    assert set(found.units) == {"score", "poor", "poor_at_0.5"}
    found = methods.run("mpi", asked(tmp_path, COLUMNS, {**SPEC, "k": 20}, k=(Fraction(1),)))
    assert {one.of["k"] for one in found.figures if one.name == "H"} == {1.0}


def test_a_third_of_a_hundred_is_not_thirty_three(tmp_path: Path) -> None:
    """A score of exactly 1/3 is poor at both; one of .33 at k = 33 only."""
    spec = {
        "dimensions": [
            {"name": "x", "weight": "0.33", "indicators": ["a"]},
            {"name": "y", "weight": "0.67", "indicators": ["b", "c"]},
        ]
    }
    columns = {"a": [1, 0], "b": [0, 0], "c": [0, 0]}
    found = methods.run("mpi", asked(tmp_path, columns, {**spec, "k": [33, "1/3"]}))
    assert found.find("H", k=0.33).value == 0.5
    assert found.find("H", k=1 / 3).value == 0.0


def test_households_have_their_own_series(tmp_path: Path) -> None:
    found = methods.run("mpi", asked(tmp_path, COLUMNS, {**SPEC, "population": "households"}))
    assert set(found.extra["sdg_1_2_2"]) == {"SD_MDP_MUHHC", "SD_MDP_ANDIHH"}


def test_what_is_unknown_is_counted_and_said(tmp_path: Path) -> None:
    columns = {**COLUMNS, "a": ["", 1, 0, 0, 1, 0]}
    plain = methods.run("mpi", asked(tmp_path, columns, SPEC))
    assert plain.left_out["an indicator unknown"] == 1
    assert plain.sample["retained"] == pytest.approx(5 / 6)
    assert np.isnan(plain.units["poor"][0])
    assert "83.3 %" in plain.notes[1]
    silent = methods.run("mpi", asked(tmp_path, columns, SPEC, missing="not_deprived"))
    assert silent.sample["n"] == 6 and "understated" in silent.notes[1]
    partly = methods.run("mpi", asked(tmp_path, columns, {**SPEC, "missing": "redistribute"}))
    assert partly.units["score"][0] == 0.5  # all of the dimension is on what was answered


def test_an_indicator_that_the_survey_lacks_gives_its_weight_away(tmp_path: Path) -> None:
    spec = {"dimensions": {"x": ["a", "b", "none"], "y": ["c"]}, "without": ["none"]}
    assert methods.run("mpi", asked(tmp_path, COLUMNS, spec)).units["score"].tolist() == [0.5, 0.75, 0, 0.25, 1, 0]


def test_rounds_have_their_levels_and_their_changes(tmp_path: Path) -> None:
    columns = {
        **COLUMNS,
        "wave": [1, 1, 1, 2, 2, 2],
        "when": [2010, 2010, 2010, 2015, 2015, 2015],
        "psu": [1, 2, 3, 1, 2, 3],
    }
    drawn = design.Design(psu=columns["psu"], weight=columns["w"])
    spec = {**SPEC, "changes": {"round": "wave", "year": "when"}}
    found = methods.run("mpi", asked(tmp_path, columns, spec, design=drawn))
    levels = [found.find("H", k=1 / 3, wave=one).value for one in ("1", "2")]
    of = {"from": "1", "to": "2", "k": 1 / 3}
    change = found.find("H_change", change="absolute", **of)
    assert change.value == pytest.approx(levels[1] - levels[0]) and change.se > 0
    assert found.find("H_change", change="annual_absolute", **of).value == pytest.approx(change.value / 5)
    assert "sdg_1_2_2" not in found.extra
    by_years = methods.run(
        "mpi",
        asked(tmp_path, columns, {**SPEC, "changes": {"round": "wave", "years": {1: 2010, "2": 2015}}}, design=drawn),
    )
    assert by_years.find("M0_change", change="annual_relative", **of) == found.find(
        "M0_change", change="annual_relative", **of
    )
    grouped = methods.run("mpi", asked(tmp_path, {**columns, "sex": ["f", "m"] * 3}, spec, by=("sex",)))
    assert grouped.find("H", k=1 / 3, wave="1", sex="f").n == 2
    assert grouped.find("uncensored_change", **{"from": "1", "to": "2"}, change="absolute", indicator="c", sex="m")


def test_rounds_without_years_have_no_annual_change(tmp_path: Path) -> None:
    columns = {**COLUMNS, "wave": ["old", "old", "old", "new", "new", "new"]}
    found = methods.run("mpi", asked(tmp_path, columns, {**SPEC, "changes": {"round": "wave"}}))
    assert any("annual changes are not known" in note for note in found.notes)
    annual = [one for one in found.figures if str(one.of.get("change", "")).startswith("annual")]
    assert annual and all(one.estimate.value is None for one in annual)


def test_robustness_is_tables_and_figures(tmp_path: Path) -> None:
    found = methods.run("mpi", asked(tmp_path, COLUMNS, {**SPEC, "robustness": True}, by=("region",)))
    tested = found.extra["robustness"]
    assert len(tested["curve"]["k"]) == 100 == len(tested["curve"]["H"]["value"])
    assert set(tested["curve"]["region"]) == {"n", "s"}
    assert set(tested["alternatives"]) == {"half_x", "half_y", "k 0.2", "k 0.5"}
    assert tested["ranks"]["region"]["comparisons"]["pairs"] == 1
    assert found.find("redundancy", indicator="a", **{"with": "b"}).value == pytest.approx(2 / 3)
    named = {
        "weights": {"mine": {"x": "3/4", "y": "1/4"}},
        "halves": False,
        "curve": False,
        "redundancy": False,
        "cutoffs": [50],
    }
    tested = methods.run("mpi", asked(tmp_path, COLUMNS, {**SPEC, "robustness": named})).extra["robustness"]
    assert set(tested) == {"alternatives", "ranks"}
    assert set(tested["alternatives"]) == {"mine", "k 0.5"}


@pytest.mark.parametrize(
    ("columns", "spec", "more", "said"),
    [
        ({"b": [""] * 6}, SPEC, {}, r"nobody answered 'b'.*without: \[b\]"),
        ({"c": [""] * 6}, SPEC, {"missing": "redistribute"}, "nobody answered anything of the dimension 'y'"),
        ({"c": [""] * 6}, SPEC, {}, "nobody answered anything of the dimension 'y'"),
        ({"a": [1, 1, 1, "", "", ""], "b": ["", "", "", 1, 1, 1]}, SPEC, {}, "no row has an answer to every indicator"),
        ({"w": [0] * 6}, SPEC, {"weight": "w"}, "weight zero"),
        ({}, {"dimension": {}}, {}, "Did you mean 'dimensions'"),
        ({}, {"dimensions": {"x": ["a", "bb"]}}, {}, "no column 'bb'"),
        ({}, {**SPEC, "k": 0}, {}, "k is 0"),
        ({}, {**SPEC, "missing": "drop"}, {}, "listwise, not_deprived, redistribute"),
        ({}, SPEC, {"missing": "drop"}, "--missing is drop"),
        ({}, {**SPEC, "without": ["c"]}, {}, "nothing is left of the dimension 'y'"),
        ({}, {**SPEC, "changes": {"round": "one"}}, {}, "one round only, '1'"),
        ({}, {**SPEC, "changes": {"round": "region", "years": {"n": 2010}}}, {}, "round 's' has no year"),
        ({}, {**SPEC, "changes": {"rounds": "region"}}, {}, "Did you mean 'round'"),
        ({}, {**SPEC, "changes": {"round": "region"}, "robustness": True}, {}, "of one round"),
        ({}, {**SPEC, "robustness": {"weights": {"mine": {"x": "1/2"}}}}, {}, "Give every one, or none"),
        ({"a": [2, 0, 0, 0, 0, 0]}, SPEC, {}, "is 2 in row 1"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_what_to_do(
    tmp_path: Path, columns: dict[str, Any], spec: dict[str, Any], more: dict[str, Any], said: str
) -> None:
    with pytest.raises(Exception, match=said) as refused:
        methods.run("mpi", asked(tmp_path, {**COLUMNS, "one": [1] * 6, **columns}, spec, **more))
    assert hasattr(refused.value, "code")  # a refusal, not a crash


def test_one_cluster_is_refused_or_has_no_error(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="One primary sampling unit only"):
        design.Design(psu=[1] * 6, weight=COLUMNS["w"])
    lonely = design.Design(psu=[1] * 6, weight=COLUMNS["w"], singleton="remove")
    found = methods.run("mpi", asked(tmp_path, COLUMNS, {**SPEC, "robustness": True}, design=lonely, by=("region",)))
    head = found.find("H", k=1 / 3)
    assert head.value == pytest.approx(3 / 8) and not head.se and head.low is None


@pytest.mark.parametrize("name", shipped.NAMES)
def test_shipped_specifications_speak_three_languages_and_name_their_method(name: str) -> None:
    source = yaml.safe_load(shipped.text(name))
    assert source["method"] in methods.METHODS
    assert source["source"]
    held = source["domains"].values() if "domains" in source else source["dimensions"]
    inner = [it for one in held for it in one.get("indicators", [])]
    for one in (source, *held, *inner, *source.get("stages", [])):
        assert set(one["labels"]) == {"en", "fr", "ar"}


def test_the_global_measure_has_ten_indicators_of_published_weights() -> None:
    source = specs.Spec.read(shipped.text("global_mpi"), "global_mpi.yaml").values
    found = instruments.Instrument.from_dict({"code": source["code"], "k": "1/3", "dimensions": source["dimensions"]})
    assert [one.weight for one in found.indicators] == [Fraction(1, 6)] * 4 + [Fraction(1, 18)] * 6
