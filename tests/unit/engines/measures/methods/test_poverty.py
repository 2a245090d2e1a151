"""The method `poverty`: what it is asked, what it answers, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ayni.engines.measures import design, specs
from ayni.engines.measures.methods import poverty as method
from tests.unit.engines.measures.methods.question import asked

LOT = np.random.default_rng(4)
N = 300
COLUMNS: dict[str, Any] = {
    "region": np.where(np.arange(N) % 3 == 0, "North", "South").tolist(),
    "year": np.where(np.arange(N) % 2 == 0, 2015, 2020).tolist(),
    "consumption": LOT.lognormal(6, 0.6, N).round(2).tolist(),
    "size": LOT.integers(1, 8, N).tolist(),
    "regional_line": np.where(np.arange(N) % 3 == 0, 120.0, 100.0).tolist(),
    "transfers": LOT.uniform(0, 60, N).round(2).tolist(),
}
PER_HEAD = np.array(COLUMNS["consumption"]) / np.array(COLUMNS["size"])
SIZE = np.array(COLUMNS["size"], dtype=float)
SHORT = {"welfare": "consumption", "per": "size", "size": "size", "lines": [100]}


def run(folder: Path, spec: dict[str, Any], by: tuple[str, ...] = (), columns: Any = COLUMNS, **more: Any) -> Any:
    drawn = design.Design(None, np.arange(N) // 6, np.ones(N))
    return method.run(asked(folder, columns, spec, by=by, design=drawn, **more))


def test_households_count_with_their_persons(tmp_path: Path) -> None:
    found = run(tmp_path, SHORT, ("region",))
    poor = PER_HEAD < 100
    assert found.find("fgt0", line="100").value == pytest.approx((SIZE * poor).sum() / SIZE.sum())
    gap = np.where(poor, (100 - PER_HEAD) / 100, 0)
    assert found.find("fgt1", line="100").value == pytest.approx((SIZE * gap).sum() / SIZE.sum())
    assert {figure.of.get("region") for figure in found.figures} == {None, "North", "South"}
    assert np.array_equal(found.units["poor 100"], poor)
    assert "Each household counts with its persons." in found.notes
    assert json.loads(json.dumps(found.as_dict()))["figures"]


def test_all_indices_and_every_kind_of_line(tmp_path: Path) -> None:
    spec = {
        **SHORT,
        "lines": [
            100,
            "regional_line",
            {"amount": 150, "name": "upper"},
            {"share": 0.6},
            {"share": 0.5, "of": "mean"},
            {"share": 1, "of": "quantile", "at": 0.4},
            {"share": 0.6, "of": "median", "among": "household.region == 'North'", "name": "of the North"},
        ],
        "indices": list(method.INDICES),
    }
    found = run(tmp_path, spec, ("region",))
    names = {figure.of["line"] for figure in found.figures if "line" in figure.of}
    assert names == {"100", "regional_line", "upper", "0.6 median", "0.5 mean", "1 quantile at 0.4", "of the North"}
    assert {figure.of["line"] for figure in found.figures if figure.name == "line"} == names - {
        "100",
        "regional_line",
        "upper",
    }
    assert all(figure.estimate.value is not None and figure.estimate.se is not None for figure in found.figures)
    order = np.argsort(PER_HEAD)
    median = PER_HEAD[order][np.searchsorted(np.cumsum(SIZE[order]), SIZE.sum() / 2)]
    assert found.find("line", line="0.6 median").value == pytest.approx(0.6 * median)
    assert found.find("fgt0", line="1 quantile at 0.4").value == pytest.approx(0.4, abs=0.02)
    assert found.find("mean").value == pytest.approx(np.average(PER_HEAD, weights=SIZE))
    told = {one["line"]: one for one in found.extra["lines"]}
    assert told["upper"] == {"line": "upper", "amount": 150.0, "relative": False}
    assert told["regional_line"]["amount"] is None
    assert told["0.6 median"]["relative"]


def test_groups_make_the_whole(tmp_path: Path) -> None:
    found = run(tmp_path, {**SHORT, "lines": [100, {"share": 0.6}], "decompose": True}, ("region",))
    for line in ("100", "0.6 median"):
        parts = [found.find("part of fgt1", line=line, region=region) for region in ("North", "South")]
        assert sum(part.value for part in parts) == pytest.approx(1)
        assert parts[0].se == pytest.approx(parts[1].se, rel=0.05)
    people = [found.find("part of the people", region=region).value for region in ("North", "South")]
    assert people[0] == pytest.approx(SIZE[np.arange(N) % 3 == 0].sum() / SIZE.sum())


def test_growth_redistribution_and_sources(tmp_path: Path) -> None:
    spec = {
        **SHORT,
        "lines": [100, {"share": 0.6}],
        "rounds": {"by": "year", "from": 2015, "to": 2020},
        "sources": ["transfers", "consumption"],
        "compare": [{"by": "year", "from": 2015, "to": 2020, "years": 5}],
    }
    found = run(tmp_path, spec, ("year",))
    of = {"line": "100", "from": "2015", "to": "2020"}
    parts = [found.find(f"fgt1 {name}", **of).value for name in ("growth", "redistribution")]
    assert sum(parts) == pytest.approx(found.find("fgt1 change", **of).value)
    change = found.find("fgt1", change="absolute", **of)
    assert change.value == pytest.approx(found.find("fgt1 change", **of).value)
    assert change.se == pytest.approx(found.find("fgt1 change", **of).se)
    assert found.find("fgt1 by source", line="100", source="transfers").value < 0
    assert any("amounts of money only" in note for note in found.notes)


def test_who_is_at_the_line_is_a_choice(tmp_path: Path) -> None:
    columns = {**COLUMNS, "consumption": [100.0 * size for size in COLUMNS["size"]]}
    assert run(tmp_path, SHORT, columns=columns, tie="lt").find("fgt0", line="100").value == 0
    found = run(tmp_path, SHORT, columns=columns, tie="le").find("fgt0", line="100")
    assert (found.value, found.se, found.low) == (1.0, 0.0, None)


def test_zero_and_negative_welfare_is_a_choice_and_is_told(tmp_path: Path) -> None:
    values = np.array(COLUMNS["consumption"])
    values[:5], values[5:8] = 0.0, -50.0
    columns = {**COLUMNS, "consumption": values.tolist()}
    kept = run(tmp_path, {**SHORT, "indices": ["fgt0", "watts"]}, columns=columns)
    assert kept.find("fgt0", line="100").n == N
    assert kept.find("watts", line="100").n == N - 8
    assert kept.left_out == {"welfare of zero or less, in indices with logarithms": 8}
    assert any("3 rows have welfare below zero and are kept" in note for note in kept.notes)
    dropped = run(tmp_path, {**SHORT, "zero": "drop", "negative": "drop"}, columns=columns)
    assert dropped.find("fgt0", line="100").n == N - 8
    assert dropped.left_out == {"welfare below zero": 3, "welfare of zero": 5}
    counted = run(tmp_path, {**SHORT, "indices": ["watts"], "not_positive": "count"}, columns=columns)
    assert counted.find("watts", line="100").n == N
    raised = run(tmp_path, {**SHORT, "negative": "set", "zero": "set", "set_to": 1}, columns=columns)
    assert raised.find("fgt0", line="100").n == N
    assert any("is taken as 1" in note for note in raised.notes)


def test_regions_without_a_line_are_left_out_and_counted(tmp_path: Path) -> None:
    columns = {**COLUMNS, "regional_line": ["" if place % 3 == 0 else 100 for place in range(N)]}
    found = run(tmp_path, {**SHORT, "lines": ["regional_line"]}, ("region",), columns=columns)
    assert found.left_out == {"no line in 'regional_line'": 100}
    assert found.find("fgt0", line="regional_line").n == 200
    assert found.find("fgt0", line="regional_line", region="North").value is None


def test_replicates_move_the_relative_line_too(tmp_path: Path) -> None:
    spec = {**SHORT, "lines": [{"share": 0.6, "of": "mean"}], "indices": ["fgt1"]}
    linear = run(tmp_path, spec).find("fgt1", line="0.6 mean")
    again = run(tmp_path, {**spec, "replicates": {"kind": "jackknife"}}).find("fgt1", line="0.6 mean")
    assert again.value == linear.value
    assert again.se == pytest.approx(linear.se, rel=0.05)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({"welfare": "consumption"}, "`lines` must be a list"),
        ({**SHORT, "line": 100}, "Did you mean 'lines'"),
        ({**SHORT, "lines": [0]}, "amount of money above zero"),
        ({**SHORT, "lines": ["regional_lin"]}, "Did you mean 'regional_line'"),
        ({**SHORT, "lines": [100, 100.0]}, "two lines are called '100'"),
        ({**SHORT, "lines": [{"share": 0.6, "of": "middle"}]}, "Write one of median, mean, quantile"),
        ({**SHORT, "indices": ["fgt_0"]}, "Did you mean 'fgt0'"),
        ({**SHORT, "zero": "forget"}, "`zero` is 'forget'"),
        ({**SHORT, "per": "year", "welfare": "siz"}, "Did you mean 'size'"),
        ({**SHORT, "rounds": {"by": "year", "from": 2015, "to": 2020}}, "Ask for them with `--by year`"),
        ({**SHORT, "not_positive": "set", "set_to": 0}, "need more than 0"),
    ],
)
def test_what_cannot_be_answered_is_refused(tmp_path: Path, spec: dict[str, Any], said: str) -> None:
    with pytest.raises(Exception, match=said) as refused:
        run(tmp_path, spec)
    assert type(refused.value).__name__ in ("SpecError", "FrameError", "DesignError")


def test_a_household_without_size_is_refused(tmp_path: Path) -> None:
    columns = {**COLUMNS, "size": ["", *COLUMNS["size"][1:]]}
    with pytest.raises(specs.SpecError, match="the size of row 1 is nan"):
        run(tmp_path, SHORT, columns=columns)
    columns = {**COLUMNS, "size": [0, *COLUMNS["size"][1:]]}
    with pytest.raises(specs.SpecError, match="divided by 'size', which is 0 in row 1"):
        run(tmp_path, SHORT, columns=columns)


def test_another_rule_on_the_missing_is_refused(tmp_path: Path) -> None:
    assert run(tmp_path, SHORT, missing="listwise").figures
    with pytest.raises(specs.SpecError, match="left out and counted"):
        run(tmp_path, SHORT, missing="not_deprived")


def test_nobody_with_a_welfare_is_refused(tmp_path: Path) -> None:
    with pytest.raises(design.DesignError, match="nobody to measure"):
        run(tmp_path, {**SHORT, "negative": "drop", "zero": "drop"}, columns={**COLUMNS, "consumption": [0.0] * N})


def test_a_design_that_shows_no_error_says_so(tmp_path: Path) -> None:
    one_each = design.Design(np.arange(N), None, np.ones(N), singleton="adjust")
    found = method.run(asked(tmp_path, COLUMNS, SHORT, design=one_each))
    assert found.find("fgt0", line="100").value is not None
    assert found.find("fgt0", line="100").se is None
    assert any("do not show the error of all figures of: fgt0, fgt1, fgt2" in note for note in found.notes)
