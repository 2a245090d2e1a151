"""The method of nutrition on files: prevalence, ages, groups, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ayni.engines.measures.figures import Result
from ayni.engines.measures.frames import FrameError
from ayni.engines.measures.methods import nutrition
from ayni.engines.measures.specs import SpecError
from tests.unit.engines.measures.growth.questions import asked

SPEC: dict[str, Any] = {"sex": "sex", "age": {"months": "months"}, "weight": "kg", "height": "cm"}
#: A stunted boy, a healthy girl, a wasted boy, a heavy girl.
FOUR = {"sex": ["m", "f", "m", "f"], "months": [30, 30, 30, 30], "kg": [11, 12.7, 11, 19], "cm": [82, 90, 92, 91]}


def found(folder: Path, columns: dict[str, Any], spec: dict[str, Any] = SPEC, **more: Any) -> Result:
    return nutrition.run(asked(folder, columns, spec, unit="person", **more))


def test_how_many_are_stunted_wasted_and_overweight(tmp_path: Path) -> None:
    result = found(tmp_path, FOUR)
    assert result.find("stunting").value == 0.25
    assert result.find("wasting").value == 0.25
    assert result.find("overweight").value == 0.25
    assert result.find("severe_stunting").value == 0
    assert result.find("stunting", child="boys").value == 0.5
    assert result.find("stunting", months="24-35").n == 4
    assert result.units["haz"][0] < -2 < result.units["haz"][1]


def test_weights_and_other_groups(tmp_path: Path) -> None:
    columns = {**FOUR, "w": [3, 1, 1, 1], "area": ["north", "north", "south", ""]}
    result = found(tmp_path, columns, weight="w", by=("area",))
    assert result.find("stunting").value == pytest.approx(0.5)
    assert result.find("stunting", area="north").value == pytest.approx(0.75)
    assert result.find("stunting", area="south").value == 0


def test_oedema_counts_as_severe_and_its_weight_is_not_scored(tmp_path: Path) -> None:
    columns = {**FOUR, "swollen": [0, 1, 0, 0]}
    result = found(tmp_path, columns, {**SPEC, "oedema": "swollen"})
    assert result.find("wasting").value == 0.5
    assert result.find("severe_wasting").value == 0.25
    assert np.isnan(result.units["whz"][1])
    assert result.left_out["oedema: weight not scored"] == 1
    assert result.find("mean_whz").n == 3


def test_school_age_has_its_own_cut_offs(tmp_path: Path) -> None:
    columns = {"sex": ["m", "f"], "months": [120, 100], "kg": [40, 25], "cm": [138, 128]}
    result = found(tmp_path, columns, {**SPEC, "ages": "all"})
    assert result.find("overweight", ages="5-19 years").value == 0.5
    assert result.find("overweight").value is None  # nobody is under five
    assert result.find("thinness", ages="5-19 years", months="120-228").n == 1


def test_days_and_years_of_age(tmp_path: Path) -> None:
    days = {**FOUR, "age": [int(30 * 30.4375)] * 4}
    assert found(tmp_path, days, {**SPEC, "age": {"days": "age"}}).find("stunting").value == 0.25
    years = {**FOUR, "age": [2.5] * 4}
    assert found(tmp_path, years, {**SPEC, "age": {"years": "age"}}).find("stunting").value == 0.25


def test_weight_zero_and_ages_beyond_the_tables_are_not_assessed_and_told(tmp_path: Path) -> None:
    columns = {"sex": ["m", "f", "f"], "months": [30, 400, -2], "kg": [0, 60, 3], "cm": [90, 165, 50]}
    result = found(tmp_path, columns)
    told = " ".join(result.notes)
    assert "1 rows have a weight of 0 or less (the first is row 1): not assessed." in told
    assert "1 rows have an age beyond the tables, which end at 19 years (the first is row 2): not assessed." in told
    assert "1 rows have an age below 0 (the first is row 3): not assessed." in told
    assert result.left_out["older than the tables (19 years)"] == 1
    assert result.find("underweight").value is None
    assert result.find("stunting").n == 1


def test_nobody_assessed_is_told(tmp_path: Path) -> None:
    result = found(tmp_path, {"sex": ["m", "f"], "months": [500, 600], "kg": [70, 60], "cm": [170, 160]})
    assert any(note.startswith("No child could be assessed") for note in result.notes)
    assert all(one.estimate.value is None for one in result.figures)


def test_spread_of_the_scores_speaks_of_the_quality_of_measuring(tmp_path: Path) -> None:
    result = found(tmp_path, FOUR)
    haz = result.units["haz"]
    assert result.extra["standard_deviation"]["haz"] == pytest.approx(np.std(haz, ddof=1))


@pytest.mark.parametrize(
    ("change", "columns", "refusal", "says"),
    [
        ({}, {"sex": ["m", "x", "m", "f"]}, FrameError, "The sex 'x' (row 2) is neither"),
        ({}, {"cm": [0.82, 0.9, 0.92, 0.91]}, FrameError, "not in centimetres"),
        ({}, {"kg": [11000, 12700, 11000, 19000]}, FrameError, "not in kilograms"),
        ({"age": {"months": "months", "days": "months"}}, {}, SpecError, "write one of"),
        ({"hight": "cm"}, {}, SpecError, "Did you mean 'height'?"),
        ({"weight": None, "height": None}, {}, SpecError, "neither `weight` nor `height`"),
        ({"ages": "babies"}, {}, SpecError, "Write one of under5, school, all"),
    ],
)
def test_what_cannot_be_is_refused(
    tmp_path: Path, change: dict[str, Any], columns: dict[str, Any], refusal: type[Exception], says: str
) -> None:
    with pytest.raises(refusal) as refused:
        found(tmp_path, {**FOUR, **columns}, {**SPEC, **change})
    assert says in str(refused.value)


def test_own_words_for_boys_and_girls(tmp_path: Path) -> None:
    columns = {**FOUR, "sex": ["Mvulana", "Msichana", "mvulana", "msichana"]}
    result = found(tmp_path, columns, {**SPEC, "boys": ["mvulana"], "girls": ["msichana"]})
    assert result.find("stunting", child="boys").n == 2
