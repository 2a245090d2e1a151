"""Performance of programmes: by hand, by identities that always hold, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.engines.measures import concentration, design, performance, smooth

LINE = 4.5


def ten() -> tuple[design.Design, np.ndarray]:
    return design.Design(weight=np.ones(10)), np.arange(1.0, 11)


def rows(found: object) -> dict[tuple[str, str], float | None]:
    return {(name, ",".join(map(str, of.values()))): one.value for name, of, one in found}  # type: ignore[attr-defined]


def drawn(seed: int, n: int = 300) -> tuple[smooth.Totals, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    sample = design.Design(np.arange(n) % 3, np.arange(n) // 10, rng.uniform(0.5, 2, n))
    welfare = np.exp(rng.normal(8, 0.7, n)).round(-2)
    benefit = np.where(rng.random(n) < 0.5, rng.uniform(10, 200, n), 0.0)
    return smooth.Totals(sample), welfare, benefit


def test_ten_people_by_hand() -> None:
    sample, after = ten()
    benefit = np.array([1.0, 1, 0, 1, 0, 1, 0, 0, 0, 0])
    found = performance.transfers("cash", benefit, after)
    assert found.before.tolist() == [0, 1, 3, 3, 5, 5, 7, 8, 9, 10]
    totals = smooth.Totals(sample)
    reach = rows(performance.reach(found, totals))
    assert reach[("coverage", "")] == pytest.approx(0.4)
    assert reach[("adequacy", "")] == pytest.approx(4 / (1 + 2 + 4 + 6))
    assert reach[("generosity", "")] == pytest.approx(1)
    aim = rows(performance.aim(found, performance.Target(None), LINE, totals))
    assert aim[("target_share", "poor")] == pytest.approx(0.4)
    assert aim[("under_coverage", "poor")] == pytest.approx(0.25)
    assert aim[("leakage_benefits", "poor")] == pytest.approx(0.25)
    assert aim[("cgh", "poor")] == pytest.approx(0.75 / 0.4)
    effect = rows(performance.effect(found, LINE, "lt", totals, cost=0.25))
    assert effect[("fgt0_before", "4.5")] == effect[("fgt0_after", "4.5")] == pytest.approx(0.4)
    assert effect[("fgt0_reduction_relative", "4.5")] == 0
    assert effect[("benefit_cost", "4.5")] == pytest.approx(3 / (4 * 1.25))
    assert effect[("spill_over", "4.5")] == pytest.approx(1 - 3 / 5)
    assert effect[("fgt1_reduction", "4.5")] == pytest.approx(3 / LINE / 10)


def test_a_proposed_programme_is_added_and_a_current_one_taken_off() -> None:
    benefit, welfare = np.array([2.0, 0]), np.array([3.0, 5])
    current = performance.transfers("a", benefit, welfare)
    proposed = performance.transfers("a", benefit, welfare, proposed=True)
    assert (current.before.tolist(), current.after.tolist()) == ([1, 5], [3, 5])
    assert (proposed.before.tolist(), proposed.after.tolist()) == ([3, 5], [5, 5])


def test_a_benefit_above_the_welfare_is_cut_and_counted_and_unknown_is_not_zero() -> None:
    found = performance.transfers("a", np.array([9.0, 1, np.nan]), np.array([4.0, 4, 4]))
    assert (found.capped, found.missing) == (1, 1)
    assert found.before[:2].tolist() == [0, 3] and found.known.tolist() == [True, True, False]


def test_what_a_household_gets_is_counted_once() -> None:
    """Three rows of persons or one of their household: the money is the same."""
    persons = performance.shared(np.full(3, 30.0), np.full(3, 3.0))
    household = performance.shared(np.array([30.0]), np.array([3.0]))
    own = performance.shared(np.array([30.0, 0, 0]), np.full(3, 3.0), ["h", "h", "h"])
    assert persons.sum() == (household * 3).sum() == own.sum() == 30
    unknown = performance.shared(np.array([30.0, np.nan, 0]), np.full(3, 3.0), ["h", "h", "k"])
    assert np.isnan(unknown).tolist() == [True, True, False]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), groups=st.sampled_from([5, 10]))
def test_parts_of_what_is_given_add_up_to_all_of_it(seed: int, groups: int) -> None:
    totals, welfare, benefit = drawn(seed)
    found = performance.transfers("a", benefit, welfare)
    rank = concentration.quantile_groups(found.before, totals.design.weight, groups)
    parts = performance.Groups("quantile", rank - 1, [str(one) for one in range(1, groups + 1)])
    told = list(performance.reach(found, totals, parts))
    for name in ("beneficiary_incidence", "benefit_incidence"):
        assert sum(one.value for which, _of, one in told if which == name) == pytest.approx(1)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.2, 0.4]))
def test_the_same_to_everybody_is_aimed_at_nobody(seed: int, share: float) -> None:
    totals, welfare, _ = drawn(seed)
    found = performance.transfers("a", np.full(len(welfare), 50.0), welfare, proposed=True)
    aim = rows(performance.aim(found, performance.Target(share), None, totals))
    assert aim[("cgh", f"poorest {100 * share:g} %")] == pytest.approx(1)
    order = concentration.ranked(found.before, totals.design.weight)
    assert concentration.coefficient(found.benefit, order, totals).value == pytest.approx(0, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_coverage_and_under_coverage_are_all_and_ties_stay_together(seed: int) -> None:
    totals, welfare, benefit = drawn(seed)
    rank = concentration.quantile_groups(welfare, totals.design.weight, 5)
    assert all(len(set(rank[welfare == level])) == 1 for level in set(welfare.tolist()))
    found = performance.transfers("a", benefit, welfare)
    aim = rows(performance.aim(found, performance.Target(0.4), None, totals))
    assert aim[("target_coverage", "poorest 40 %")] + aim[("under_coverage", "poorest 40 %")] == pytest.approx(1)
    shuffled = np.random.default_rng(seed).permutation(len(welfare))
    again = concentration.quantile_groups(welfare[shuffled], totals.design.weight[shuffled], 5)
    assert again.tolist() == rank[shuffled].tolist()


def test_all_level_is_one_group() -> None:
    assert set(concentration.quantile_groups(np.full(8, 3.0), np.ones(8), 5).tolist()) == {1}


def test_what_makes_no_sense_is_refused() -> None:
    sample, welfare = ten()
    with pytest.raises(performance.PerformanceError, match="cannot be negative"):
        performance.shared(np.array([-1.0]), np.ones(1))
    with pytest.raises(performance.PerformanceError, match="has 0 people"):
        performance.shared(np.ones(1), np.zeros(1))
    with pytest.raises(performance.PerformanceError, match="Row 2 has no household"):
        performance.shared(np.ones(2), np.ones(2), ["h", None])
    found = performance.transfers("a", np.ones(10), welfare)
    with pytest.raises(performance.PerformanceError, match="no line"):
        performance.told(found, performance.Target(None), None, sample.weight)
    with pytest.raises(performance.PerformanceError, match="must be above zero"):
        list(performance.effect(found, 0.0, "lt", smooth.Totals(sample)))
    nobody = performance.transfers("a", np.full(10, np.nan), welfare)
    with pytest.raises(performance.PerformanceError, match="Nobody has both"):
        performance.told(nobody, performance.Target(), None, sample.weight)


def test_nobody_receives_it() -> None:
    sample, welfare = ten()
    found = performance.transfers("a", np.zeros(10), welfare)
    totals = smooth.Totals(sample)
    told = rows(
        [
            *performance.reach(found, totals),
            *performance.spread(found, totals),
            *performance.effect(found, 4, "lt", totals),
        ]
    )
    assert told[("coverage", "")] == 0
    assert told[("generosity", "")] is told[("concentration", "")] is told[("benefit_cost", "4")] is None
    assert told[("fgt0_reduction", "4")] == 0
