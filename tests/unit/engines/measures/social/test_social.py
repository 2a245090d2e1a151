"""The method of social vulnerability on files: figures, reliability, change between rounds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ayni.engines.measures.figures import Result
from ayni.engines.measures.frames import FrameError
from ayni.engines.measures.methods import social
from ayni.engines.measures.social import reliability
from ayni.engines.measures.specs import SpecError
from tests.unit.engines.measures.growth.questions import asked

NAN = np.nan
OFTEN = {"values": {0: 0, 1: 1, 2: 2, 3: 3}}
SHORT: dict[str, Any] = {
    "code": "short",
    "questions": [{"name": name, "kind": "choice"} for name in ("a", "b", "c")],
    "items": [{"name": name, "question": name, **OFTEN} for name in ("a", "b", "c")],
    "bands": [{"name": "low", "from": 0}, {"name": "high", "from": 4, "concern": True}],
}
FIVE = {"a": [0, 1, 2, 3, 3], "b": [0, 1, 1, 3, 2], "c": [1, 0, 2, 2, 3]}


def found(folder: Path, columns: dict[str, Any], spec: dict[str, Any] | None = None, **more: Any) -> Result:
    return social.run(asked(folder, columns, spec or {"instrument": SHORT}, unit="person", **more))


def test_scores_bands_and_items(tmp_path: Path) -> None:
    result = found(tmp_path, {**FIVE, "sex": ["m", "f", "m", "f", "m"]}, by=("sex",))
    assert result.units["score"].tolist() == [1, 2, 5, 8, 8]
    assert result.find("score").value == pytest.approx(4.8)
    assert result.find("band", band="high").value == pytest.approx(0.6)
    assert result.find("concerned").value == pytest.approx(0.6)
    assert result.find("people", band="high").value == 3
    assert result.find("item", item="a").value == pytest.approx(0.8)
    assert result.find("concerned", sex="f").value == 0.5


def test_alpha_is_that_of_the_book() -> None:
    items = np.array([FIVE["a"], FIVE["b"], FIVE["c"]], dtype=float)
    told = reliability.reliability(items, np.ones(5))
    by_hand = 3 / 2 * (1 - items.var(axis=1, ddof=1).sum() / items.sum(axis=0).var(ddof=1))
    assert told.alpha == pytest.approx(by_hand)
    rest = np.corrcoef(items[0], items[1] + items[2])[0, 1]
    assert told.rest[0] == pytest.approx(rest)
    two = items[1:]
    without = 2 * (1 - two.var(axis=1, ddof=1).sum() / two.sum(axis=0).var(ddof=1))
    assert told.without[0] == pytest.approx(without)


def test_weights_count_in_alpha_as_if_rows_were_there_so_often() -> None:
    items = np.array([FIVE["a"], FIVE["b"], FIVE["c"]], dtype=float)
    times = np.array([3, 1, 2, 1, 4])
    weighted = reliability.reliability(items, times.astype(float))
    repeated = reliability.reliability(np.repeat(items, times, axis=1), np.ones(times.sum()))
    assert weighted.alpha == pytest.approx(repeated.alpha)
    assert weighted.rest == pytest.approx(repeated.rest)


def test_reliability_that_cannot_be_known_is_none() -> None:
    same = np.ones((3, 5))
    assert reliability.reliability(same, np.ones(5)).alpha is None
    assert reliability.reliability(np.full((3, 5), NAN), np.ones(5)).n == 0
    assert reliability.reliability(np.ones((1, 5)), np.ones(5)).alpha is None
    assert reliability.reliability(np.array([[1.0, 0], [0, 1]]), np.zeros(2)).n == 0


def test_reliable_change_is_measured_in_its_standard_error() -> None:
    index = reliability.reliable_change(np.array([10.0, 10, NAN]), np.array([20.0, 11, 5]), 5.0, 0.8)
    error = 5 * np.sqrt(0.2) * np.sqrt(2)
    assert index[:2].tolist() == pytest.approx([10 / error, 1 / error])
    assert np.isnan(index[2])
    assert np.isnan(reliability.reliable_change(np.zeros(2), np.ones(2), 5.0, 1.0)).all()


def test_change_of_each_person_between_two_rounds(tmp_path: Path) -> None:
    columns = {
        "who": ["p", "q", "r", "s", "p", "q", "r", "t"], "when": [1, 1, 1, 1, 2, 2, 2, 2],
        "a": [0, 3, 1, 2, 3, 0, 1, 1], "b": [0, 3, 1, 2, 3, 0, 1, 1], "c": [1, 3, 1, 2, 3, 0, 2, 1],
    }  # fmt: skip
    result = found(tmp_path, columns, {"instrument": SHORT, "rounds": {"person": "who", "round": "when"}})
    assert result.units["change"][4:7].tolist() == [8, -9, 1]
    assert np.isnan(result.units["change"][[0, 1, 2, 3, 7]]).all()
    assert result.find("change").value == pytest.approx(0)
    assert result.find("change_of_person", change="rose").value == pytest.approx(1 / 3)
    assert result.find("change_of_person", change="fell").value == pytest.approx(1 / 3)
    assert result.find("change_of_person", change="no_certain_change").value == pytest.approx(1 / 3)
    assert any(note.startswith("3 rows were scored in round '1' and in round '2'") for note in result.notes)


def test_somebody_twice_in_a_round_and_rounds_that_are_none_are_refused(tmp_path: Path) -> None:
    columns = {**FIVE, "who": ["p", "p", "q", "q", "r"], "when": [1, 1, 1, 2, 2]}
    spec = {"instrument": SHORT, "rounds": {"person": "who", "round": "when"}}
    with pytest.raises(FrameError, match="'p' is in round '1' twice"):
        found(tmp_path, columns, spec)
    one = {**columns, "when": [1] * 5}
    with pytest.raises(SpecError, match="Name two that are there"):
        found(tmp_path, one, spec)


def test_an_instrument_that_nobody_answered_is_told(tmp_path: Path) -> None:
    result = found(tmp_path, {"a": ["", ""], "b": ["", ""], "c": ["", ""], "id": [1, 2]})
    assert result.find("score").value is None
    assert any(note.startswith("Nobody answered enough") for note in result.notes)
    assert result.left_out == {"too many items unknown": 2}
    assert result.extra["reliability"]["alpha"] is None


def test_an_instrument_that_is_for_nobody_is_told(tmp_path: Path) -> None:
    spec = {"instrument": {**SHORT, "applies": "person.age > 100"}}
    result = found(tmp_path, {**FIVE, "age": [10, 20, 30, 40, 50]}, spec)
    assert any(note.startswith("The instrument is for nobody") for note in result.notes)
    assert result.left_out == {"the instrument is not for them": 5}


def test_a_question_that_is_not_in_the_data_is_told_with_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(FrameError) as refused:
        found(tmp_path, {"a": [1, 2], "b": [1, 2]})
    assert "no column is called 'c'" in str(refused.value)
    assert "columns: {c: …}" in str(refused.value)
    with pytest.raises(SpecError, match="short asks no 'd'"):
        found(tmp_path, FIVE, {"instrument": SHORT, "columns": {"d": "a"}})


def test_shipped_by_name_and_what_a_result_tells_of_it(tmp_path: Path) -> None:
    columns = {
        "age_months": [3, 20, 40, 70],
        "certificate_seen": [1, 0, 0, 0],
        "said_registered": [0, 1, 0, 0],
    }
    result = found(tmp_path, columns, {"instrument": "birth-registration"})
    assert result.find("concerned").value == pytest.approx(1 / 3)
    assert result.find("people_concerned").value == 1
    assert result.extra["instrument"]["labels"]["ar"]
    assert "16.9.1" in result.extra["instrument"]["source"]
    with pytest.raises(SpecError, match="`instrument` is missing"):
        found(tmp_path, columns, {"columns": {}})


def test_an_instrument_about_households_is_not_asked_of_persons(tmp_path: Path) -> None:
    with pytest.raises(FrameError) as refused:
        found(tmp_path, FIVE, {"instrument": "care-burden"})
    assert "a row of the data is a person" in str(refused.value)
    assert "`unit: household`" in str(refused.value)


def test_items_that_hang_together_weakly_are_told(tmp_path: Path) -> None:
    columns = {"a": [0, 3, 0, 3], "b": [3, 0, 0, 3], "c": [0, 0, 3, 3]}
    assert any("hang together weakly" in note for note in found(tmp_path, columns).notes)
