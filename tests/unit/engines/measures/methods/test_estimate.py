"""The method `estimate`: what it is asked, what it answers, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ayni.engines.measures import design, estimate, frames, specs
from ayni.engines.measures.methods import estimate as method
from tests.unit.engines.measures.methods.question import asked

LOT = np.random.default_rng(3)
N = 240
COLUMNS: dict[str, Any] = {
    "region": np.where(np.arange(N) % 3 == 0, "North", "South").tolist(),
    "year": np.where(np.arange(N) % 2 == 0, 2015, 2020).tolist(),
    "psu": (np.arange(N) // 8).tolist(),
    "w": LOT.uniform(1, 3, N).round(3).tolist(),
    "income": LOT.lognormal(5, 0.6, N).round(2).tolist(),
    "food": LOT.lognormal(4, 0.5, N).round(2).tolist(),
    "water": LOT.choice(["river", "tap", "well"], N).tolist(),
    "poor": LOT.integers(0, 2, N).tolist(),
}
Y, WEIGHT = np.array(COLUMNS["income"]), np.array(COLUMNS["w"])


def drawn(weight: Any = WEIGHT) -> design.Design:
    return design.Design(None, np.array(COLUMNS["psu"]), weight)


def run(folder: Path, spec: dict[str, Any], by: tuple[str, ...] = (), **more: Any) -> Any:
    return method.run(asked(folder, COLUMNS, spec, by=by, design=drawn(), **more))


def one(**said: Any) -> dict[str, Any]:
    return {"statistics": [said]}


def test_a_short_question(tmp_path: Path) -> None:
    found = run(tmp_path, one(of="income"), ("region",))
    assert found.find("mean of income").as_dict() == pytest.approx(estimate.mean(Y, drawn()).as_dict())
    north = np.array(COLUMNS["region"]) == "North"
    assert found.find("mean of income", region="North").as_dict() == pytest.approx(
        estimate.mean(Y, drawn(), domain=north).as_dict()
    )
    assert json.loads(json.dumps(found.as_dict()))["method"] == "estimate"
    assert (found.sample["clusters"], found.sample["degrees"]) == (30, 29)


def test_every_statistic(tmp_path: Path) -> None:
    spec = {
        "statistics": [
            {"statistic": "total", "of": "income"},
            {"statistic": "total", "name": "people"},
            {"statistic": "ratio", "of": "food", "over": "income"},
            {"statistic": "share", "of": "poor"},
            {"statistic": "share", "each": "water"},
            {"statistic": "mean", "of": "income", "among": "household.water == 'tap'", "name": "income with a tap"},
            {"statistic": "quantile", "of": "income", "at": [0.1, 0.5]},
        ]
    }
    found = run(tmp_path, spec)
    assert found.find("total of income").as_dict() == pytest.approx(estimate.total(Y, drawn()).as_dict())
    assert found.find("people").value == pytest.approx(WEIGHT.sum())
    food = np.array(COLUMNS["food"])
    ratio = found.find("ratio of food over income").as_dict()
    assert ratio == pytest.approx(estimate.ratio(food, Y, drawn()).as_dict())
    poor = np.array(COLUMNS["poor"], dtype=float)
    assert found.find("share of poor").as_dict() == pytest.approx(estimate.share(poor, drawn()).as_dict())
    shares = [found.find("share of water", value=value).value for value in ("river", "tap", "well")]
    assert sum(shares) == pytest.approx(1)
    tap = np.array(COLUMNS["water"]) == "tap"
    inside = estimate.mean(Y, drawn(), domain=tap).as_dict()
    assert found.find("income with a tap").as_dict() == pytest.approx(inside)
    assert found.find("quantile of income", at=0.5).value in Y


def test_regressions_with_words_and_their_table(tmp_path: Path) -> None:
    spec = {
        "statistics": [
            {"name": "line", "statistic": "regression", "of": "income", "on": ["food", "water"]},
            {
                "name": "odds",
                "statistic": "logistic",
                "of": "poor",
                "on": ["food", {"of": "water", "base": "tap"}, {"of": "year", "categories": True}],
            },
        ]
    }
    found = run(tmp_path, spec)
    terms = [figure.of["term"] for figure in found.figures if figure.name == "line"]
    assert terms == ["(constant)", "food", "water: tap", "water: well"]
    assert found.extra["line"]["base"] == {"water": "river"}
    table = {row["term"]: row for row in found.extra["odds"]["coefficients"]}
    assert set(table) == {"(constant)", "food", "water: river", "water: well", "year: 2020"}
    row = table["food"]
    assert row["odds"] == pytest.approx(np.exp(row["value"]))
    assert row["t"] == pytest.approx(row["value"] / row["se"])
    assert 0 < row["p"] < 1


def test_a_column_that_others_tell_is_told(tmp_path: Path) -> None:
    on = ["food", {"of": "household.food * 2.0", "name": "twice"}]
    found = run(tmp_path, one(name="line", statistic="regression", of="income", on=on))
    assert found.find("line", term="twice").value is None
    assert any("twice can be told from the other columns" in note for note in found.notes)


def test_changes_between_rounds_and_groups(tmp_path: Path) -> None:
    spec = {
        **one(of="income"),
        "compare": [
            {"by": "year", "from": 2015, "to": 2020, "years": 5},
            {"by": "region", "from": "South", "to": "North"},
        ],
    }
    found = run(tmp_path, spec, ("year", "region"))
    first, second = (found.find("mean of income", year=year).value for year in ("2015", "2020"))
    change = {"from": "2015", "to": "2020"}
    assert found.find("mean of income", change="absolute", **change).value == pytest.approx(second - first)
    yearly = found.find("mean of income", change="relative_yearly", **change)
    assert yearly.value == pytest.approx(100 * ((second / first) ** 0.2 - 1))
    assert yearly.se > 0
    assert found.find("mean of income", change="relative", **{"from": "South", "to": "North"}).se > 0


def test_replicate_weights_from_columns_and_made(tmp_path: Path) -> None:
    from ayni.engines.measures import replicates

    sets = replicates.jackknife(drawn())
    columns = {**COLUMNS, **{f"rep{place}": sets.weights[:, place].tolist() for place in range(30)}}
    spec = {**one(of="income"), "replicates": {"begin": "rep", "kind": "JK1"}}
    found = method.run(asked(tmp_path, columns, spec, design=design.Design(weight=WEIGHT))).find("mean of income")
    assert found.se == pytest.approx(estimate.mean(Y, drawn()).se, rel=0.02)
    assert found.degrees == 29
    made = run(tmp_path, {**one(of="income"), "replicates": {"kind": "jackknife"}}).find("mean of income")
    assert made.se == pytest.approx(found.se, rel=1e-6)
    drawn_again = {**spec, "replicates": {"begin": "rep", "kind": "bootstrap"}}
    given = method.run(asked(tmp_path, columns, drawn_again, design=design.Design(weight=WEIGHT))).find(
        "mean of income"
    )
    assert given.se == pytest.approx(found.se / (29 / 30) ** 0.5 / 29**0.5)  # the same columns, by 1/(R - 1)
    lots = {**one(of="income"), "replicates": {"kind": "bootstrap", "times": 300}}
    assert run(tmp_path, lots).find("mean of income").se == pytest.approx(made.se, rel=0.2)


def test_unknown_answers_are_counted_and_never_zero(tmp_path: Path) -> None:
    columns = {**COLUMNS, "income": ["" if place < 40 else value for place, value in enumerate(Y.tolist())]}
    found = method.run(asked(tmp_path, columns, one(of="income"), design=drawn()))
    assert found.left_out == {"mean of income: not known": 40}
    assert found.find("mean of income").n == N - 40


def test_an_empty_domain_has_no_figure_and_says_so(tmp_path: Path) -> None:
    found = run(tmp_path, one(of="income", among="household.income < 0.0", name="nobody"))
    assert (found.find("nobody").value, found.find("nobody").n) == (None, 0)
    assert any("nobody is in the domain" in note for note in found.notes)


def test_fewer_clusters_than_coefficients_are_told(tmp_path: Path) -> None:
    few = design.Design(None, np.arange(N) % 2, WEIGHT)
    spec = one(name="line", statistic="regression", of="income", on=["food", "water"])
    found = method.run(asked(tmp_path, COLUMNS, spec, design=few))
    assert found.find("line", term="food").low is None
    assert any("2 clusters in 1 strata for 4 coefficients" in note for note in found.notes)


def test_all_weights_zero_are_refused(tmp_path: Path) -> None:
    with pytest.raises(design.DesignError, match="nobody to measure"):
        method.run(asked(tmp_path, COLUMNS, one(of="income"), design=drawn(np.zeros(N))))


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (one(of="incom"), "Did you mean 'income'"),
        (one(statistic="men", of="income"), "`statistic` is 'men'"),
        (one(of="income", on=["food"]), "`on` belongs to a regression"),
        (one(statistic="regression", of="income"), "`on` must name"),
        ({"statistic": []}, "Did you mean 'statistics'"),
        ({**one(of="income"), "compare": [{"by": "area", "from": "a", "to": "b"}]}, "no groups by 'area'"),
        ({**one(of="income"), "compare": [{"by": "year", "from": 2014, "to": 2020}]}, "has no group '2014'"),
        ({**one(of="income"), "replicates": {"kind": "BRR"}}, "at least two columns"),
        (one(statistic="quantile", of="income", at=["half"]), "Write numbers"),
        (one(statistic="regression", of="income", on=[{"of": "water", "base": "rive"}]), "Did you mean 'river'"),
    ],
)
def test_what_cannot_be_answered_is_refused(tmp_path: Path, spec: dict[str, Any], said: str) -> None:
    with pytest.raises((specs.SpecError, frames.FrameError), match=said):
        run(tmp_path, spec, ("year",))


def test_endless_numbers_are_unknown_and_impossible_ones_refused(tmp_path: Path) -> None:
    columns = {**COLUMNS, "income": ["inf", *COLUMNS["income"][1:]]}
    assert method.run(asked(tmp_path, columns, one(of="income"), design=drawn())).find("mean of income").n == N - 1
    columns = {**COLUMNS, "income": [1e300, *COLUMNS["income"][1:]]}
    with pytest.raises(specs.SpecError, match="row 1 is 1e\\+300"):
        method.run(asked(tmp_path, columns, one(of="income"), design=drawn()))
