"""Errors by cut-off and group, AUC, bands and disparity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from ayni.engines.measures import design, performance, smooth, targeting
from ayni.engines.measures.proxy import judging

Rows = dict[tuple[str, str], float | None]


def people(seed: int = 4, n: int = 400) -> tuple[smooth.Totals, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    drawn = design.Design(np.arange(n) % 4, np.arange(n) // 10, rng.uniform(0.5, 2, n))
    welfare = np.exp(rng.normal(8, 0.7, n))
    return smooth.Totals(drawn), welfare, welfare * np.exp(rng.normal(0, 0.4, n))


def rows(found: object) -> Rows:
    return {(name, ",".join(map(str, of.values()))): one.value for name, of, one in found}  # type: ignore[attr-defined]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.1, 0.25, 0.5]))
def test_equal_shares_make_equal_errors(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    totals = smooth.Totals(design.Design(weight=np.ones(200)))
    found = judging.judge(rng.random(200), rng.random(200), np.ones(200), judging.Poor(share=share), judging.Choose())
    told = rows(judging.errors(found, totals, {}, found.known))
    assert told[("exclusion_error", "")] == pytest.approx(told[("inclusion_error", "")])
    assert told[("excluded_of_all", "")] == pytest.approx(told[("exclusion_error", "")] * share)


def test_figures_are_those_of_targeting() -> None:
    totals, welfare, score = people()
    known = targeting.errors(welfare, score, totals.design.weight, share=0.3)
    found = judging.judge(welfare, score, totals.design.weight, judging.Poor(share=0.3), judging.Choose())
    told = rows(judging.errors(found, totals, {}, found.known))
    for mine, theirs in {
        "exclusion_error": "exclusion",
        "inclusion_error": "inclusion",
        "accuracy": "accuracy",
        "differential": "differential",
        "cgh": "cgh",
        "poor": "poor",
        "chosen": "chosen",
    }.items():
        assert told[(mine, "")] == pytest.approx(getattr(known, theirs))


def test_the_area_under_the_curve_is_that_of_scikit_learn() -> None:
    totals, welfare, score = people()
    poor, known = welfare < 2000, np.ones(len(welfare), dtype=bool)
    score = score.round(-2)  # ties
    found = judging.auc(score, poor, known, totals)
    assert found.value == pytest.approx(roc_auc_score(poor, -score, sample_weight=totals.design.weight))
    step = np.where(totals.design.cluster == 3, 1e-5, 0.0)
    values = [
        judging.auc(score, poor, known, smooth.Totals(totals.design.with_weight(totals.design.weight * (1 + s)))).value
        for s in (step, -step)
    ]
    assert found.z[3] == pytest.approx((values[0] - values[1]) / 2e-5, rel=1e-5)
    nobody = judging.auc(score, np.zeros_like(poor), known, totals)
    assert np.isnan(nobody.value)


def test_more_chosen_miss_fewer_and_waste_more() -> None:
    totals, welfare, score = people()
    poor = judging.Poor(share=0.3)
    at = judging.judge(welfare, score, totals.design.weight, poor, judging.Choose(coverage=0.25))
    told = rows(judging.around(welfare, score, totals, poor, at, range(-5, 6)))
    missed = [told[("exclusion_error", f"{point:+d}")] for point in range(-5, 6)]
    assert missed == sorted(missed, reverse=True)
    assert told[("chosen", "+5")] == pytest.approx(0.30, abs=0.01)
    assert told[("cut", "-5")] < told[("cut", "+0")] < told[("cut", "+5")]
    assert told[("exclusion_error", "+0")] == pytest.approx(
        rows(judging.errors(at, totals, {}, at.known))[("exclusion_error", "")], abs=0.02
    )
    edge = judging.judge(welfare, score, totals.design.weight, poor, judging.Choose(coverage=0.02))
    assert ("cut", "-5") not in rows(judging.around(welfare, score, totals, poor, edge, [-5, 0]))


def test_errors_near_the_line_and_in_the_poorest_tenth_by_hand() -> None:
    welfare = np.array([1.0, 9.6, 8.5, 20, 10.3, 50, 50, 50, 50, 50])
    score = np.array([99.0, 99, 1, 99, 1, 99, 99, 99, 99, 99])
    totals = smooth.Totals(design.Design(weight=np.ones(10)))
    found = judging.judge(welfare, score, np.ones(10), judging.Poor(line=10.0), judging.Choose(line=10.0))
    told = rows(judging.near(found, totals))
    assert told[("excluded_near_line", "5 %")] == pytest.approx(0.5)
    assert told[("included_near_line", "5 %")] == pytest.approx(1)
    assert told[("excluded_poorest_tenth", "")] == 1
    errors = rows(judging.errors(found, totals, {}, found.known))
    assert (errors[("exclusion_error", "")], errors[("inclusion_error", "")]) == pytest.approx((2 / 3, 1 / 2))


def test_a_group_that_is_missed_more_is_seen() -> None:
    totals, welfare, score = people(n=2000)
    woman = np.arange(2000) % 2 == 0
    score = np.where(woman & (welfare < 2500), score * 1.6, score)
    found = judging.judge(welfare, score, totals.design.weight, judging.Poor(line=2500.0), judging.Choose())
    groups = performance.Groups.of("head", np.where(woman, "woman", "man"))
    told = {(name, of["head"]): one for name, of, one in judging.disparity(found, totals, groups)}
    gap = told[("exclusion_gap", "woman")]
    assert gap.value > 0.1 and gap.low > 0
    assert told[("exclusion_gap", "man")].value == pytest.approx(-gap.value)


def test_who_has_no_score_is_in_no_error_and_counted() -> None:
    totals, welfare, score = people()
    score[:40] = np.nan
    found = judging.judge(welfare, score, totals.design.weight, judging.Poor(share=0.3), judging.Choose())
    told = rows(judging.fits(found, totals))
    assert told[("no_score", "")] == pytest.approx(totals.design.weight[:40].sum() / totals.design.weight.sum())
    assert found.known.sum() == 360 and not found.chosen[:40].any()


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(targeting.TargetingError, match="one of them, not both"):
        judging.judge(np.ones(2), np.ones(2), np.ones(2), judging.Poor(), judging.Choose())
    with pytest.raises(targeting.TargetingError, match="No household has both"):
        judging.judge(np.ones(2), np.full(2, np.nan), np.ones(2), judging.Poor(share=0.2), judging.Choose())
