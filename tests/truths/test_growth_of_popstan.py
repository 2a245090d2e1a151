"""Growth in a published survey: all of its children, and figures that follow from their scores by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ayni.engines.measures import frames
from ayni.engines.measures.design import Design
from ayni.engines.measures.figures import Result
from ayni.engines.measures.methods import nutrition
from ayni.engines.measures.methods.asking import Asked
from tests.truths import shared

SPEC = {"sex": "sex", "age": {"months": "age_month"}, "weight": "ch_weight", "height": "ch_height"}


@pytest.fixture(scope="module")
def found() -> tuple[Result, np.ndarray]:
    file = shared.path("popstan") / "WLD_2023_SYNTH-SVY-IND-EN_v01_M.dta"
    frame = frames.read(file, unit="person")
    weight = frame.numbers("hhweight")
    design = Design(psu=frame.labels("hid"), weight=weight)
    return nutrition.run(Asked(frame, SPEC, "popstan", design)), weight


def test_every_child_that_was_measured_is_scored(found: tuple[Result, np.ndarray]) -> None:
    result, _ = found
    assert result.find("mean_haz").n == int((~np.isnan(result.units["haz"])).sum()) == 3165
    assert result.left_out == {"waz not plausible": 85, "whz not plausible": 50, "baz not plausible": 60}


def test_shares_are_those_of_the_scores_by_hand(found: tuple[Result, np.ndarray]) -> None:
    result, weight = found
    for name, score, limit in (("stunting", "haz", -2), ("underweight", "waz", -2), ("severe_stunting", "haz", -3)):
        z = np.where(result.units[f"{score}_implausible"] == 1, np.nan, result.units[score])
        known = ~np.isnan(z)
        assert result.find(name).value == pytest.approx(np.average(z[known] < limit, weights=weight[known])), name


def test_boys_and_girls_and_ages_add_up_to_all(found: tuple[Result, np.ndarray]) -> None:
    result, _ = found
    boys, girls = (result.find("stunting", child=child).n for child in ("boys", "girls"))
    ages = [one.estimate.n for one in result.figures if one.name == "stunting" and "months" in one.of]
    assert boys + girls == sum(ages) == result.find("stunting").n
