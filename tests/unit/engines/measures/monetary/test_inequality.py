"""Inequality: definitions, influences, invariants, shares with ties, decompositions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.engines.measures import design
from ayni.engines.measures.monetary import decompositions, entropy, fgt, gini, lines, shares
from ayni.engines.measures.monetary.influences import Influence, People
from tests.unit.engines.measures.monetary import made

INDICES: dict[str, Callable[[People], Influence]] = {
    "gini": gini.gini,
    "gini of convey": partial(gini.gini, kind="convey"),
    "mld": partial(entropy.entropy, a=0),
    "theil": partial(entropy.entropy, a=1),
    "ge2": partial(entropy.entropy, a=2),
    "ge-1": partial(entropy.entropy, a=-1),
    "atkinson1": partial(entropy.atkinson, e=1),
    "atkinson2": partial(entropy.atkinson, e=2),
}


def of(found: Influence) -> float:
    return float(found.values[0])


def test_the_gini_is_the_mean_difference() -> None:
    people = made.people(1)
    y, w = people.y, people.design.weight
    apart = (w[:, None] * w[None] * np.abs(y[:, None] - y[None])).sum()
    expected = apart / (2 * w.sum() ** 2 * (w @ y / w.sum()))
    assert of(gini.gini(people)) == pytest.approx(expected)


def test_convey_counts_weights_as_persons() -> None:
    """A weight of 3 is three persons: with whole weights it is the Gini of the long file, with their (n - 1)."""
    y, w = np.array([1.0, 4.0, 6.0]), np.array([3.0, 2.0, 1.0])
    long = np.repeat(y, w.astype(int))
    place = np.arange(1, 7)
    expected = ((2 * place - 1) * long).sum() / (6 * long.sum()) - 1
    one_each = People.all(long, design.Design(weight=np.ones(6)))
    assert of(gini.gini(one_each, "convey")) == pytest.approx(expected)
    assert of(gini.gini(one_each, "pip")) == pytest.approx(expected)  # alike where every weight is 1
    short = People.all(y, design.Design(weight=w))
    assert of(gini.gini(short, "pip")) == pytest.approx(expected)
    assert of(gini.gini(short, "convey")) > expected


def test_entropy_and_atkinson_by_hand() -> None:
    people = People.all(np.array([1.0, 2.0, 5.0]), design.Design(weight=[2.0, 1.0, 1.0]))
    x = np.array([1.0, 1.0, 2.0, 5.0]) / 2.25
    assert of(entropy.entropy(people, 0)) == pytest.approx(-np.log(x).mean())
    assert of(entropy.entropy(people, 1)) == pytest.approx((x * np.log(x)).mean())
    assert of(entropy.entropy(people, 2)) == pytest.approx((x**2).mean() / 2 - 0.5)
    assert of(entropy.atkinson(people, 1)) == pytest.approx(1 - np.exp(np.log(x).mean()))
    assert of(entropy.atkinson(people, 0.5)) == pytest.approx(1 - (x**0.5).mean() ** 2)


@made.UNHURRIED
@given(made.SEEDS, st.sampled_from(sorted(INDICES)), st.integers(0, 59))
def test_every_influence_is_the_change_for_one_more_like_this(seed: int, name: str, row: int) -> None:
    people = made.people(seed, groups=2, ties=name != "gini of convey")
    expected = made.slope(people, INDICES[name], row)
    found = INDICES[name](people).u[row]
    assert found == pytest.approx(expected, rel=1e-4, abs=1e-8)


@made.UNHURRIED
@given(made.SEEDS, st.sampled_from(sorted(INDICES)), st.floats(0.01, 100))
def test_no_index_depends_on_the_unit_of_money(seed: int, name: str, times: float) -> None:
    people = made.people(seed)
    more = made.again(people, y=people.y * times)
    assert of(INDICES[name](more)) == pytest.approx(of(INDICES[name](people)))


@made.UNHURRIED
@given(made.SEEDS, st.sampled_from(sorted(set(INDICES) - {"gini of convey"})))
def test_splitting_a_weight_changes_nothing(seed: int, name: str) -> None:
    people = made.people(seed)
    twice = design.Design(
        None, np.repeat(np.arange(60), 2), np.repeat(people.design.weight, 2) * np.tile([0.3, 0.7], 60)
    )
    once = People.all(people.y, design.Design(None, np.arange(60), people.design.weight))
    more = People.all(np.repeat(people.y, 2), twice)
    one, other = (INDICES[name](some).linearised(some).estimates()[0] for some in (once, more))
    assert (other.value, other.se) == pytest.approx((one.value, one.se))


@made.UNHURRIED
@given(made.SEEDS)
def test_a_gift_from_rich_to_poor_lowers_every_index(seed: int) -> None:
    people = made.people(seed, ties=False)
    order = np.argsort(people.y)
    y, w = people.y.copy(), people.design.weight
    gift = 0.1 * (y[order[-1]] - y[order[0]]) * min(w[order[0]], w[order[-1]])
    y[order[0]] += gift / w[order[0]] / 2
    y[order[-1]] -= gift / w[order[-1]] / 2
    for name in set(INDICES) - {"gini of convey"}:
        assert of(INDICES[name](made.again(people, y=y))) < of(INDICES[name](people)) + 1e-12


@made.UNHURRIED
@given(made.SEEDS, st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0]))
def test_entropy_is_within_and_between_groups(seed: int, a: float) -> None:
    people = made.people(seed, ties=False)
    codes = np.random.default_rng(seed).integers(0, 3, 60)
    within, between = (one(people, a, codes, 3) for one in (entropy.within, entropy.between))
    assert of(within) + of(between) == pytest.approx(of(entropy.entropy(people, a)))
    assert of(between) >= -1e-12
    groups = People(people.y, people.design, codes, 3)
    own = entropy.entropy(groups, a).values
    part, income = groups.sums() / groups.sums().sum(), groups.sums(groups.y) / groups.sums(groups.y).sum()
    assert of(within) == pytest.approx(np.nansum(part ** (1 - a) * income**a * own))
    for row in (3, 30):
        expected = made.slope(people, lambda some: entropy.between(some, a, codes, 3), row)
        assert between.u[row] == pytest.approx(expected, rel=1e-3, abs=1e-9)


def test_shares_by_hand_and_ties_stay_together() -> None:
    people = People.all(np.array([1.0, 2, 3, 4, 10]), design.Design(weight=[1.0] * 5))
    assert of(shares.top_over_bottom(people, 0.2, 0.2)) == pytest.approx(10)
    assert of(shares.lorenz(people, 0.4)) == pytest.approx(3 / 20)
    assert of(shares.generalised_lorenz(people, 0.4)) == pytest.approx(3 / 5)
    assert of(shares.mean_below(people, 0.4)) == pytest.approx(1.5)
    assert of(shares.between(people, 0.8, 1.0)) == pytest.approx(0.5)
    tied = People.all(np.array([5.0, 5, 5, 5, 10]), design.Design(weight=[1.0] * 5))
    assert of(shares.lorenz(tied, 0.2)) == pytest.approx(20 / 30)  # all four who have 5
    fifths = [of(shares.between(tied, place / 5, (place + 1) / 5)) for place in range(5)]
    assert fifths == pytest.approx([20 / 30, 0, 0, 0, 10 / 30])


@made.UNHURRIED
@given(made.SEEDS, st.integers(2, 12))
def test_shares_sum_to_one(seed: int, count: int) -> None:
    people = made.people(seed)
    parts = [of(shares.between(people, place / count, (place + 1) / count)) for place in range(count)]
    assert sum(parts) == pytest.approx(1)


def test_welfare_of_zero_or_less_has_no_logarithm() -> None:
    people = People.all(np.array([-3.0, 0.0, 5.0, 15.0]), design.Design(weight=[1.0] * 4))
    two = People.all(np.array([5.0, 15.0]), design.Design(weight=[1.0] * 2))
    assert of(entropy.entropy(people, 0)) == pytest.approx(of(entropy.entropy(two, 0)))
    assert entropy.entropy(people, 0).linearised(people).estimates()[0].se is None  # of whom, is not said
    nobody = People.all(np.array([-3.0, 0.0]), design.Design(weight=[1.0] * 2))
    assert np.isnan(entropy.entropy(nobody, 1).values[0])
    assert np.isnan(gini.gini(People.all(np.zeros(3), design.Design(weight=[1.0] * 3))).values[0])


def test_all_alike_are_equal_without_an_error() -> None:
    alike = People.all(np.full(8, 40.0), design.Design(weight=np.arange(1.0, 9)))
    for name, index in INDICES.items():
        found = index(alike).linearised(alike).estimates()[0]
        if name != "gini of convey":
            assert found.value == pytest.approx(0, abs=1e-12), name
            assert found.se == pytest.approx(0, abs=1e-12), name
    assert np.isnan(shares.top_over_bottom(alike, 0.2, 0.2).values[0])  # nobody is above the quantile
    assert shares.lorenz(alike, 0.2).linearised(alike).estimates()[0].se == pytest.approx(0)


def test_an_aversion_of_zero_is_refused() -> None:
    with pytest.raises(design.DesignError, match="must be above 0"):
        entropy.atkinson(made.people(1), 0)


@made.UNHURRIED
@given(made.SEEDS)
def test_sources_sum_to_the_whole(seed: int) -> None:
    people = made.people(seed, ties=False)
    part = np.random.default_rng(seed).uniform(0.1, 0.9, 60)
    sources = {"work": people.y * part, "land": people.y * (1 - part) * 0.7, "grant": people.y * (1 - part) * 0.3}
    for absent in ("zero", "mean"):
        found = decompositions.shapley(people, sources, gini.gini, absent=absent)
        assert sum(of(one) for one in found.values()) == pytest.approx(of(gini.gini(people)))
    along = decompositions.gini_by_source(people, sources)
    assert sum(of(one) for one in along.values()) == pytest.approx(of(gini.gini(people)))
    unknown = along["work"].linearised(people).estimates()[0]
    assert unknown.value is not None and unknown.se is None
    line = lines.fixed("line", 60.0, 60)
    lowered = decompositions.shapley_of_poverty(people, sources, line, 1)
    assert 1 + sum(of(one) for one in lowered.values()) == pytest.approx(of(fgt.fgt(people, line, 1)))


def test_too_many_sources_are_refused() -> None:
    people = made.people(2)
    with pytest.raises(design.DesignError, match="Name 1 to 10"):
        decompositions.shapley(people, {str(one): people.y for one in range(11)}, gini.gini)
