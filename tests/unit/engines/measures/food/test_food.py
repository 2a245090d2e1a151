"""Scores of food security by hand, and the method on files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ayni.engines.measures.figures import Result
from ayni.engines.measures.food import console, coping, eaten
from ayni.engines.measures.food.asked import HDDS
from ayni.engines.measures.food.eaten import FoodError
from ayni.engines.measures.methods import food
from ayni.engines.measures.specs import SpecError
from tests.unit.engines.measures.growth.questions import asked

NAN = np.nan
FCS = ("FCSStap", "FCSPulse", "FCSDairy", "FCSPr", "FCSVeg", "FCSFruit", "FCSFat", "FCSSugar")
RCSI = ("rCSILessQlty", "rCSIBorrow", "rCSIMealNb", "rCSIMealSize", "rCSIMealAdult")
#: Four households: one eats almost nothing, one little, one enough by coping, one enough.
DAYS = {
    "FCSStap": [7, 7, 7, 7], "FCSPulse": [0, 2, 4, 4], "FCSDairy": [0, 0, 2, 3], "FCSPr": [0, 1, 3, 5],
    "FCSVeg": [2, 3, 5, 6], "FCSFruit": [0, 0, 1, 4], "FCSFat": [2, 6, 7, 7], "FCSSugar": [7, 3, 5, 7],
}  # fmt: skip
COPING = dict(zip(RCSI, ([7, 3, 2, 0], [3, 1, 1, 0], [7, 2, 0, 0], [7, 2, 1, 1], [5, 0, 0, 0]), strict=True))


def found(folder: Path, columns: dict[str, Any], spec: dict[str, Any] | None = None, **more: Any) -> Result:
    return food.run(asked(folder, columns, spec or {}, **more))


def test_food_consumption_scores_and_groups(tmp_path: Path) -> None:
    result = found(tmp_path, DAYS)
    assert result.units["fcs"].tolist() == [20.5, 31.5, 58, 75]
    assert result.units["fcs_group"].tolist() == [0, 1, 2, 2]
    assert result.find("fcs").value == pytest.approx(46.25)
    assert result.find("fcs_group", **{"class": "poor"}).value == 0.25
    assert result.find("fcs_group", **{"class": "acceptable"}).value == 0.5


def test_a_score_at_a_threshold_is_still_in_the_lower_group() -> None:
    scores = np.array([21, 21.5, 28, 28.5, 35, 35.5, 42, 42.5, NAN])
    assert eaten.consumption_group(scores)[:-1].tolist() == [0, 1, 1, 1, 1, 2, 2, 2]
    assert eaten.consumption_group(scores, (28, 42))[:-1].tolist() == [0, 0, 0, 1, 1, 1, 1, 2]
    assert np.isnan(eaten.consumption_group(scores)[-1])


def test_thresholds_where_oil_and_sugar_are_eaten_daily(tmp_path: Path) -> None:
    low = {**DAYS, "FCSDairy": [0, 1, 2, 3]}
    result = found(tmp_path, low, {"thresholds": "28/42"})
    assert result.units["fcs_group"].tolist() == [0, 1, 2, 2]
    assert any("28 and 42" in note for note in result.notes)


def test_own_names_of_columns_and_rules(tmp_path: Path) -> None:
    renamed = {name.lower().replace("fcs", "q_"): values for name, values in DAYS.items()}
    spec = {"fcs": {name: f"q_{column[3:].lower()}" for name, column in zip(eaten.WEIGHTS, FCS, strict=True)}}
    assert found(tmp_path, renamed, spec).units["fcs"].tolist() == [20.5, 31.5, 58, 75]


@pytest.mark.parametrize(
    ("value", "told"), [(8, "FCSPulse is 8 in row 2"), (-1, "is -1 in row 2"), (2.5, "2.5 in row 2")]
)
def test_days_that_cannot_be_are_refused_with_the_row(tmp_path: Path, value: float, told: str) -> None:
    with pytest.raises(FoodError) as refused:
        found(tmp_path, {**DAYS, "FCSPulse": [0, value, 3, 4]})
    assert told in str(refused.value)
    assert "0 to 7, whole" in str(refused.value)


def test_an_unknown_answer_leaves_the_score_unknown_unless_said_otherwise(tmp_path: Path) -> None:
    columns = {**DAYS, "FCSPulse": ["", 2, 4, 4]}
    result = found(tmp_path, columns)
    assert np.isnan(result.units["fcs"][0])
    assert result.left_out == {"fcs: an answer is unknown": 1}
    assert result.find("fcs").n == 3
    assert found(tmp_path, columns, missing="none").units["fcs"][0] == 20.5
    with pytest.raises(SpecError, match="missing is 'guess'"):
        found(tmp_path, columns, missing="guess")


def test_nutrients_count_every_food_that_has_them(tmp_path: Path) -> None:
    parts = {
        "FCSNPrMeatF": ["", 0, 2, 3], "FCSNPrMeatO": ["", 0, 0, 1], "FCSNPrFish": ["", 1, 1, 2],
        "FCSNPrEggs": ["", 0, 1, 2], "FCSNVegOrg": [0, 1, 2, 3], "FCSNVegGre": [2, 2, 3, 4],
        "FCSNFruiOrg": ["", "", 1, 2],
    }  # fmt: skip
    result = found(tmp_path, {**DAYS, **parts})
    assert result.units["vitamin_a"].tolist() == [2, 3, 9, 15]  # unknown parts of what was not eaten count nothing
    assert result.units["protein"].tolist() == [0, 3, 10, 15]
    assert result.units["haem_iron"].tolist() == [0, 1, 3, 6]
    assert result.find("haem_iron_eaten", **{"class": "never"}).value == 0.25
    assert result.find("vitamin_a_eaten", **{"class": "daily"}).value == 0.5


def test_reduced_coping_index_and_its_weights(tmp_path: Path) -> None:
    result = found(tmp_path, COPING)
    assert result.units["rcsi"].tolist() == [7 + 6 + 7 + 7 + 15, 3 + 2 + 2 + 2, 2 + 2 + 0 + 1, 1]


def test_livelihood_coping_is_the_worst_kind_used() -> None:
    kinds = {
        "stress": [np.array([0, 1, 1, 0, NAN, 1.0])],
        "crisis": [np.array([0, 0, 1, NAN, 0, NAN])],
        "emergency": [np.array([0, 0, 0, 0, 1, NAN])],
    }
    assert coping.livelihood(kinds)[[0, 1, 2, 4]].tolist() == [1, 2, 3, 4]
    assert np.isnan(coping.livelihood(kinds)[[3, 5]]).all()  # a worse kind may have been used


def test_codes_of_livelihood_coping(tmp_path: Path) -> None:
    columns = {"sold": [10, 20, 30, 9999], "school": [10, 10, 30, 8888], "begged": [10, 10, 10, 10]}
    result = found(tmp_path, columns, {"lcs": {"stress": "sold", "crisis": ["school"], "emergency": ["begged"]}})
    assert result.units["lcs"][:3].tolist() == [1, 2, 3]
    assert np.isnan(result.units["lcs"][3])
    assert result.find("lcs", **{"class": "stress"}).value == pytest.approx(1 / 3)


def test_hunger_scale(tmp_path: Path) -> None:
    columns = {
        "HHSNoFood": [0, 1, 1, 1], "HHSNoFood_FR": ["", 1, 3, ""],
        "HHSBedHung": [0, 1, 1, 0], "HHSBedHung_FR": ["", 2, 3, ""],
        "HHSNotEat": [0, 0, 1, 0], "HHSNotEat_FR": ["", "", 3, ""],
    }  # fmt: skip
    result = found(tmp_path, columns)
    assert result.units["hhs"][:3].tolist() == [0, 2, 6]
    assert np.isnan(result.units["hhs"][3])  # it happened, and how often is unknown
    assert result.units["hhs_group"][:3].tolist() == [0, 1, 2]
    with pytest.raises(FoodError, match="1 is rarely, 2 sometimes, 3 often"):
        found(tmp_path, {**columns, "HHSNoFood_FR": ["", 7, 3, 1]})


def test_dietary_diversity_and_experiences_count_yeses(tmp_path: Path) -> None:
    groups = list(HDDS.values())
    result = found(tmp_path, {name: [1, place % 2] for place, name in enumerate(groups)})
    assert result.units["hdds"].tolist() == [12, 6]
    with pytest.raises(FoodError, match="HDDSVeg is 2 in row 1"):
        found(tmp_path, {name: [1 if name != "HDDSVeg" else 2, 0] for name in groups})
    own = {name: name for name in coping.EXPERIENCES}
    raw = found(tmp_path, {name: [1, int(place > 5)] for place, name in enumerate(own)}, {"fies": own})
    assert raw.units["fies"].tolist() == [8, 2]
    assert any("raw score only" in note for note in raw.notes)


def test_shares_of_spending_and_their_classes() -> None:
    share = console.food_share(np.array([49, 50, 65, 75, 0, NAN]), np.array([100, 100, 100, 100, 0, 100.0]))
    assert console.share_class(share)[:4].tolist() == [1, 2, 3, 4]
    assert np.isnan(share[4:]).all()
    with pytest.raises(FoodError, match="Row 2 spends 12 on food of 10"):
        console.food_share(np.array([1.0, 12]), np.array([2.0, 10]))
    with pytest.raises(FoodError, match="Row 1 spends -1"):
        console.food_share(np.array([-1.0, 1]), np.array([2.0, 10]))


def test_means_for_essential_needs() -> None:
    spending, basket, smallest = np.array([101, 100, 60, 50, NAN]), np.full(5, 100.0), np.full(5, 50.0)
    assert console.means_class(spending, basket, smallest)[:4].tolist() == [1, 3, 3, 4]
    assert np.isnan(console.means_class(spending, basket, smallest)[4])


def test_the_console_rounds_halves_up() -> None:
    status, livelihood, economy = np.array([1, 1, 2, 4.0]), np.array([1, 3, 3, 4.0]), np.array([2, 4, 3, 4.0])
    assert console.cari(status, livelihood, economy).tolist() == [1, 2, 3, 4]
    assert console.cari(np.array([1.0]), np.array([2.0]), np.array([2.0])).tolist() == [2]  # 1.5


def test_current_status_needs_coping_only_where_consumption_is_acceptable() -> None:
    status = console.current_status(np.array([0, 1, 2, 2, 2, NAN]), np.array([NAN, NAN, 3, 4, NAN, 0]))
    assert status[:4].tolist() == [4, 3, 1, 2]
    assert np.isnan(status[4:]).all()


def test_the_whole_console(tmp_path: Path) -> None:
    columns = {
        **DAYS, **COPING, "sold": [1, 0, 1, 0], "school": [1, 1, 0, 0], "begged": [1, 0, 0, 0],
        "food": [90, 60, 40, 30], "all": [100, 100, 100, 100], "area": ["a", "a", "b", "b"],
    }  # fmt: skip
    spec = {
        "lcs": {"stress": ["sold"], "crisis": ["school"], "emergency": ["begged"]},
        "spending": {"food": "food", "total": "all"},
    }
    result = found(tmp_path, columns, spec, by=("area",))
    assert result.units["cari_status"].tolist() == [4, 3, 2, 1]
    assert result.units["cari"].tolist() == [4, 3, 2, 1]
    assert result.find("food_insecure").value == 0.5
    assert result.find("food_insecure", area="a").value == 1
    assert result.find("cari", area="b", **{"class": "food secure"}).value == 0.5


def test_the_console_by_means_and_what_is_known(tmp_path: Path) -> None:
    columns = {**DAYS, **COPING, "sold": [1, 0, 1, ""], "spent": [10, 60, 120, 200]}
    spec = {
        "lcs": {"stress": ["sold"], "crisis": ["sold"], "emergency": ["sold"]},
        "means": {"spending": "spent", "basket": 100, "smallest": 50},
        "cari": "means",
    }
    result = found(tmp_path, columns, spec)
    assert result.units["means_class"].tolist() == [4, 3, 1, 1]
    assert np.isnan(result.units["cari"][3])
    assert found(tmp_path, columns, spec, missing="available").units["cari"][3] == 1
    with pytest.raises(SpecError, match="also needs rcsi, spending"):
        found(tmp_path, DAYS | {"sold": [1, 0, 1, 0]}, {"lcs": spec["lcs"], "cari": "spending"})


def test_nothing_asked_and_nothing_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="nothing is asked for"):
        found(tmp_path, {"water": [1, 2]})


def test_a_part_that_nobody_answered_is_told(tmp_path: Path) -> None:
    result = found(tmp_path, {name: ["", ""] for name in DAYS} | {"hid": [1, 2]}, {"fcs": True})
    assert result.find("fcs").value is None
    assert any("No household has every answer that fcs needs" in note for note in result.notes)
