"""Monetary poverty and inequality, against convey, survey and laeken on the synthetic EU-SILC of laeken."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ayni.engines.measures import design, frames
from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.figures import Result
from ayni.engines.measures.methods import estimate, inequality, poverty
from ayni.engines.measures.methods.asking import Asked
from tests.truths import shared

DATA, EXPECTED = "eusilc.csv", "eusilc.expected.json"
DESIGNS = {"ids_person_strata_db040": "rb030", "ids_household_strata_db040": "db030"}
LINES = [10000, {"share": 0.6, "of": "median", "name": "relq60"}, {"share": 0.6, "of": "mean", "name": "relm60"}]
NAMES = {"abs10000": "10000", "relq60": "relq60", "relm60": "relm60"}
POSITIVE = {"zero": "drop", "negative": "drop"}


@cache
def reference() -> Any:
    return shared.expected(EXPECTED)


@cache
def frame() -> frames.FileFrame:
    return frames.read(shared.path(DATA), unit="person")


@cache
def drawn(which: str) -> design.Design:
    rows = pd.read_csv(shared.path(DATA))
    return design.Design(rows.db040.to_numpy(), rows[DESIGNS[which]].to_numpy(), rows.rb050.to_numpy())


def asked(which: str, spec: dict[str, Any], *by: str, gini: str = "convey", welfare: bool = True) -> Asked:
    """convey: poor at the line too, its own Gini."""
    groups = {name: frame().labels(name) for name in by}
    full = {"welfare": "eqincome", **spec} if welfare else spec
    return Asked(frame(), full, "eusilc.yaml", drawn(which), groups, tie="le", gini=gini)  # type: ignore[arg-type]


@cache
def poor(which: str) -> Result:
    return poverty.run(asked(which, {"lines": LINES}, "db040"))


@cache
def unequal(which: str) -> Result:
    return inequality.run(asked(which, {"indices": ["gini", "s80s20"]}, "rb090"))


def same(found: Estimate, expected: dict[str, float], se: float | None = None) -> None:
    tolerance = reference()["tolerance"]
    assert found.value == pytest.approx(expected["est"], rel=tolerance["point"], abs=tolerance["point"])
    assert found.se == pytest.approx(expected["se"], rel=1e-7 if se is None else None, abs=se)


@pytest.mark.parametrize("which", DESIGNS)
def test_the_design_is_theirs(which: str) -> None:
    expected = reference()[which]
    assert drawn(which).size == expected["n"]
    assert drawn(which).free == expected["degf"]


@pytest.mark.parametrize("which", DESIGNS)
def test_means_totals_and_medians(which: str) -> None:
    spec = {
        "statistics": [
            {"name": "mean", "of": "eqincome"},
            {"name": "total", "statistic": "total", "of": "eqincome"},
            {"name": "median", "statistic": "quantile", "of": "eqincome"},
        ]
    }
    found = estimate.run(asked(which, spec, welfare=False))
    same(found.find("mean"), reference()[which]["mean"])
    same(found.find("total"), reference()[which]["total"])
    same(found.find("median", at=0.5), reference()[which]["median"])  # svyquantile's: Woodruff


@pytest.mark.parametrize("which", DESIGNS)
@pytest.mark.parametrize("alpha", [0, 1, 2])
@pytest.mark.parametrize("line", NAMES)
def test_every_poverty_index_and_line(which: str, alpha: int, line: str) -> None:
    same(poor(which).find(f"fgt{alpha}", line=NAMES[line]), reference()[which][f"fgt{alpha}_{line}"])


@pytest.mark.parametrize("which", DESIGNS)
def test_the_relative_line_and_the_rate_below_it(which: str) -> None:
    same(poor(which).find("line", line="relq60"), reference()[which]["arpt60"])
    same(poor(which).find("fgt0", line="relq60"), reference()[which]["arpr60"])


@pytest.mark.parametrize("which", DESIGNS)
@pytest.mark.parametrize("index", ["fgt0", "fgt1"])
def test_every_region(which: str, index: str) -> None:
    expected = reference()[which][f"{index}_abs10000_by_db040"]
    assert len(expected) == 9
    for region, one in expected.items():
        same(poor(which).find(index, line="10000", db040=region), one)


@pytest.mark.parametrize("which", DESIGNS)
def test_gini_and_the_quintile_ratio(which: str) -> None:
    expected = reference()[which]
    same(unequal(which).find("gini"), expected["gini"], reference()["tolerance"]["se_gini"])
    same(unequal(which).find("s80s20"), expected["qsr"])
    for sex, one in expected["gini_by_rb090"].items():
        same(unequal(which).find("gini", rb090=sex), one, reference()["tolerance"]["se_gini"])


@pytest.mark.parametrize("which", DESIGNS)
def test_indices_of_those_with_a_welfare_above_zero(which: str) -> None:
    expected = reference()[which]
    spec = {"indices": ["atkinson1", "atkinson0.5", "theil", "mld", "ge2"], **POSITIVE}
    found = inequality.run(asked(which, spec))
    names = ("atkinson1_pos", "atkinson05_pos", "theil_ge1_pos", "mld_ge0_pos", "ge2_pos")
    for index, name in zip(spec["indices"], names, strict=True):
        same(found.find(index), expected[name])
    watts = poverty.run(asked(which, {"lines": [10000], "indices": ["watts"], **POSITIVE})).find("watts", line="10000")
    same(watts, expected["watts_abs10000_pos"])
    assert watts.n == expected["n_pos"]


def test_laeken() -> None:
    expected = reference()["laeken"]
    which = next(iter(DESIGNS))
    gini = inequality.run(asked(which, {"indices": ["gini"]}, gini="pip")).find("gini").value
    rate = poverty.run(asked(which, {"lines": [LINES[1]], "indices": ["fgt0", "median_gap"]}))
    found = {
        "gini": gini,
        "arpr": rate.find("fgt0", line="relq60").value,
        "rmpg": rate.find("median_gap", line="relq60").value,
        "qsr": unequal(which).find("s80s20").value / 100,  # type: ignore[operator]
        "arpt": rate.find("line", line="relq60").value / 100,  # type: ignore[operator]
    }
    for name, value in found.items():
        assert 100 * np.float64(value) == pytest.approx(expected[name], rel=1e-10)  # type: ignore[arg-type]
    assert set(found) == set(expected)
