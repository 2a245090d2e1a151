"""The counting method on four households worked by hand, and on random ones worked the slow way."""

from __future__ import annotations

import json

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.engines.measures import deprivation, design, estimate


def instrument(k: str = "1/3", **dimensions: list[str]) -> deprivation.Instrument:
    shape = dimensions or {"first": ["a", "b"], "second": ["c"]}
    return deprivation.Instrument.from_yaml(
        yaml.safe_dump(
            {
                "code": "test",
                "k": k,
                "dimensions": [
                    {"name": name, "indicators": [{"name": one, "rule": "true"} for one in indicators]}
                    for name, indicators in shape.items()
                ],
            }
        )
    )


ANSWERS = {"a": [1, 0, 1, 0], "b": [1, 0, 0, 0], "c": [0, 1, 0, 0]}  # scores 1/2, 1/2, 1/4, 0


def test_four_households_by_hand() -> None:
    found = deprivation.estimate(ANSWERS, instrument(), design.Design(weight=[1, 1, 2, 4]))
    nation = found.national
    assert found.scores.tolist() == [0.5, 0.5, 0.25, 0]
    assert found.poor.tolist() == [True, True, False, False]
    assert (nation.H.value, nation.A.value, nation.M0.value) == (0.25, 0.5, 0.125)
    assert nation.H.n == 4 and nation.A.n == 2
    assert {name: one.value for name, one in nation.uncensored.items()} == {"a": 0.375, "b": 0.125, "c": 0.125}
    assert {name: one.value for name, one in nation.censored.items()} == {"a": 0.125, "b": 0.125, "c": 0.125}
    assert nation.absolute["c"].value == 0.0625
    assert {name: one.value for name, one in nation.percentage.items()} == {"a": 0.25, "b": 0.25, "c": 0.5}
    assert (found.retained, found.n) == (1.0, 4)


def test_a_score_of_one_third_made_of_sixths_and_eighteenths_is_poor() -> None:
    """1/6 + 1/18 + 1/18 + 1/18 falls short of 1/3 in floating point."""
    living = ["l1", "l2", "l3", "l4", "l5", "l6"]
    ten = instrument("1/3", health=["n", "m"], education=["y", "s"], living=living)
    on = {"n", "l1", "l2", "l3"}
    answers = {name: [1 if name in on else 0, 0] for name in ten.names}
    found = deprivation.estimate(answers, ten, design.Design(weight=[1, 1]))
    assert found.poor.tolist() == [True, False]


def test_nobody_poor_leaves_intensity_and_contributions_without_a_value() -> None:
    found = deprivation.estimate(ANSWERS, instrument("1"), design.Design(weight=[1, 1, 1, 1])).national
    assert (found.H.value, found.M0.value, found.A.value) == (0, 0, None)
    assert found.percentage["a"].value is None
    assert found.uncensored["a"].value == 0.5


def test_a_missing_answer_leaves_a_household_out_or_counts_as_not_deprived() -> None:
    answers = {**ANSWERS, "b": [1, np.nan, 0, 0]}
    drawn = design.Design(weight=[1, 1, 2, 4])
    listwise = deprivation.estimate(answers, instrument(), drawn)
    assert np.isnan(listwise.scores[1]) and not listwise.poor[1]
    assert (listwise.n, listwise.retained) == (3, 7 / 8)
    assert listwise.national.H.value == pytest.approx(1 / 7)
    silent = deprivation.estimate(answers, instrument(), drawn, missing="not_deprived")
    assert (silent.n, silent.national.H.value) == (4, 0.25)


def test_no_complete_household_gives_nothing() -> None:
    answers = {name: [np.nan, np.nan] for name in "abc"}
    found = deprivation.estimate(answers, instrument(), design.Design(weight=[1, 1]), groups={"g": ["x", "y"]})
    assert (found.n, found.retained) == (0, 0.0)
    assert found.national.H.value is None
    assert found.groups["g"]["x"].M0.n == 0
    json.dumps(found.as_dict())


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"a": [0, 1], "b": [0, 1], "d": [0, 1]}, "needs the indicator 'c'"),
        ({"a": [0, 1], "b": [0, 2], "c": [0, 1]}, "'b' is 2 in row 2"),
        ({"a": [0, 1], "b": [0, 1], "c": [0, 1, 1]}, r"'c' has shape \(3,\)"),
    ],
)
def test_wrong_answers_are_refused_by_name(answers: dict[str, list[int]], said: str) -> None:
    with pytest.raises(deprivation.InstrumentError, match=said):
        deprivation.estimate(answers, instrument(), design.Design(weight=[1, 1]))


def random_case(seed: int, n: int = 300) -> tuple[dict[str, np.ndarray], design.Design, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    answers = {name: (rng.random(n) < 0.4).astype(float) for name in "abc"}
    answers["b"][rng.random(n) < 0.05] = np.nan
    stratum = np.repeat([0, 1, 2], n // 3)
    drawn = design.Design(stratum, rng.integers(0, 8, n), rng.uniform(0, 2, n))
    return answers, drawn, stratum, rng.integers(0, 4, n)


@pytest.mark.parametrize("dense", [0, 1 << 24])
def test_bundling_changes_nothing(monkeypatch: pytest.MonkeyPatch, dense: int) -> None:
    """Against the general estimator on single rows: nation, groups of whole PSUs, groups that cut PSUs."""
    monkeypatch.setattr(design, "DENSE", dense)
    answers, drawn, area, sex = random_case(1)
    found = deprivation.estimate(answers, instrument(), drawn, groups={"area": area, "sex": sex})
    known = ~np.isnan(found.scores)
    poor = np.where(known, found.poor, np.nan)
    censored = np.where(known, found.scores * found.poor, np.nan)

    def agree(mine: estimate.Estimate, slow: estimate.Estimate) -> None:
        assert mine.n == slow.n and mine.degrees == slow.degrees
        for field in ("value", "se", "low", "high", "design_effect"):
            assert getattr(mine, field) == pytest.approx(getattr(slow, field), rel=1e-9)

    agree(found.national.H, estimate.share(poor, drawn))
    agree(found.national.A, estimate.ratio(censored, poor, drawn, as_share=True))
    agree(found.national.M0, estimate.share(censored, drawn))
    for name, labels in (("area", area), ("sex", sex)):
        slow = {
            "H": estimate.by_group(poor, drawn, labels, as_share=True),
            "A": estimate.by_group(censored, drawn, labels, x=poor, as_share=True),
            "c": estimate.by_group(np.where(known, answers["c"], np.nan) * poor, drawn, labels, as_share=True),
            "phi": estimate.by_group(answers["c"] * poor * 0.5, drawn, labels, x=censored, as_share=True),
        }
        for label, group in found.groups[name].items():
            agree(group.H, slow["H"][label])
            agree(group.A, slow["A"][label])
            agree(group.censored["c"], slow["c"][label])
            agree(group.percentage["c"], slow["phi"][label])


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10_000), k=st.sampled_from(["1/10", "1/4", "1/2", "3/4"]))
def test_measures_add_up(seed: int, k: str) -> None:
    answers, drawn, area, _ = random_case(seed, 60)
    found = deprivation.estimate(answers, instrument(k), drawn, groups={"area": area})
    nation = found.national
    assert nation.M0.value == pytest.approx(nation.H.value * (nation.A.value or 0))
    assert sum(one.value for one in nation.absolute.values()) == pytest.approx(nation.M0.value)
    assert sum(one.population_share for one in found.groups["area"].values()) == pytest.approx(1)
    if nation.M0.value:
        assert sum(one.value for one in nation.percentage.values()) == pytest.approx(1)
        assert sum(one.share_of_m0 for one in found.groups["area"].values()) == pytest.approx(1)
    for name, figure in nation.censored.items():
        assert figure.value <= nation.uncensored[name].value + 1e-12


def test_a_group_of_households_without_label_is_in_no_group() -> None:
    found = deprivation.estimate(
        ANSWERS, instrument(), design.Design(weight=[1, 1, 2, 4]), groups={"area": ["n", None, "s", "n"]}
    )
    assert found.groups["area"]["n"].H.value == 0.2
    assert found.groups["area"]["n"].population_share == 5 / 8
    assert found.groups["area"]["s"].H.value == 0
    assert found.groups["area"]["n"].share_of_m0 == 0.5


def test_the_result_goes_into_json() -> None:
    found = deprivation.estimate(
        ANSWERS, instrument(), design.Design(weight=[1, 1, 2, 4]), groups={"area": [1, 1, 2, 2]}
    )
    said = json.loads(json.dumps(found.as_dict()))
    assert said["national"]["H"]["value"] == 0.25
    assert said["groups"]["area"]["2"]["H"]["value"] == 0


def test_the_vulnerable_the_severe_and_the_deprived_who_are_not_poor() -> None:
    """Scores 1/2, 1/2, 1/4 and 0, with weights 1, 1, 2 and 4."""
    found = deprivation.estimate(ANSWERS, instrument(), design.Design(weight=[1, 1, 2, 4])).national
    assert found.vulnerable.value == 0.25  # 1/5 <= 1/4 < 1/3
    assert found.severe.value == 0.25
    assert {name: one.value for name, one in found.deprived_not_poor.items()} == {"a": 0.25, "b": 0.0, "c": 0.0}
    assert {name: one.value for name, one in found.by_dimension.items()} == {"first": 0.5, "second": 0.5}


def test_an_unknown_indicator_gives_its_weight_to_the_others_of_its_dimension() -> None:
    answers = {"a": [1, np.nan, np.nan], "b": [np.nan, 1, np.nan], "c": [0, 1, 1]}
    drawn = design.Design(weight=[1, 1, 2])
    found = deprivation.estimate(answers, instrument("1/2"), drawn, missing="redistribute")
    assert found.scores[:2].tolist() == [0.5, 1.0]
    assert np.isnan(found.scores[2]) and not found.poor[2]  # nothing is known of the first dimension
    assert (found.n, found.retained) == (2, 0.5)
    nation = found.national
    assert nation.H.value == 1.0
    assert nation.uncensored["a"].value == 1.0 and nation.uncensored["a"].n == 1  # of those who answered
    assert sum(one.value for one in nation.absolute.values()) == pytest.approx(nation.M0.value)
    assert {name: one.value for name, one in nation.absolute.items()} == {"a": 0.25, "b": 0.25, "c": 0.25}


def test_with_every_answer_known_redistribution_changes_nothing() -> None:
    answers, drawn, area, _ = random_case(3)
    answers["b"] = np.nan_to_num(answers["b"])
    plain = deprivation.estimate(answers, instrument(), drawn, groups={"area": area})
    partly = deprivation.estimate(answers, instrument(), drawn, groups={"area": area}, missing="redistribute")
    assert plain.as_dict() == partly.as_dict()


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.sampled_from(["listwise", "not_deprived", "redistribute"]))
def test_invariants_under_every_rule_for_the_unknown(seed: int, missing: deprivation.Missing) -> None:
    answers, drawn, area, sex = random_case(seed, 90)
    answers["c"][:5] = np.nan
    people = deprivation.population(answers, instrument(), drawn, groups={"area": area, "sex": sex}, missing=missing)
    before = 1.1
    for k in ("1/5", "1/3", "1/2", "1"):
        found = people.at(instrument(k).k)
        nation = found.national
        assert nation.H.value <= before + 1e-12
        before = nation.H.value
        assert nation.M0.value == pytest.approx(nation.H.value * (nation.A.value or 0.0))
        assert sum(one.value for one in nation.absolute.values()) == pytest.approx(nation.M0.value)
        if nation.M0.value:
            assert sum(one.value for one in nation.by_dimension.values()) == pytest.approx(1)
        for name, figure in nation.deprived_not_poor.items():
            assert figure.value == pytest.approx(nation.uncensored[name].value - nation.censored[name].value)
        for grouping in ("area", "sex"):
            groups = found.groups[grouping].values()
            whole = sum(one.population_share * (one.M0.value or 0.0) for one in groups)
            assert whole == pytest.approx(nation.M0.value)


def test_several_cut_offs_are_what_each_is_alone() -> None:
    answers, drawn, area, _ = random_case(5)
    people = deprivation.population(answers, instrument(), drawn, groups={"area": area})
    for k in ("1/5", "1/2"):
        assert (
            people.at(instrument(k).k).as_dict()
            == deprivation.estimate(answers, instrument(k), drawn, groups={"area": area}).as_dict()
        )


def test_a_groups_share_of_the_people_has_the_error_of_a_ratio() -> None:
    answers, drawn, area, _ = random_case(8)
    answers["b"] = np.nan_to_num(answers["b"])
    people = deprivation.population(answers, instrument(), drawn, groups={"area": area})
    labels, totals = people.cuts["area"]
    found = totals.parts(np.ones(len(people.answered.answers)), people.whole)
    for label, figure in zip(labels, found, strict=True):
        slow = estimate.share(area == label, drawn)
        assert figure.value == pytest.approx(slow.value)
        assert figure.se == pytest.approx(slow.se)


def test_a_symmetric_interval_may_be_asked_for() -> None:
    answers, drawn, _, _ = random_case(9)
    found = deprivation.population(answers, instrument(), drawn, ci="normal", level=0.9).at().national.H
    assert found.high - found.value == pytest.approx(found.value - found.low)
    assert found.high - found.value < 1.9 * found.se
