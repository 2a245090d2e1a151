"""Errors of exclusion and inclusion, by hand and by their identities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.engines.measures import design, targeting


def test_ten_people_by_hand() -> None:
    welfare = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    score = np.array([1.0, 6, 2, 3, 9, 9, 9, 9, 4, 9])
    found = targeting.errors(welfare, score, np.ones(10), line=4.5)
    # poor: 1 2 3 4; chosen: those of scores 1, 2, 3 and 4, one of them not poor
    assert (found.poor, found.chosen) == (0.4, 0.4)
    assert (found.exclusion, found.inclusion) == (0.25, 0.25)
    assert found.accuracy == 0.8
    assert found.differential == pytest.approx(0.75 - 1 / 6)
    assert found.cgh == pytest.approx(0.75 / 0.4)


def test_a_cut_other_than_the_line() -> None:
    found = targeting.errors([1.0, 2, 3], [1.0, 2, 3], [1.0, 1, 2], line=2.5, cut=1.5)
    assert (found.chosen, found.exclusion, found.inclusion) == (0.25, 0.5, 0.0)


def test_weights_are_persons() -> None:
    found = targeting.errors([1.0, 1, 9], [1.0, 9, 9], [3.0, 1, 4], line=5)
    assert (found.exclusion, found.poor) == (0.25, 0.5)


@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.1, 0.2, 0.25, 0.5]))
def test_equal_shares_make_equal_errors(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    found = targeting.errors(rng.normal(size=200), rng.normal(size=200), np.ones(200), share=share)
    assert found.poor == found.chosen == share
    assert found.exclusion == pytest.approx(found.inclusion)


def test_missing_scores_are_reported_and_missing_welfare_left_out() -> None:
    found = targeting.errors([1.0, 2, np.nan, 9], [1.0, np.nan, 1, 9], [1.0, 1, 5, 2], line=5)
    assert (found.n, found.unknown) == (2, 0.25)
    assert found.exclusion == 0


def test_nobody_poor_or_chosen_has_no_error() -> None:
    found = targeting.errors([9.0, 9], [9.0, 9], [1.0, 1], line=5)
    assert (found.poor, found.exclusion, found.inclusion, found.cgh) == (0, None, None, None)
    assert found.accuracy == 1
    nobody = targeting.errors([np.nan], [1.0], [1.0], share=0.2)
    assert (nobody.n, nobody.poor) == (0, None)


@pytest.mark.parametrize("who", [{}, {"line": 1.0, "share": 0.2}])
def test_who_is_poor_is_said_once(who: dict[str, float]) -> None:
    with pytest.raises(targeting.TargetingError, match="one of them, not both"):
        targeting.errors([1.0], [1.0], [1.0], **who)


@pytest.mark.parametrize(("share", "expected"), [(0.25, 1.0), (0.26, 2.0), (0.5, 2.0), (1.0, 4.0)])
def test_a_quantile_is_the_smallest_value_that_reaches_its_share(share: float, expected: float) -> None:
    assert targeting.quantile(np.array([4.0, 2, 1, 3]), np.full(4, 0.1), share) == expected


def test_psus_are_dealt_evenly_and_repeatably_and_stay_whole() -> None:
    drawn = design.Design(np.repeat([0, 1, 2], 20), np.arange(60) // 2)
    parts = targeting.deal(drawn, 4, seed=9)
    assert sorted(np.bincount(parts)) == [7, 7, 8, 8]
    assert parts.tolist() == targeting.deal(drawn, 4, seed=9).tolist()
    assert parts.tolist() != targeting.deal(drawn, 4, seed=10).tolist()
    for stratum in range(3):
        assert set(np.bincount(parts[drawn.stratum_of == stratum], minlength=4)) <= {2, 3}


def test_too_many_folds_are_refused() -> None:
    with pytest.raises(targeting.TargetingError, match="Choose from 2 to 3 parts"):
        targeting.deal(design.Design(psu=[1, 2, 3]), 4, seed=0)


def test_out_of_sample_is_worse_than_in_sample_when_proxies_are_noise() -> None:
    rng = np.random.default_rng(5)
    n = 300
    y, x = np.exp(rng.normal(8, 1, n)), rng.normal(size=(n, 40))
    drawn = design.Design(psu=np.arange(n) // 5)
    found = targeting.cross_validate(y, x, None, drawn, folds=5, seed=1, share=0.3)
    assert max(found.r2) < 0.05
    assert len(found.folds) == 5 and found.overall.n == n
    assert found.overall.exclusion > 0.5
    assert found == targeting.cross_validate(y, x, None, drawn, folds=5, seed=1, share=0.3)


def test_second_stage_units_go_with_their_psu() -> None:
    psu, home = np.arange(80) // 8, np.arange(80) // 2
    drawn = design.Design(None, psu, np.ones(80), fpc=np.full(80, 100), later=[design.Later(home, np.full(80, 40))])
    parts = targeting.deal(drawn, 5, seed=1)[drawn.cluster]
    assert all(len(set(parts[psu == one])) == 1 for one in range(10))
    assert sorted(np.bincount(parts)) == [16] * 5
