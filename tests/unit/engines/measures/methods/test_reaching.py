"""The methods pmt, targeting, vulnerability, resilience and graduation, asked as the command asks them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from ayni.engines.measures import design, graduation, methods, performance, specs
from ayni.engines.measures.proxy_means import FormulaError
from ayni.kernel.refusals import Refused
from tests.unit.engines.measures.methods import question


def asked(folder: Path, columns: dict[str, Any], spec: str, **further: Any) -> methods.Asked:
    """With a specification as it is written."""
    return question.asked(folder, columns, yaml.safe_load(spec), **further)


PMT = """
code: homes
survey: Homes 2025
dated: 2025-03-01
outcome: spent
strata: area
regressors:
  - {name: rooms, wants: number}
  - {name: floor, wants: category, reference: earth}
  - {name: car}
fit: {folds: 4}
poor: {share: 0.3}
points: [-5, 0, 5]
groups: {head: head}
explain: [1]
score: points
"""


def homes(n: int = 480) -> dict[str, Any]:
    rng = np.random.default_rng(8)
    floor = rng.choice(["earth", "cement", "tile"], n, p=[0.5, 0.3, 0.2])
    rooms, car = rng.integers(1, 6, n), (rng.random(n) < 0.2).astype(int)
    log = 7 + 0.1 * rooms + 0.5 * (floor == "tile") + 0.6 * car + rng.normal(0, 0.3, n)
    return {
        "rooms": rooms.tolist(),
        "floor": floor.tolist(),
        "car": car.tolist(),
        "area": np.where(rng.random(n) < 0.5, "town", "country").tolist(),
        "head": np.where(rng.random(n) < 0.4, "woman", "man").tolist(),
        "spent": np.exp(log).round(2).tolist(),
        "size": rng.integers(1, 8, n).tolist(),
        "grant": np.where(log < 7.3, 600, 0).tolist(),
        "pension": np.where(rng.random(n) < 0.06, 900, 0).tolist(),
    }


def clustered(n: int = 480) -> design.Design:
    return design.Design(np.arange(n) % 2, np.arange(n) // 8, np.ones(n))


def test_a_proxy_means_test_is_fitted_frozen_and_applied(tmp_path: Path) -> None:
    columns = homes()
    fitted = methods.run("pmt", asked(tmp_path, columns, PMT, design=clustered()))
    assert fitted.find("exclusion_error").value == pytest.approx(fitted.find("inclusion_error").value, abs=0.01)
    assert fitted.find("exclusion_error", fold="1").value is not None
    assert fitted.find("exclusion_error", sample="fitted on").value is not None
    assert fitted.find("exclusion_gap", head="woman").low is not None
    assert fitted.find("exclusion_error", points="+5").value <= fitted.find("exclusion_error", points="-5").value
    assert fitted.find("coefficient", stratum="town", proxy="floor=tile").value == pytest.approx(0.5, abs=0.15)
    assert fitted.extra["explained"][0]["answers"][0]["name"] == "rooms"
    told = json.dumps(fitted.as_dict(), allow_nan=False)
    formula = tmp_path / "pmt.json"
    formula.write_text(told)
    columns["floor"][:2] = ["marble", ""]
    again = methods.run("pmt", asked(tmp_path, columns, f"formula: {formula}\noutcome: spent", design=clustered()))
    assert again.units["score"][2:] == pytest.approx(fitted.units["score"][2:])
    assert np.isnan(again.units["score"][:2]).all() and again.left_out == {"no score": 2}
    assert again.extra["unseen"] == {"floor": {"marble": 1}}
    assert any("'marble' was never said" in note for note in again.notes)
    plain = methods.run("pmt", asked(tmp_path, columns, f"formula: {formula}", design=clustered()))
    assert plain.find("chosen").value == pytest.approx(0.3, abs=0.05)


def test_selection_quantiles_and_boosting_are_asked_for(tmp_path: Path) -> None:
    spec = PMT.replace("{folds: 4}", "{folds: 4, select: stepwise}") + "compare: boosting\n"
    found = methods.run("pmt", asked(tmp_path, homes(), spec, design=clustered()))
    assert set(found.extra["selected"]) == {"town", "country"}
    assert found.find("exclusion_error", model="boosting").value is not None
    spec = PMT.replace("{folds: 4}", "{folds: 4, method: quantile, quantile: 0.3}")
    found = methods.run("pmt", asked(tmp_path, homes(), spec, design=clustered()))
    assert found.extra["formula"]["tau"] == 0.3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("outcome: spent", "outcom: spent", "Did you mean 'outcome'"),
        ("outcome: spent", "", "`outcome` is missing"),
        ("{share: 0.3}", "{share: 0.3, line: 4}", "not both"),
        ("{share: 0.3}", "{share: 30}", "between 0 and 1"),
        ("{folds: 4}", "{method: boosting}", "one of ols, quantile"),
        ("{folds: 4}", "{quantile: 0.3}", "goes with `method: quantile`"),
        ("{folds: 4}", "{folds: 400}", "cannot be dealt"),
        ("{name: car}", "{name: rooms}", "appears twice"),
        ("{name: car}", "{name: car, reference: yes}", "only a category"),
        ("explain: [1]", "explain: [9999]", "there are 480 rows"),
        ("points: [-5, 0, 5]", "points: [a]", "whole numbers"),
        ("outcome: spent", "outcome: spend", "no column 'spend'"),
    ],
)
def test_what_a_proxy_means_test_refuses(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        methods.run("pmt", asked(tmp_path, homes(), PMT.replace(old, new), design=clustered()))


def test_a_formula_that_is_not_there_or_was_changed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(specs.SpecError, match="is not there"):
        methods.run("pmt", asked(tmp_path, homes(), "formula: nowhere.json"))
    with pytest.raises(specs.SpecError, match="is frozen"):
        methods.run("pmt", asked(tmp_path, homes(), PMT + "formula: nowhere.json"))
    with pytest.raises(FormulaError):
        methods.run("pmt", asked(tmp_path, homes(), "formula: {code: x}"))


TARGETING = """
welfare: spent
line: 1500
programmes:
  - {name: grant, benefit: grant, per: household, size: size}
  - {name: pension, benefit: pension, per: household, size: size}
  - name: child grant
    proposed: true
    flag: household.rooms < 3
    amount: household.size * 100
    per: household
    size: size
"""


def test_programmes_are_measured(tmp_path: Path) -> None:
    found = methods.run("targeting", asked(tmp_path, homes(), TARGETING, design=clustered(), by=("area",)))
    for programme in ("grant", "pension", "child grant", "any"):
        parts = [found.find("benefit_incidence", programme=programme, quantile=str(place)) for place in range(1, 6)]
        assert sum(one.value for one in parts) == pytest.approx(1)
    assert found.find("cgh", programme="grant", target="poorest 40 %").value > 1.5
    assert found.find("coverage", programme="grant", area="town").value > 0
    assert found.find("generosity", programme="child grant").value == pytest.approx(100)
    both = found.find("both", programme="grant", other="pension").value
    assert 0 < both < found.find("coverage", programme="pension").value
    shares = [found.find("programmes_received", number=str(number)).value for number in range(4)]
    assert sum(shares) == pytest.approx(1)
    covered = found.find("coverage", programme="any").value
    assert covered == pytest.approx(
        found.find("coverage", programme="grant").value + found.find("coverage", programme="pension").value - both
    )
    assert any("pension: only" in note and "fewer than 50" in note for note in found.notes)
    assert found.extra["curves"]["grant"]["concentration"][-1] == pytest.approx((1, 1))
    json.dumps(found.as_dict(), allow_nan=False)


def test_ranked_without_any_programme_and_with_the_poor_as_target(tmp_path: Path) -> None:
    spec = TARGETING + "ranked_without: all\ntarget: poor\n"
    found = methods.run("targeting", asked(tmp_path, homes(), spec, design=clustered()))
    whole = found.find("fgt0_before", programme="any", line="1500").value
    assert found.find("fgt0_before", programme="grant", line="1500").value == pytest.approx(whole)
    assert found.find("target_share", programme="grant", target="poor").value == pytest.approx(whole)


def test_an_unknown_benefit_is_left_out_unless_blank_means_nothing(tmp_path: Path) -> None:
    columns = homes()
    columns["grant"][:5] = [None] * 5
    found = methods.run("targeting", asked(tmp_path, columns, TARGETING))
    assert found.left_out["grant: benefit unknown"] == 5
    assert found.find("coverage", programme="grant").n == 475
    spec = TARGETING.replace("benefit: grant,", "benefit: grant, blank: nothing,")
    found = methods.run("targeting", asked(tmp_path, columns, spec))
    assert found.find("coverage", programme="grant").n == 480


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: pension", "name: grant", "'grant' is taken"),
        ("benefit: pension, ", "", "write `benefit`"),
        ("per: household, size: size}\n  - {name: pension", "size: size}\n  - {name: pension", "`per` is missing"),
        ("line: 1500", "target: poor", "no line says"),
        ("line: 1500", "line: -1", "must be above zero"),
        ("line: 1500", "target: {poorest: 40}", "a share such as 0.4"),
        ("line: 1500", "quantiles: 1", "5 for quintiles"),
    ],
)
def test_what_targeting_refuses(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        methods.run("targeting", asked(tmp_path, homes(), TARGETING.replace(old, new)))


def test_vulnerability(tmp_path: Path) -> None:
    spec = """
welfare: spent
line: 1300
characteristics: [{name: rooms, wants: number}, {name: floor, wants: category}, {name: car}]
thresholds: [0.3]
"""
    found = methods.run("vulnerability", asked(tmp_path, homes(), spec, design=clustered(), by=("area",)))
    assert found.find("expected_poverty").value == pytest.approx(found.find("fgt0").value, abs=0.03)
    for threshold in ("0.5", "twice the poor", "0.3"):
        assert found.find("vulnerable", threshold=threshold).value is not None
    assert found.find("expected_poverty", area="town").n < 480
    both = found.find("poor_and_vulnerable").value + found.find("vulnerable_not_poor").value
    assert both == pytest.approx(found.find("vulnerable", threshold="0.5").value)
    with pytest.raises(specs.SpecError, match="between 0 and 1"):
        methods.run("vulnerability", asked(tmp_path, homes(), spec.replace("0.3]", "30]")))


def test_resilience_of_two_rounds(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    n = 200
    columns: dict[str, Any] = {f"s{place}": rng.integers(1, 6, n).tolist() for place in range(1, 10)}
    columns["s1"][0] = 88
    columns |= {"round": [2023] * 100 + [2025] * 100, "area": ["town", "country"] * 100}
    columns |= {name: rng.integers(0, 2, n).tolist() for name in ("water", "light", "tv", "cow")}
    spec = """
round: round
capacity: {items: [s1, s2, s3, s4, s5, s6, s7, s8, s9], unknown: [88], adaptive: s4}
pillars:
  - {name: services, indicators: [{name: water}, {name: light}]}
  - {name: assets, indicators: [{name: tv}, {name: cow}]}
wealth: {assets: [{name: tv}, {name: cow}, {name: water}], area: area}
"""
    found = methods.run("resilience", asked(tmp_path, columns, spec, by=("area",)))
    assert found.left_out["capacity unknown"] == 1
    change = found.find("capacity_change", **{"from": "2023", "to": "2025"})
    means = [found.find("capacity", round=year).value for year in ("2023", "2025")]
    assert change.value == pytest.approx(means[1] - means[0]) and change.se > 0
    levels = [found.find("capacity_level", level=one).value for one in ("low", "medium", "high")]
    assert sum(levels) == pytest.approx(1)
    assert any("APPROXIMATE" in note for note in found.notes)
    quantiles = [found.find("wealth_quantile", quantile=str(place), area="town").value for place in range(1, 6)]
    assert sum(quantiles) == pytest.approx(1)
    with pytest.raises(Refused, match="statement 1 is 88"):
        methods.run("resilience", asked(tmp_path, columns, spec.replace("unknown: [88], ", "")))
    with pytest.raises(specs.SpecError, match="two pillars"):
        methods.run("resilience", asked(tmp_path, columns, "pillars: [{name: a, indicators: [{name: tv}]}]"))
    with pytest.raises(specs.SpecError, match="ask for"):
        methods.run("resilience", asked(tmp_path, columns, "round: round"))
    with pytest.raises(specs.SpecError, match="Did you mean 'tv'"):
        methods.run("resilience", asked(tmp_path, columns, spec.replace("area: area}", "area: area, positive: [tvs]}")))


GRADUATION = """
criteria:
  - {name: savings, value: saved, at_least: 100}
  - {name: food, rule: meals, labels: {en: Three meals a day}}
  - {name: school, rule: school}
needs: {all: [savings, {any: [food, school]}]}
checked: month
household: id
"""
PANEL = {
    "id": ["a", "a", "a", "b", "b", "b", "c", "c"],
    "month": ["entry", 12, 24, "entry", 12, 24, "entry", 12],
    "saved": [0, 120, 150, 50, 110, 90, 10, None],
    "meals": [0, 1, 1, 0, 1, 1, 0, 0],
    "school": [0, 0, 1, 1, 1, 1, 0, 0],
}


def test_graduation_over_time(tmp_path: Path) -> None:
    found = methods.run("graduation", asked(tmp_path, PANEL, GRADUATION))
    assert [found.find("graduates", checked=when).value for when in ("entry", "12", "24")] == pytest.approx(
        [0, 2 / 3, 0.5]
    )
    assert found.units["lacks"].tolist() == [
        "savings; food or school", "", "", "savings", "", "savings", "savings; food or school",
        "savings?; food or school",
    ]  # fmt: skip
    assert found.find("fell_back", **{"from": "12", "to": "24"}).value == pytest.approx(0.5)
    assert found.find("newly_graduated", **{"from": "entry", "to": "12"}).value == pytest.approx(2 / 3)
    assert found.find("change", **{"from": "entry", "to": "12"}).value == pytest.approx(2 / 3)
    assert found.extra["labels"]["food"] == {"en": "Three meals a day"}


def test_what_graduation_refuses(tmp_path: Path) -> None:
    for old, new, said in (
        ("at_least: 100", "", "needs `at_least`"),
        ("rule: school", "rule: school, value: saved", "write `rule`"),
        ("name: school", "name: food", "same name"),
        ("[food, school]", "[food, shool]", "'shool' is no criterion"),
        ("checked: month", "checked: month\norder: [entry, 12]", "does not name the check '24'"),
    ):
        with pytest.raises(Refused, match=said):
            methods.run("graduation", asked(tmp_path, PANEL, GRADUATION.replace(old, new)))
    twice = {**PANEL, "month": ["entry", "entry", 24, *PANEL["month"][3:]]}
    with pytest.raises(graduation.GraduationError, match="two rows for the check 'entry'"):
        methods.run("graduation", asked(tmp_path, twice, GRADUATION))
    assert performance.FEWEST == 50


@pytest.mark.parametrize(
    ("method", "spec"),
    [
        ("pmt", PMT),
        ("targeting", TARGETING),
        ("vulnerability", "welfare: spent\nline: 9\ncharacteristics: [{name: rooms, wants: number}]"),
        ("resilience", "wealth: {assets: [{name: car}, {name: rooms, wants: number}]}"),
        ("graduation", "criteria: [{name: a, value: rooms, at_least: 2}]"),
    ],
)
def test_weights_of_zero_are_refused(tmp_path: Path, method: str, spec: str) -> None:
    with pytest.raises(design.DesignError, match="All weights are zero"):
        methods.run(method, asked(tmp_path, homes(), spec, design=design.Design(weight=np.zeros(480))))


def test_a_proxy_that_nobody_answered_is_named(tmp_path: Path) -> None:
    columns = {**homes(), "rooms": [None] * 480}
    with pytest.raises(FormulaError, match="Nobody answered rooms"):
        methods.run("pmt", asked(tmp_path, columns, PMT, design=clustered()))


def test_the_target_is_told_by_group(tmp_path: Path) -> None:
    found = methods.run("targeting", asked(tmp_path, homes(), TARGETING, by=("area",)))
    of = {"programme": "grant", "target": "poorest 40 %", "area": "town"}
    assert found.find("target_coverage", **of).value + found.find("under_coverage", **of).value == pytest.approx(1)
