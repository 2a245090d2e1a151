"""Popstan's survey by every method that its questions allow, by the command, beside the same worked by hand."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from ayni.cli import main
from tests.truths import popstan, shared

SPECS = Path(__file__).resolve().parents[2] / "docs" / "measures" / "popstan"
OF_PERSONS = ("estimate", "moda", "nutrition", "social")
METHODS = sorted(file.stem for file in SPECS.glob("*.yaml"))


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder, place = shared.path("popstan"), tmp_path_factory.mktemp("measured")
    homes, people = str(folder / popstan.HOUSEHOLDS), str(folder / popstan.PERSONS)
    found = {}
    for method in METHODS:
        of = "household." if method in OF_PERSONS else ""
        files = ("--data", people, "--households", homes) if of else ("--data", homes, "--members", people)
        drawn = ("--strata", f"{of}geo1", "--strata", f"{of}urbrur", "--psu", f"{of}ea")
        weight = ("--weight", "hhweight" if of else "popweight")
        out = place / f"{method}.json"
        words = ["measure", method, *files, "--key", "hid", *drawn, *weight]
        words += ["--spec", str(SPECS / f"{method}.yaml"), "--json", str(out)]
        answer = CliRunner().invoke(main.commands("measure"), words)
        assert answer.exit_code == 0, f"{method}: {answer.output} {answer.exception!r}"
        found[method] = json.loads(out.read_text(encoding="utf-8"))
    return found


def value(found, name, **of):
    wanted = [one["value"] for one in found["figures"] if one["figure"] == name and one["of"] == of]
    assert len(wanted) == 1, f"{name} {of}: {len(wanted)}"
    return wanted[0]


def share(flags, weights):
    known = ~np.isnan(flags)
    return float((flags * weights)[known].sum() / weights[known].sum())


def test_every_method_answers_with_errors(measured):
    assert {"poverty", "mpi", "moda", "pmt", "nutrition", "targeting", "sources", "social"} <= set(measured)
    for method, found in measured.items():
        assert found["figures"], method
        with_error = [one for one in found["figures"] if one["se"] is not None]
        assert len(with_error) >= min(5, len(found["figures"])), method
        assert found["sample"]["strata"] == 19 and found["sample"]["clusters"] == 320, method


def test_money_is_what_the_hand_finds(measured):
    homes, _ = popstan.files()
    y, w = homes.pc_exp.to_numpy(float), homes.popweight.to_numpy(float)
    order = np.argsort(y, kind="stable")
    median = y[order][np.searchsorted(np.cumsum(w[order]), w.sum() / 2)]
    poverty = measured["poverty"]
    assert value(poverty, "line", line="0.6 median") == pytest.approx(0.6 * median)
    assert value(poverty, "fgt0", line="0.6 median") == pytest.approx(share((y < 0.6 * median).astype(float), w))
    gap = np.where(y < 0.6 * median, 1 - y / (0.6 * median), 0)
    assert value(poverty, "fgt1", line="0.6 median") == pytest.approx(share(gap, w))
    mean = (w * y).sum() / w.sum()
    assert value(measured["inequality"], "theil") == pytest.approx(share(y / mean * np.log(y / mean), w))
    assert value(measured["food"], "food_share") == pytest.approx(share((homes.tot_food / homes.tot_exp).to_numpy(), w))


def test_deprivation_is_what_the_hand_finds(measured):
    homes, _ = popstan.files()
    deprived, w = popstan.deprivations(), homes.popweight.to_numpy(float)
    for name in (
        "years_of_schooling",
        "cooking_fuel",
        "sanitation",
        "drinking_water",
        "electricity",
        "housing",
        "assets",
    ):
        known = deprived.drop(columns="overcrowding").notna().all(axis=1).to_numpy()
        expected = share(deprived[name].to_numpy(float)[known], w[known])
        assert value(measured["mpi"], "uncensored", indicator=name) == pytest.approx(expected), name


def test_people_are_what_the_hand_finds(measured):
    _, persons = popstan.files()
    w = persons.hhweight.to_numpy(float)
    assert value(measured["estimate"], "people") == pytest.approx(w.sum())
    disabled = (persons.disability == 1).to_numpy(float)
    assert value(measured["estimate"], "disabled") == pytest.approx(share(disabled, w))
    child = persons.age.between(10, 17).to_numpy()
    works = (persons.act_status == 1).to_numpy(float)
    assert value(measured["social"], "item", item="works") == pytest.approx(share(works[child], w[child]))
    assert 0.03 < value(measured["nutrition"], "stunting") < 0.06


def test_programmes_reach_whom_the_hand_finds(measured):
    homes, persons = popstan.files()
    w = homes.popweight.to_numpy(float)
    old = persons[persons.age >= 65].groupby("hid").size().reindex(homes.index).fillna(0).to_numpy()
    expected = share((old > 0).astype(float), w)
    assert value(measured["targeting"], "coverage", programme="pension") == pytest.approx(expected)


def test_a_formula_errs_alike_both_ways_when_as_many_are_chosen_as_are_poor(measured):
    pmt = measured["pmt"]
    exclusion, inclusion = value(pmt, "exclusion_error"), value(pmt, "inclusion_error")
    assert exclusion == pytest.approx(inclusion, abs=0.01)
    assert 0.1 < exclusion < 0.4
