"""Alkire and Foster on mpindex's sample households, unweighted, weighted, and with its survey design."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import yaml

from ayni.engines.measures import deprivation, design
from tests.truths import shared

MATRIX, HOUSEHOLDS = "mpindex_deprivation_matrix.csv", "mpindex_df_household.csv"
EXPECTED = "mpindex_household.expected.json"
DIMENSIONS = {
    "health": ["nutrition", "child_mortality"],
    "education": ["year_schooling", "school_attendance"],
    "living": ["cooking_fuel", "sanitation", "drinking_water", "electricity", "housing", "assets"],
}


def frame() -> pd.DataFrame:
    matrix = pd.read_csv(shared.path(MATRIX))
    return matrix.merge(pd.read_csv(shared.path(HOUSEHOLDS))[["uuid", "class", "hh_weight", "strata", "psu"]])


def measured(k: str, rows: pd.DataFrame, drawn: design.Design) -> deprivation.MpiResult:
    text = yaml.safe_dump(
        {
            "code": "mpindex",
            "k": k,
            "dimensions": [
                {"name": name, "indicators": [{"name": one, "rule": "true"} for one in indicators]}
                for name, indicators in DIMENSIONS.items()
            ],
        }
    )
    instrument = deprivation.Instrument.from_yaml(text)
    answers = {name: rows[name].to_numpy() for name in instrument.names}
    return deprivation.estimate(answers, instrument, drawn, groups={"class": rows["class"].to_numpy()})


@pytest.mark.parametrize(("cut", "k"), [("k_33", "1/3"), ("k_20", "1/5"), ("k_50", "1/2")])
def test_unweighted_at_three_cut_offs(cut: str, k: str) -> None:
    rows = frame()
    theirs = shared.expected(EXPECTED)["unweighted"][cut]
    found = measured(k, rows, design.Design(weight=np.ones(len(rows)))).national
    index = theirs["index"][0]
    assert found.H.n == index["number_of_cases"]
    assert found.H.value == pytest.approx(index["headcount_ratio"], abs=1e-12)
    # their scores are sums of up to ten weights rounded at nine decimals
    assert found.A.value == pytest.approx(index["intensity"], abs=5e-9)
    assert found.M0.value == pytest.approx(index["mpi"], abs=2e-9)
    for name, figure in found.censored.items():
        assert figure.value == pytest.approx(theirs["headcount"][0][name], abs=1e-12)
        contribution = theirs["contribution"][0][name] / 100
        assert found.percentage[name].value == pytest.approx(contribution, abs=1e-8)


def test_weighted_with_strata_and_psus() -> None:
    rows = frame()
    theirs = shared.expected(EXPECTED)["weighted_strata_psu"]
    drawn = design.Design(rows.strata.to_numpy(), rows.psu.to_numpy(), rows.hh_weight.to_numpy())
    found = measured("1/3", rows, drawn).national
    index = theirs["index"][0]
    assert found.H.value == pytest.approx(index["headcount_ratio"], abs=1e-9)
    assert found.H.se == pytest.approx(index["headcount_ratio_se"], abs=1e-8)
    assert found.A.value == pytest.approx(index["intensity"], abs=2e-9)
    assert found.A.se == pytest.approx(index["intensity_se"], abs=1e-8)
    assert found.M0.value == pytest.approx(index["mpi"], abs=2e-9)
    for kind, block in (("uncensored", "uncensored"), ("censored", "k_33")):
        for name, figure in getattr(found, kind).items():
            assert figure.value == pytest.approx(theirs["headcount"][block][0][name], abs=1e-9)
            assert figure.se == pytest.approx(theirs["headcount"][block][0][f"{name}_se"], abs=1e-8)


def test_weighted_by_class() -> None:
    rows = frame()
    drawn = design.Design(weight=rows.hh_weight.to_numpy())
    found = measured("1/3", rows, drawn).groups["class"]
    for index in shared.expected(EXPECTED)["weighted_by_class"]["index"]:
        mine = found[index["class"]]
        assert mine.H.n == index["number_of_cases"]
        assert mine.H.value == pytest.approx(index["headcount_ratio"], abs=1e-9)
        assert mine.M0.value == pytest.approx(index["mpi"], abs=2e-9)
