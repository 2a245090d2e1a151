"""Alkire and Foster on mpindex's sample households, unweighted, weighted, and with its survey design."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from ayni.engines.measures import deprivation, design, estimate, frames, methods
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


KINDS = {"uncensored": "uncensored", "k_33": "censored"}
REACH = 1.959963984540054  # their intervals are normal and cut at 0 and 1


def agree(mine: estimate.Estimate, theirs: dict[str, Any], name: str, *, se: float | None = None) -> None:
    """Point, and where they give them standard error and interval."""
    assert mine.value == pytest.approx(theirs[name], abs=5e-9), name
    if f"{name}_se" not in theirs:
        return
    error = mine.se if se is None else se
    assert error == pytest.approx(theirs[f"{name}_se"], abs=1e-8), name
    low, high = mine.value - REACH * error, mine.value + REACH * error
    assert max(0.0, low) == pytest.approx(theirs[f"{name}_ci_low"], abs=3e-8), name
    assert min(1.0, high) == pytest.approx(theirs[f"{name}_ci_high"], abs=3e-8), name


def all_agree(found: deprivation.Measures, theirs: dict[str, Any], block: dict[str, Any]) -> None:
    """One line of their index, and its headcounts and contributions where they are given.

    Their error of M0 takes H and A as independent: sqrt((A se(H))^2 + (H se(A))^2). Ours is that of the design, so
    theirs is made here of our parts.
    """
    assert found.H.n == theirs["number_of_cases"]
    agree(found.H, theirs, "headcount_ratio")
    agree(found.A, theirs, "intensity")
    independent = math.hypot(found.A.value * found.H.se, found.H.value * found.A.se)
    agree(found.M0, theirs, "mpi", se=independent)
    for kind, lines in block.items():
        for name in found.uncensored:
            if kind == "contribution":
                assert found.percentage[name].value == pytest.approx(lines[name] / 100, abs=1e-8)
            else:
                agree(getattr(found, kind)[name], lines, name)


@pytest.mark.parametrize(("cut", "k"), [("k_33", "1/3"), ("k_20", "1/5"), ("k_50", "1/2")])
def test_every_unweighted_figure(cut: str, k: str) -> None:
    rows = frame()
    theirs = shared.expected(EXPECTED)
    block = theirs["unweighted"][cut]
    found = measured(k, rows, design.Design(weight=np.ones(len(rows)))).national
    parts = {
        "censored": block["headcount"][0],
        "contribution": block["contribution"][0],
        "uncensored": theirs["uncensored"][0],
    }
    all_agree(found, block["index"][0], parts)


def test_every_figure_by_class() -> None:
    rows = frame()
    theirs = shared.expected(EXPECTED)["by_class"]
    found = measured("1/3", rows, design.Design(weight=np.ones(len(rows)))).groups["class"]
    assert [line["class"] for line in theirs["index"]] == ["Rural", "Urban"]
    for place, index in enumerate(theirs["index"]):
        parts = {
            "censored": theirs["headcount"][place],
            "contribution": theirs["contribution"][place],
            "uncensored": theirs["uncensored"][place],
        }
        all_agree(found[index["class"]], index, parts)


@pytest.mark.parametrize("name", ["weighted_strata_psu", "weighted_only"])
def test_every_weighted_figure(name: str) -> None:
    rows = frame()
    theirs = shared.expected(EXPECTED)[name]
    full = design.Design(rows.strata.to_numpy(), rows.psu.to_numpy(), rows.hh_weight.to_numpy())
    drawn = full if name == "weighted_strata_psu" else design.Design(weight=rows.hh_weight.to_numpy())
    found = measured("1/3", rows, drawn).national
    parts = {kind: theirs["headcount"][block][0] for block, kind in KINDS.items()}
    if "contribution" in theirs:
        parts["contribution"] = theirs["contribution"][0]
    all_agree(found, theirs["index"][0], parts)


def test_every_weighted_figure_by_class() -> None:
    rows = frame()
    found = measured("1/3", rows, design.Design(weight=rows.hh_weight.to_numpy())).groups["class"]
    for index in shared.expected(EXPECTED)["weighted_by_class"]["index"]:
        all_agree(found[index["class"]], index, {})


# From the raw answers ------------------------------------------------------------------------------------------------

# The rules of mpindex's own vignette, quirks and all: years of schooling looks at any member, walls are lost to the
# precedence of R's operators, assets ask for two kinds of small ones and a car.
SMALL = ("tv", "telephone", "mobile_phone", "computer", "animal_cart", "bicycle", "motorcycle", "refrigerator")
OWNED = " + ".join(f"(household.asset_{name} > 0 ? 1 : 0)" for name in SMALL)
RULES = {
    "health": {
        "nutrition": "members.exists(m, m.undernourished == 1 && m.age < 70)",
        "child_mortality": "household.with_child_died == 1",
    },
    "education": {
        "year_schooling": "members.exists(m, m.completed_6yrs_schooling == 2)",
        "school_attendance": "members.exists(m, m.attending_school == 2 && m.age >= 5 && m.age <= 24)",
    },
    "living": {
        "cooking_fuel": "household.cooking_fuel >= 4 && household.cooking_fuel <= 6 || household.cooking_fuel == 9",
        "sanitation": "household.toilet > 1",
        "drinking_water": "household.drinking_water == 2",
        "electricity": "household.electricity == 2",
        "housing": "household.roof == 5 || household.roof == 7 || household.roof == 9 || household.floor == 5"
        " || household.floor == 6 || household.floor == 9",
        "assets": f"!({OWNED} > 1 && household.asset_car + household.asset_truck > 0)",
    },
}


def asked(k: str, weight: str = "") -> methods.Asked:
    opened = frames.read(shared.path(HOUSEHOLDS), members=shared.path("mpindex_df_household_roster.csv"), key="uuid")
    drawn = (
        design.Design(opened.labels("strata"), opened.labels("psu"), opened.numbers(weight))
        if weight
        else design.Design(weight=np.ones(opened.rows))
    )
    return methods.Asked(
        opened,
        {"dimensions": RULES},
        "mpindex",
        drawn,
        by={"class": opened.labels("class")},
        missing="not_deprived",  # rowSums(na.rm = TRUE) of mpindex
        k=(Fraction(k),),
    )


def test_the_rules_give_the_published_matrix_cell_by_cell() -> None:
    question = asked("1/3")
    matrix = pd.read_csv(shared.path(MATRIX)).set_index("uuid")
    uuids = question.frame.labels("uuid")
    for rules in RULES.values():
        for name, rule in rules.items():
            ours = np.nan_to_num(question.frame.flags(rule))
            assert ours.tolist() == matrix.loc[uuids, name].tolist(), name


@pytest.mark.parametrize(("cut", "k"), [("k_33", "1/3"), ("k_20", "1/5"), ("k_50", "1/2")])
def test_raw_answers_give_every_unweighted_figure(cut: str, k: str) -> None:
    found = methods.run("mpi", asked(k))
    theirs = shared.expected(EXPECTED)["unweighted"][cut]
    at = float(Fraction(k))
    index = theirs["index"][0]
    for name, column in (("H", "headcount_ratio"), ("A", "intensity"), ("M0", "mpi")):
        assert found.find(name, k=at).value == pytest.approx(index[column], abs=5e-9)
    for dimension in RULES.values():
        for name in dimension:
            assert found.find("censored", k=at, indicator=name).value == pytest.approx(
                theirs["headcount"][0][name], abs=1e-9
            )
            assert found.find("percentage", k=at, indicator=name).value == pytest.approx(
                theirs["contribution"][0][name] / 100, abs=1e-8
            )
            assert found.find("uncensored", indicator=name).value == pytest.approx(
                shared.expected(EXPECTED)["uncensored"][0][name], abs=1e-9
            )


def test_raw_answers_give_the_weighted_figures_and_the_classes() -> None:
    found = methods.run("mpi", asked("1/3", "hh_weight"))
    theirs = shared.expected(EXPECTED)
    index = theirs["weighted_strata_psu"]["index"][0]
    agree(found.find("H", k=1 / 3), index, "headcount_ratio")
    agree(found.find("A", k=1 / 3), index, "intensity")
    for line in theirs["weighted_by_class"]["index"]:
        assert found.find("H", k=1 / 3, **{"class": line["class"]}).value == pytest.approx(
            line["headcount_ratio"], abs=1e-9
        )
