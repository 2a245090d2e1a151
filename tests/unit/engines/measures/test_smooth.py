"""Errors that follow from how a figure is written: equal to those of estimates made in one step, and to a jackknife."""

from __future__ import annotations

import numpy as np
import pytest

from ayni.engines.measures import concentration, design, estimate, smooth


def sample(n: int = 240, seed: int = 2) -> tuple[design.Design, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    drawn = design.Design(np.arange(n) % 4, np.arange(n) // 8, rng.uniform(1, 3, n))
    x = np.exp(rng.normal(3, 0.6, n))
    return drawn, x * rng.uniform(0.2, 1.5, n), x


def test_ratios_and_totals_equal_those_of_estimate() -> None:
    drawn, y, x = sample()
    here = x > 15
    totals = smooth.Totals(drawn)
    mine = totals.estimate(totals.total(y, here) / totals.total(x, here))
    theirs = estimate.ratio(y, x, drawn, domain=here)
    assert (mine.value, mine.se, mine.low, mine.high) == pytest.approx(
        (theirs.value, theirs.se, theirs.low, theirs.high)
    )
    assert (mine.n, mine.degrees) == (theirs.n, theirs.degrees)
    whole, said = totals.estimate(totals.total(y)), estimate.total(y, drawn)
    assert (whole.value, whole.se) == pytest.approx((said.value, said.se))
    share = totals.estimate(totals.mean(y > 10, here), share=True)
    known = estimate.share(y > 10, drawn, domain=here)
    assert (share.value, share.se, share.low) == pytest.approx((known.value, known.se, known.low))


@pytest.mark.parametrize("which", ["product", "concentration", "gini"])
def test_linearised_variables_are_the_derivatives_by_the_weight_of_each_cluster(which: str) -> None:
    drawn, y, x = sample()

    def figure(weight: np.ndarray) -> smooth.Smooth:
        totals = smooth.Totals(design.Design(drawn.stratum_of[drawn.cluster], drawn.cluster, weight))
        if which == "gini":
            return concentration.gini(x, totals)
        if which == "concentration":
            return concentration.coefficient(y, concentration.ranked(x, weight), totals)
        return (totals.mean(y) / totals.mean(x)) * totals.mean(x > 20) - totals.mean(y > 10)

    found = figure(drawn.weight).z
    for cluster in range(0, drawn.clusters, 7):
        here = np.where(drawn.cluster == cluster, 1e-5, 0.0)
        change = figure(drawn.weight * (1 + here)).value - figure(drawn.weight * (1 - here)).value
        assert found[cluster] == pytest.approx(change / 2e-5, rel=1e-5, abs=1e-10)


def test_no_denominator_no_value() -> None:
    drawn, y, _ = sample()
    totals = smooth.Totals(drawn)
    nobody = np.zeros(len(y), dtype=bool)
    found = totals.estimate(totals.mean(y, nobody))
    assert (found.value, found.se, found.n) == (None, None, 0)


def test_intervals_of_shares_may_be_symmetric() -> None:
    drawn, y, _ = sample()
    logit, normal = (smooth.Totals(drawn, ci=ci) for ci in ("logit", "normal"))
    one, other = (totals.estimate(totals.mean(y > 10), share=True) for totals in (logit, normal))
    assert other.value - other.low == pytest.approx(other.high - other.value)
    assert one.value - one.low != pytest.approx(one.high - one.value)


def test_the_gini_by_hand() -> None:
    totals = smooth.Totals(design.Design(weight=np.ones(4)))
    assert concentration.gini(np.array([1.0, 1, 1, 1]), totals).value == pytest.approx(0)
    assert concentration.gini(np.array([0.0, 0, 0, 8]), totals).value == pytest.approx(0.75)
    assert np.isnan(concentration.gini(np.zeros(4), totals).value)


def test_the_curve_begins_and_ends_where_it_must() -> None:
    order = concentration.ranked(np.array([3.0, 1, 2, 2]), np.ones(4))
    points = concentration.curve(np.array([0.0, 6, 2, 2]), order, np.ones(4), points=4)
    assert [share for _, share in points] == pytest.approx([0, 0.6, 0.8, 1, 1])
    assert [people for people, _ in points] == [0, 0.25, 0.5, 0.75, 1]
    assert concentration.curve(np.zeros(4), order, np.ones(4)) == []
