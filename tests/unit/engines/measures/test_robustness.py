"""What depends on choices: ranks against scipy, redundancy by hand, and what must hold of curves and comparisons."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ayni.engines.measures import deprivation, design, robustness

THIRD = Fraction(1, 3)


def people(seed: int = 1, n: int = 300, **more: object) -> deprivation.Population:
    rng = np.random.default_rng(seed)
    answers = {
        name: (rng.random(n) < share).astype(float) for name, share in zip("abcd", (0.5, 0.3, 0.4, 0.2), strict=True)
    }
    measure = deprivation.Instrument.from_dict(
        {"code": "t", "k": "1/3", "dimensions": {"x": ["a", "b"], "y": ["c"], "z": ["d"]}}
    )
    drawn = design.Design(psu=rng.integers(0, 40, n), weight=rng.uniform(0.5, 2, n))
    return deprivation.population(answers, measure, drawn, groups={"region": rng.integers(0, 6, n)}, **more)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=12))
def test_rank_correlations_are_those_of_scipy(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert robustness.tau_b(one, other) is None
        assert robustness.spearman(one, other) is None
        return
    assert robustness.tau_b(one, other) == pytest.approx(stats.kendalltau(one, other).statistic)
    assert robustness.spearman(one, other) == pytest.approx(stats.spearmanr(one, other).statistic)


def test_a_group_that_is_unknown_is_passed_by_in_ranks() -> None:
    one, other = np.array([1.0, 2.0, 3.0, np.nan]), np.array([1.0, 2.0, 3.0, 0.0])
    assert robustness.tau_b(one, other) == 1
    assert robustness.spearman(one, other) == 1
    assert robustness.spearman(one[:1], other[:1]) is None


def test_the_curve_falls_with_k_and_meets_the_measure() -> None:
    population = people()
    labels, totals = population.cuts["region"]
    ks = [Fraction(k, 100) for k in range(1, 101)]
    for totalled in (population.whole, totals):
        points = robustness.curve(population, totalled, ks)
        for group in range(totalled.cells.groups):
            heads = [at[group].H.value for at in points]
            adjusted = [at[group].M0.value for at in points]
            assert heads == sorted(heads, reverse=True)
            assert adjusted == sorted(adjusted, reverse=True)
    found = population.at(Fraction(34, 100))
    assert points[33][labels.index(2)].M0 == found.groups["region"][2].M0


def test_halves_of_three_dimensions_are_fifty_twenty_five_twenty_five() -> None:
    population = people()
    schemes = robustness.half_schemes(population.instrument)
    assert schemes["half_x"] == {"x": Fraction(1, 2), "y": Fraction(1, 4), "z": Fraction(1, 4)}
    same = robustness.alternative(population, population.whole, "same", THIRD, {})
    assert same.adjusted[0] == pytest.approx(population.at().national.M0.value)
    other = robustness.alternative(population, population.whole, "half_x", THIRD, schemes["half_x"])
    direct = deprivation.Population(
        population.instrument.weighted(schemes["half_x"]),
        population.design,
        population.answered,
        population.everyone,
        population.whole,
        {},
    )
    assert other.adjusted[0] == pytest.approx(direct.at().national.M0.value)


def test_a_measure_of_one_dimension_has_no_other_weights() -> None:
    one = deprivation.Instrument.from_dict({"code": "t", "k": 1, "dimensions": {"x": ["a"]}})
    assert robustness.half_schemes(one) == {}


def test_comparisons_hold_when_nothing_else_is_chosen() -> None:
    population = people()
    _, totals = population.cuts["region"]
    same = robustness.alternative(population, totals, "same", THIRD, {})
    found = robustness.comparisons(population, totals, THIRD, [same])
    assert (found.pairs, found.kept) == (15, 1.0)
    assert found.robust in (None, 1.0)
    assert robustness.comparisons(population, population.whole, THIRD, []) == robustness.Comparisons(0, 0, None, None)


def test_groups_far_apart_differ_beyond_chance() -> None:
    n = 400
    rich = np.repeat([0, 1], n // 2)
    answers = {"a": 1.0 - rich, "b": (np.arange(n) % 5 == 0).astype(float)}
    measure = deprivation.Instrument.from_dict({"code": "t", "k": "1/2", "dimensions": {"x": ["a"], "y": ["b"]}})
    population = deprivation.population(answers, measure, design.Design(weight=np.ones(n)), groups={"rich": rich})
    _, totals = population.cuts["rich"]
    found = robustness.comparisons(population, totals, Fraction(1, 2), [])
    assert (found.pairs, found.differing, found.robust) == (1, 1, 1.0)


def test_redundancy_and_association_by_hand() -> None:
    answers = {"a": [1, 1, 1, 0, 0, 0, 0, 0], "b": [1, 1, 0, 1, 1, 0, 0, 0]}
    measure = deprivation.Instrument.from_dict({"code": "t", "k": 1, "dimensions": {"x": ["a"], "y": ["b"]}})
    weight = np.array([1, 2, 1, 1, 3, 1, 2, 1.0])
    population = deprivation.population(answers, measure, design.Design(weight=weight))
    ((one, other, overlap, association),) = robustness.redundancy(population)
    assert (one, other) == ("a", "b")
    assert overlap.value == pytest.approx(3 / 4)
    a, b = (np.array(answers[name], dtype=float) for name in "ab")
    expected = np.cov(a, b, aweights=weight)
    assert association.value == pytest.approx(expected[0, 1] / np.sqrt(expected[0, 0] * expected[1, 1]))
    assert association.se > 0


def test_an_indicator_that_deprives_nobody_has_no_association() -> None:
    answers = {"a": [0, 0, 0, 0], "b": [1, 0, 1, 0]}
    measure = deprivation.Instrument.from_dict({"code": "t", "k": 1, "dimensions": {"x": ["a"], "y": ["b"]}})
    population = deprivation.population(answers, measure, design.Design(weight=np.ones(4)))
    ((_, _, overlap, association),) = robustness.redundancy(population)
    assert overlap.value is None and association.value is None


def test_the_error_of_an_association_is_near_that_of_the_jackknife() -> None:
    rng = np.random.default_rng(3)
    n = 400
    a = (rng.random(n) < 0.4).astype(float)
    b = np.where(rng.random(n) < 0.5, a, (rng.random(n) < 0.3).astype(float))
    measure = deprivation.Instrument.from_dict({"code": "t", "k": 1, "dimensions": {"x": ["a"], "y": ["b"]}})
    population = deprivation.population({"a": a, "b": b}, measure, design.Design(weight=np.ones(n)))
    ((_, _, _, found),) = robustness.redundancy(population)
    left = [np.corrcoef(np.delete(a, i), np.delete(b, i))[0, 1] for i in range(n)]
    jackknife = np.sqrt((n - 1) / n * ((left - np.mean(left)) ** 2).sum())
    assert found.se == pytest.approx(jackknife, rel=0.02)
