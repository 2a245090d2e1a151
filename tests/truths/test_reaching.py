"""Proxy means tests, programmes and vulnerability on published surveys; the manual's own examples run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
import typer
import yaml
from sklearn.metrics import roc_auc_score
from typer.testing import CliRunner

from ayni.cli import measuring
from ayni.engines.measures import design, frames, methods
from tests.truths import popstan, shared

MANUAL = Path(__file__).parents[2] / "docs" / "measures"


def examples(page: str) -> dict[str, str]:
    """The specifications of a page of the manual, by the file's name in their first line."""
    blocks = re.findall(r"```yaml\n# ([\w-]+\.yaml)(.*?)```", (MANUAL / page).read_text(), flags=re.DOTALL)
    return {name: f"# {text}" for name, text in blocks}


def measured(folder: Path, method: str, spec: str, *further: str) -> Any:
    """What the command writes of Popstan."""
    file, found = folder / f"{method}.yaml", folder / f"{method}.json"
    file.write_text(spec)
    data = shared.path("popstan") / popstan.HOUSEHOLDS
    asked = ["--data", str(data), "--spec", str(file), "--weight", "popweight", "--strata", "geo1", "--psu", "ea"]
    app = typer.Typer()
    app.command("one-more")(lambda: None)  # a program of one command has no names
    measuring.add_to(app)
    done = CliRunner().invoke(app, ["measure", method, *asked, *further, "--json", str(found)])
    assert done.exit_code == 0, (done.output, done.exception)
    return json.loads(found.read_text())


def value(result: Any, name: str, **of: str) -> float:
    return next(one["value"] for one in result["figures"] if one["figure"] == name and one["of"] == of)


def test_the_manuals_proxy_means_test_runs_and_scores(tmp_path: Path) -> None:
    specs = examples("proxy-means.md")
    found = measured(tmp_path, "pmt", specs["pmt.yaml"])
    assert 0.1 < value(found, "exclusion_error") < 0.3
    assert value(found, "auc") > 0.9
    assert value(found, "exclusion_error", model="boosting") < 0.3
    scored = measured(tmp_path, "pmt", specs["score.yaml"].replace("pmt.json", str(tmp_path / "pmt.json")))
    assert scored["extra"]["version"] == found["extra"]["version"]
    assert value(scored, "no_score") == 0


def test_the_manuals_programmes_and_vulnerability_run(tmp_path: Path) -> None:
    members = ["--members", str(shared.path("popstan") / popstan.PERSONS), "--key", "hid"]
    found = measured(tmp_path, "targeting", examples("targeting.md")["targeting.yaml"], *members)
    parts = [value(found, "benefit_incidence", programme="child grant", quantile=str(place)) for place in range(1, 6)]
    assert sum(parts) == pytest.approx(1) and parts[0] > parts[4]
    assert value(found, "fgt0_reduction", programme="poor housing", line="1500") > 0
    _, persons = popstan.files()
    homes, _ = popstan.files()
    with_child = (persons.age < 5).groupby(persons.hid).any().reindex(homes.index)
    covered = np.average(with_child, weights=homes.popweight)
    assert value(found, "coverage", programme="child grant") == pytest.approx(covered)
    found = measured(tmp_path, "vulnerability", examples("resilience.md")["vulnerability.yaml"], "--by", "urbrur")
    assert value(found, "expected_poverty") == pytest.approx(value(found, "fgt0"), abs=0.01)
    assert value(found, "expected_poverty", urbrur="Rural") > value(found, "expected_poverty", urbrur="Urban")


def test_other_examples_of_the_manual_are_written_right() -> None:
    specs = examples("resilience.md")
    assert set(specs) == {"vulnerability.yaml", "resilience.yaml", "graduation.yaml"}
    for text in specs.values():
        assert isinstance(yaml.safe_load(text), dict)


def test_formulas_by_stratum_equal_statsmodels() -> None:
    homes, _ = popstan.files()
    frame = frames.read(shared.path("popstan") / popstan.HOUSEHOLDS)
    drawn = design.Design(popstan.stratum().to_numpy(), homes.ea.to_numpy(), homes.popweight.to_numpy())
    spec = {
        "outcome": "pc_exp",
        "strata": "urbrur",
        "regressors": [
            {"name": "hhsize", "wants": "number"},
            {"name": "floor", "wants": "category", "reference": "Earth"},
            {"name": "car"},
        ],
    }
    found = methods.run("pmt", methods.Asked(frame, spec, "spec", drawn))
    for code, label in ((1, "Rural"), (2, "Urban")):
        part = homes[homes.urbrur == code]
        x = sm.add_constant(
            np.column_stack([part.hhsize, *(part.floor == one for one in (2, 3)), part.car]).astype(float)
        )
        others = [one for one in (4, 5, 6) if (part.floor == one).any()]
        x = np.column_stack([x, *((part.floor == one) for one in others)]).astype(float)
        theirs = sm.WLS(np.log(part.pc_exp), x, part.popweight).fit().params.to_numpy()
        names = ("constant", "hhsize", "floor=Cement/concrete", "floor=Tile", "car")
        for name, slope in zip(names, theirs, strict=False):
            mine = found.find("coefficient", stratum=label, proxy=name).value
            assert mine == pytest.approx(slope, rel=1e-8)
    score, poor = found.units["score_out_of_sample"], np.asarray(homes.pc_exp)
    order = np.argsort(poor, kind="stable")
    reached = np.cumsum(np.asarray(homes.popweight)[order])
    line = poor[order][np.searchsorted(reached, 0.2 * reached[-1] * (1 - 1e-9))]
    theirs = roc_auc_score(poor <= line, -score, sample_weight=homes.popweight)
    assert found.find("auc").value == pytest.approx(theirs, rel=1e-10)


@pytest.mark.parametrize("drawn_by", ["ids_person_strata_db040", "ids_household_strata_db040"])
def test_poverty_and_gini_with_transfers_equal_convey_and_laeken(drawn_by: str) -> None:
    """The transfers are taken off and put back: what is left after them must be the published figure."""
    known = shared.expected("eusilc.expected.json")
    frame = frames.read(shared.path("eusilc.csv"), unit="person")
    unit = "rb030" if "person" in drawn_by else "db030"
    drawn = design.Design(frame.labels("db040"), frame.labels(unit), frame.numbers("rb050"))
    programme = {"name": "family", "benefit": "hy050n", "per": "household", "size": "eqss"}
    spec = {"welfare": "eqincome", "line": 10_000, "programmes": [programme]}
    found = methods.run("targeting", methods.Asked(frame, spec, "spec", drawn, tie="le"))
    for power in (0, 1, 2):
        mine, theirs = found.find(f"fgt{power}_after", programme="family", line="10000"), known[drawn_by]
        assert mine.value == pytest.approx(theirs[f"fgt{power}_abs10000"]["est"], abs=1e-8)
        assert mine.se == pytest.approx(theirs[f"fgt{power}_abs10000"]["se"], abs=1e-8)
    gini = found.find("gini_after", programme="family")
    assert gini.value == pytest.approx(0.264896192, abs=1e-8)
    assert gini.se == pytest.approx(known[drawn_by]["gini"]["se"], rel=2e-4)


def test_what_a_programme_takes_away_from_poverty_is_the_difference_of_two_runs() -> None:
    frame = frames.read(shared.path("eusilc.csv"), unit="person")
    drawn = design.Design(frame.labels("db040"), frame.labels("db030"), frame.numbers("rb050"))
    programme = {"name": "family", "benefit": "hy050n", "per": "household", "size": "eqss"}
    spec = {"welfare": "eqincome", "line": 10_000, "programmes": [programme]}
    found = methods.run("targeting", methods.Asked(frame, spec, "spec", drawn))
    after = frame.numbers("eqincome")
    before = np.maximum(after - frame.numbers("hy050n") / frame.numbers("eqss"), 0)
    poor = np.average(before < 10_000, weights=drawn.weight) - np.average(after < 10_000, weights=drawn.weight)
    assert found.find("fgt0_reduction", programme="family", line="10000").value == pytest.approx(poor, abs=1e-9)
