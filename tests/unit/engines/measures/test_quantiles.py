"""Quantiles: which value, and the interval around it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ayni.engines.measures import design, estimate, quantiles

VALUES = arrays.arrays(np.float64, st.integers(3, 40), elements=st.integers(0, 15))


@pytest.mark.parametrize(
    ("p", "math", "school"), [(0.25, 1.0, 1.5), (0.5, 2.0, 2.5), (0.6, 3.0, 3.0), (0.75, 3.0, 3.5), (0.99, 4.0, 4.0)]
)
def test_the_two_rules(p: float, math: float, school: float) -> None:
    drawn = design.Design(weight=[2.0] * 4)
    assert quantiles.quantile([4.0, 2, 3, 1], drawn, p)[0].value == math
    assert quantiles.quantile([4.0, 2, 3, 1], drawn, p, rule="school")[0].value == school


@settings(deadline=None)
@given(VALUES, st.floats(0.05, 0.95))
def test_it_is_the_smallest_value_with_enough_at_or_below(y: np.ndarray, p: float) -> None:
    weight = np.arange(1, len(y) + 1) % 4 + 0.5
    found = quantiles.quantile(y, design.Design(weight=weight), p)[0].value
    assert found is not None
    share = weight[y <= found].sum() / weight.sum()
    lower = weight[y < found].sum() / weight.sum()
    assert share >= p - 1e-9
    assert lower < p + 1e-9


def test_woodruff_turns_the_interval_of_the_share_into_values() -> None:
    lot = np.random.default_rng(5)
    y, psu = lot.lognormal(size=300), lot.integers(0, 30, 300)
    drawn = design.Design(None, psu, lot.uniform(1, 2, 300))
    found = quantiles.quantile(y, drawn, 0.3)[0]
    share = estimate.share(y <= found.value, drawn, ci="normal")
    ends = [quantiles.quantile(y, drawn, limit)[0].value for limit in (share.low, share.high)]  # type: ignore[arg-type]
    assert [found.low, found.high] == ends
    assert found.se == pytest.approx((ends[1] - ends[0]) / 2 / estimate.critical(found.degrees))  # type: ignore[operator]
    logit = quantiles.quantile(y, drawn, 0.3, interval="logit")[0]
    assert logit.value == found.value
    assert logit.low != found.low or logit.high != found.high


def test_the_density_agrees_with_woodruff_where_there_is_enough() -> None:
    lot = np.random.default_rng(6)
    drawn = design.Design(weight=np.ones(20_000))
    y = lot.normal(50, 10, 20_000)
    found = [quantiles.quantile(y, drawn, 0.5, interval=one)[0].se for one in ("woodruff", "density")]
    assert found[0] == pytest.approx(1.2533 * 10 / 20_000**0.5, rel=0.1)  # sqrt(pi/2) sigma / sqrt(n)
    assert found[1] == pytest.approx(found[0], rel=0.1)


def test_each_group_has_its_own_and_an_empty_one_has_none() -> None:
    drawn = design.Design(weight=[1.0] * 6)
    codes = np.array([0, 0, 0, 2, 2, -1])
    found = quantiles.quantile([1.0, 2, 3, 10, np.nan, 99], drawn, 0.5, codes=codes, groups=3)
    assert [one.value for one in found] == [2.0, None, 10.0]
    assert [one.n for one in found] == [3, 0, 1]


def test_equal_values_have_no_error_and_a_limit_beyond_the_data_is_not_known() -> None:
    for interval in ("woodruff", "density"):
        found = quantiles.quantile([7.0] * 9, design.Design(weight=[1.0] * 9), 0.5, interval=interval)[0]  # type: ignore[arg-type]
        assert (found.value, found.se) == (7.0, 0.0)
    few = quantiles.quantile([1.0, 2, 3], design.Design(weight=[1.0] * 3), 0.9)[0]
    assert (few.value, few.se, few.low, few.high) == (3.0, None, None, None)  # the highest of the sample
    some = quantiles.quantile(np.arange(20.0), design.Design(weight=[1.0] * 20), 0.9)[0]
    assert (some.value, some.se, some.high) == (17.0, None, None)
    assert some.low is not None


@pytest.mark.parametrize("p", [0.0, 1.0, -0.1, 50])
def test_a_share_outside_0_to_1_is_refused(p: float) -> None:
    with pytest.raises(design.DesignError, match="Give a share between 0 and 1"):
        quantiles.quantile([1.0, 2.0], design.Design(weight=[1.0, 1.0]), p)


def test_lengths_must_agree() -> None:
    with pytest.raises(design.DesignError, match="for 2 units"):
        quantiles.quantile([1.0], design.Design(weight=[1.0, 1.0]), 0.5)
