"""The method `inequality`: what it is asked, what it answers, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ayni.engines.measures import design
from ayni.engines.measures.methods import inequality as method
from tests.unit.engines.measures.methods.question import asked

LOT = np.random.default_rng(5)
N = 300
COLUMNS: dict[str, Any] = {
    "region": np.where(np.arange(N) % 3 == 0, "North", "South").tolist(),
    "year": np.where(np.arange(N) % 2 == 0, 2015, 2020).tolist(),
    "wage": LOT.lognormal(5, 0.7, N).round(2).tolist(),
    "land": LOT.lognormal(4, 0.9, N).round(2).tolist(),
}
COLUMNS["income"] = (np.array(COLUMNS["wage"]) + np.array(COLUMNS["land"])).round(2).tolist()
SHORT = {"welfare": "income"}


def run(folder: Path, spec: dict[str, Any], by: tuple[str, ...] = (), columns: Any = COLUMNS, **more: Any) -> Any:
    drawn = design.Design(None, np.arange(N) // 6, np.ones(N))
    return method.run(asked(folder, columns, spec, by=by, design=drawn, **more))


def test_a_very_short_question(tmp_path: Path) -> None:
    found = run(tmp_path, SHORT, ("region",))
    assert [figure.name for figure in found.figures if not figure.of] == list(method.USUAL)
    assert len(found.figures) == 3 * len(method.USUAL)
    assert all(figure.estimate.se for figure in found.figures)
    assert any("World Bank" in note for note in found.notes)
    assert json.loads(json.dumps(found.as_dict()))["method"] == "inequality"


def test_families_of_indices(tmp_path: Path) -> None:
    found = run(tmp_path, {**SHORT, "indices": ["ge0", "mld", "ge1", "theil", "ge-1", "atkinson0.5", "bottom40"]})
    assert found.find("ge0") == found.find("mld")
    assert found.find("ge1") == found.find("theil")
    y = np.sort(COLUMNS["income"])
    assert found.find("bottom40").value == pytest.approx(y[:120].mean())


def test_shares_and_curves(tmp_path: Path) -> None:
    found = run(tmp_path, {**SHORT, "shares": 10, "curves": [0.2, 0.5]})
    parts = [found.find("share", part=f"{place} of 10").value for place in range(1, 11)]
    assert sum(parts) == pytest.approx(1)
    assert parts == sorted(parts)
    assert found.find("lorenz", at=0.2).value == pytest.approx(parts[0] + parts[1])
    mean = np.mean(COLUMNS["income"])
    assert found.find("generalised lorenz", at=0.5).value == pytest.approx(found.find("lorenz", at=0.5).value * mean)
    curve = found.extra["lorenz"]
    assert (curve["people"][0], curve["people"][-1], curve["welfare"][-1]) == (0, 1, pytest.approx(1))
    assert np.interp(0.5, curve["people"], curve["welfare"]) == pytest.approx(found.find("lorenz", at=0.5).value)


def test_within_and_between(tmp_path: Path) -> None:
    found = run(tmp_path, {**SHORT, "indices": ["gini", "theil", "ge2"], "decompose": True}, ("region",))
    for index in ("theil", "ge2"):
        parts = [found.find(f"{index} {part}", by="region").value for part in ("within", "between")]
        assert sum(parts) == pytest.approx(found.find(index).value)


def test_two_rounds(tmp_path: Path) -> None:
    found = run(tmp_path, {**SHORT, "rounds": {"by": "year", "from": 2015, "to": 2020}}, ("year",))
    of = {"from": "2015", "to": "2020"}
    means = [
        np.mean([y for y, year in zip(COLUMNS["income"], COLUMNS["year"], strict=True) if year == one])
        for one in (2015, 2020)
    ]
    assert found.find("growth of the mean", **of).value == pytest.approx(100 * ((means[1] / means[0]) ** 0.2 - 1))
    assert found.find("growth of the bottom 40", **of).se > 0
    assert len([figure for figure in found.figures if figure.name == "growth incidence"]) == 19


def test_sources(tmp_path: Path) -> None:
    found = run(tmp_path, {**SHORT, "indices": ["gini"], "sources": ["wage", "land"]})
    for name in ("gini by source", "gini by concentration"):
        parts = [found.find(name, source=source).value for source in ("wage", "land")]
        assert sum(parts) == pytest.approx(found.find("gini").value)
    assert found.find("gini by source", source="wage").se > 0
    assert found.find("gini by concentration", source="wage").se is None
    again = run(
        tmp_path, {**SHORT, "indices": ["gini"], "sources": ["wage", "land"], "replicates": {"kind": "jackknife"}}
    )
    assert again.find("gini by concentration", source="wage").se > 0
    assert again.find("gini by source", source="wage").se == pytest.approx(
        found.find("gini by source", source="wage").se, rel=0.1
    )


def test_the_two_ginis(tmp_path: Path) -> None:
    pip, convey = (run(tmp_path, {**SHORT, "indices": ["gini"]}, gini=kind) for kind in ("pip", "convey"))
    assert pip.find("gini").value == pytest.approx(convey.find("gini").value)  # every weight is 1
    assert pip.notes != convey.notes


def test_a_change_of_the_gini(tmp_path: Path) -> None:
    spec = {**SHORT, "indices": ["gini"], "compare": [{"by": "year", "from": 2015, "to": 2020}]}
    found = run(tmp_path, spec, ("year",))
    values = [found.find("gini", year=year).value for year in ("2015", "2020")]
    change = found.find("gini", change="absolute", **{"from": "2015", "to": "2020"})
    assert change.value == pytest.approx(values[1] - values[0])
    assert change.se > 0


def test_what_cannot_be_known_is_said(tmp_path: Path) -> None:
    columns = {**COLUMNS, "income": [7.0] * N}
    found = run(tmp_path, SHORT, columns=columns)
    assert found.find("gini").value == pytest.approx(0)
    assert found.find("palma").value is None
    assert any("palma, s80s20" in note for note in found.notes)
    low = run(
        tmp_path, {**SHORT, "indices": ["mld"]}, columns={**COLUMNS, "income": [0.0] * 10 + COLUMNS["income"][10:]}
    )
    assert low.find("mld").n == N - 10
    raised = {**SHORT, "indices": ["mld"], "not_positive": "set", "set_to": 1}
    assert run(tmp_path, raised, columns={**COLUMNS, "income": [0.0] * 10 + COLUMNS["income"][10:]}).find("mld").n == N


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({}, "`welfare` is missing"),
        ({**SHORT, "indices": ["ginny"]}, "Did you mean 'gini'"),
        ({**SHORT, "indices": ["atkinson0"]}, "must be above 0"),
        ({**SHORT, "shares": 1}, "5 for quintiles"),
        ({**SHORT, "curves": [1.5]}, "between 0 and 1"),
        ({**SHORT, "sources": ["rent"]}, "no column 'rent'"),
        ({**SHORT, "rounds": {"by": "year", "from": 2020, "to": 2015}}, "the earlier one as `from`"),
        ({**SHORT, "rounds": {"by": "year", "from": 2014, "to": 2015}}, "has no round '2014'"),
    ],
)
def test_what_cannot_be_answered_is_refused(tmp_path: Path, spec: dict[str, Any], said: str) -> None:
    with pytest.raises(Exception, match=said) as refused:
        run(tmp_path, spec, ("year",))
    assert type(refused.value).__name__ in ("SpecError", "FrameError", "DesignError")
