"""Totals, means and ratios, against sums done by hand and by textbook formulas."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ayni.engines.measures import design, estimate


def random_sample(seed: int, n: int = 400) -> tuple[design.Design, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    stratum = rng.integers(0, 4, n)
    drawn = design.Design(stratum, rng.integers(0, 9, n), rng.uniform(0.5, 3, n))
    return drawn, rng.normal(10, 3, n), rng.integers(0, 3, n)


def slow_variance(drawn: design.Design, z: np.ndarray) -> float:
    """The formula as it is written, PSU by PSU."""
    whole = 0.0
    for code in range(len(drawn.strata)):
        clusters = np.flatnonzero(drawn.stratum_of == code)
        sums = np.array([z[drawn.cluster == cluster].sum() for cluster in clusters])
        whole += len(sums) / (len(sums) - 1) * ((sums - sums.mean()) ** 2).sum()
    return whole


def test_a_simple_random_sample_is_the_textbook() -> None:
    y = np.array([3.0, 5.0, 8.0, 13.0, 21.0])
    found = estimate.mean(y, design.Design(weight=np.full(5, 10.0)))
    se = y.std(ddof=1) / 5**0.5
    reach = stats.t.ppf(0.975, 4) * se
    assert found.value == 10
    assert found.se == pytest.approx(se)
    assert (found.low, found.high) == pytest.approx((10 - reach, 10 + reach))
    assert (found.n, found.degrees) == (5, 4)
    assert found.design_effect == pytest.approx(1)


def test_a_total_and_its_design_effect() -> None:
    y = np.array([3.0, 5.0, 8.0, 13.0])
    found = estimate.total(y, design.Design(weight=np.full(4, 2.0)))
    assert found.value == 58
    assert found.se == pytest.approx(8 * y.std(ddof=1) / 2)
    assert found.design_effect == pytest.approx(1)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_groups_equal_the_formula_written_out(seed: int) -> None:
    drawn, y, group = random_sample(seed)
    found = estimate.by_group(y, drawn, group)
    for label, figure in found.items():
        weight = drawn.weight * (group == label)
        mean = weight @ y / weight.sum()
        z = weight * (y - mean) / weight.sum()
        assert figure.value == pytest.approx(mean)
        assert figure.se == pytest.approx(slow_variance(drawn, z) ** 0.5)
        alone = estimate.mean(y, drawn, domain=group == label)
        assert list(figure.as_dict().values()) == pytest.approx(list(alone.as_dict().values()))


def test_a_domain_is_not_a_shorter_file() -> None:
    """PSUs without anybody of the domain count; dropping their rows first would hide error."""
    stratum, psu = np.array(["a"] * 4), np.array([1, 2, 3, 4])
    y, inside = np.array([1.0, 2.0, 9.0, 9.0]), np.array([True, True, False, False])
    whole = estimate.total(y, design.Design(stratum, psu), domain=inside)
    cut = estimate.total(y[:2], design.Design(stratum[:2], psu[:2]))
    assert whole.value == cut.value == 3
    assert cut.se == pytest.approx(1.0)
    assert whole.se == pytest.approx((4 / 3 * (5 - 4 * 0.75**2)) ** 0.5)


def test_an_empty_domain_has_no_value() -> None:
    drawn, y, _ = random_sample(4)
    nobody = np.zeros(drawn.size, dtype=bool)
    for found in (
        estimate.mean(y, drawn, domain=nobody),
        estimate.total(y, drawn, domain=nobody),
        estimate.share(y > 10, drawn, domain=nobody),
        estimate.ratio(y, y, drawn, domain=nobody),
    ):
        assert found == estimate.Estimate(None, None, None, None, 0, 0, None)


def test_missing_values_are_outside_the_domain() -> None:
    drawn, y, _ = random_sample(5)
    gaps = np.where(np.arange(drawn.size) % 7 == 0, np.nan, y)
    assert estimate.mean(gaps, drawn) == estimate.mean(y, drawn, domain=~np.isnan(gaps))
    assert estimate.total(gaps, drawn) == estimate.total(y, drawn, domain=~np.isnan(gaps))


def test_a_unit_without_weight_counts_for_nothing_but_its_psu() -> None:
    weight = np.array([1.0, 1.0, 0.0])
    found = estimate.mean([1.0, 3.0, 99.0], design.Design(weight=weight))
    assert (found.value, found.n, found.degrees) == (2.0, 2, 1)


def test_equal_values_have_no_error_and_a_share_of_one_no_interval() -> None:
    drawn, _, _ = random_sample(6)
    found = estimate.mean(np.full(drawn.size, 4.0), drawn)
    assert found.value == pytest.approx(4)
    assert found.se == pytest.approx(0, abs=1e-12)
    everyone = estimate.share(np.ones(drawn.size), drawn)
    assert (everyone.value, everyone.low, everyone.high) == (1.0, None, None)


def test_an_interval_of_a_share_stays_between_zero_and_one() -> None:
    rare = np.zeros(60)
    rare[:2] = 1
    drawn = design.Design(weight=np.ones(60))
    plain, logit = estimate.mean(rare, drawn), estimate.share(rare, drawn)
    assert plain.low is not None and logit.low is not None and logit.high is not None
    assert plain.low < 0 < logit.low < logit.value < logit.high < 1
    assert plain.se == logit.se


def test_one_psu_more_than_strata_is_needed_for_an_interval() -> None:
    found = estimate.mean([1.0, 2.0], design.Design(["a", "b"], [1, 2], singleton="remove"))
    assert (found.degrees, found.low) == (0, None)


def test_a_ratio_with_nothing_below_has_no_value() -> None:
    drawn = design.Design(weight=np.ones(3))
    assert estimate.ratio([1.0, 2.0, 3.0], [0.0, 0.0, 0.0], drawn).value is None


def test_labels_may_be_missing_and_groups_come_sorted() -> None:
    drawn = design.Design(weight=np.ones(5))
    found = estimate.by_group([1.0, 2.0, 3.0, 4.0, 100.0], drawn, ["b", "a", "b", "a", None])
    assert list(found) == ["a", "b"]
    assert (found["a"].value, found["b"].value) == (3.0, 2.0)


def test_values_of_another_length_are_refused() -> None:
    with pytest.raises(design.DesignError, match=r"y has shape \(2,\), but the design describes 3 units"):
        estimate.mean([1.0, 2.0], design.Design(weight=np.ones(3)))


def test_an_estimate_goes_into_json() -> None:
    drawn, y, _ = random_sample(7)
    assert json.loads(json.dumps(estimate.mean(y, drawn).as_dict()))["n"] == drawn.size


@given(scale=st.floats(0.01, 1e6), seed=st.integers(0, 1000))
def test_the_scale_of_the_weights_does_not_move_a_mean(scale: float, seed: int) -> None:
    drawn, y, group = random_sample(seed, 80)
    before = estimate.mean(y, drawn, domain=group == 1)
    drawn.weight = drawn.weight * scale
    after = estimate.mean(y, drawn, domain=group == 1)
    assert after.value == pytest.approx(before.value)
    assert after.se == pytest.approx(before.se)
