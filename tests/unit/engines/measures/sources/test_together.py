"""What travels together: pairs, correlations, order, combinations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ayni.engines.measures.design import Design
from ayni.engines.measures.sources import labels, together

NAN = np.nan
#: Water and sanitation go together; school stands alone. One column a row: eight people.
TABLE = np.array(
    [[1, 1, 1, 1, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0, 0, 1], [1, 0, 0, 1, 1, 0, 0, 0]],
    dtype=float,
)
THINGS = ("water", "toilet", "school")
EVEN = Design(weight=np.ones(8))


def pair(one: str, other: str, table: np.ndarray = TABLE, design: Design = EVEN) -> together.Pair:
    found = together.pairs(THINGS, table, design)
    return next(each for each in found if (each.one, each.other) == (one, other))


def test_joint_shares_conditional_shares_and_lift() -> None:
    found = pair("water", "toilet")
    assert found.joint.value == 3 / 8
    assert [each.value for each in found.given] == [0.75, 0.75]
    assert found.lift.value == pytest.approx((3 / 8) / (0.5 * 0.5))
    assert found.lift.se is not None and found.lift.low is not None and found.lift.low < 1.5 < (found.lift.high or 0)


def test_phi_is_the_correlation_of_the_columns_with_the_weights() -> None:
    assert pair("water", "toilet").phi == pytest.approx(np.corrcoef(TABLE[0], TABLE[1])[0, 1])
    times = np.array([3, 1, 2, 1, 1, 4, 1, 2])
    repeated = np.repeat(TABLE, times, axis=1)
    weighted = pair("water", "school", design=Design(weight=times.astype(float)))
    assert weighted.phi == pytest.approx(np.corrcoef(repeated[0], repeated[2])[0, 1])


def test_the_error_of_lift_is_that_of_its_parts() -> None:
    """By the jackknife: leave each person out in turn."""
    generator = np.random.default_rng(5)
    one = (generator.random(400) < 0.4).astype(float)
    other = np.where(generator.random(400) < 0.5, one, generator.random(400) < 0.3).astype(float)
    found = next(together.pairs(("a", "b"), np.array([one, other]), Design(weight=np.ones(400))))
    n, joint = 400, one * other
    left = [
        ((joint.sum() - joint[i]) / (n - 1)) / (((one.sum() - one[i]) / (n - 1)) * ((other.sum() - other[i]) / (n - 1)))
        for i in range(n)
    ]
    jackknife = np.sqrt((n - 1) / n * np.sum((np.array(left) - np.mean(left)) ** 2))
    assert found.lift.se == pytest.approx(jackknife, rel=0.01)


@pytest.mark.parametrize("correlation", [-0.8, -0.3, 0.0, 0.4, 0.9])
@pytest.mark.parametrize("cuts", [(0.5, 0.5), (0.1, 0.3), (0.9, 0.2)])
def test_a_tetrachoric_correlation_is_found_again(correlation: float, cuts: tuple[float, float]) -> None:
    h, k = stats.norm.ppf(1 - np.array(cuts))
    both = stats.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]]).cdf([-h, -k])
    assert together.tetrachoric(cuts[0], cuts[1], float(both)) == pytest.approx(correlation, abs=2e-4)


def test_at_the_medians_the_tetrachoric_correlation_is_a_sine() -> None:
    assert together.tetrachoric(0.5, 0.5, 1 / 3) == pytest.approx(np.sin(np.pi / 6))


def test_what_is_met_nowhere_everywhere_or_never_together_has_no_tetrachoric_correlation() -> None:
    assert together.tetrachoric(0.0, 0.5, 0.0) is None
    assert together.tetrachoric(1.0, 0.5, 0.5) is None
    assert together.tetrachoric(0.3, 0.5, 0.0) is None
    nobody = TABLE * np.array([[0], [1], [1]])
    found = pair("water", "toilet", nobody)
    assert found.phi is None and found.lift.value is None and found.joint.value == 0


def test_a_pair_rests_on_those_who_answered_both() -> None:
    table = TABLE.copy()
    table[0, 0], table[1, 7] = NAN, NAN
    found = pair("water", "toilet", table)
    assert found.joint.n == 6 and found.joint.value == pytest.approx(2 / 6)
    assert found.phi == pytest.approx(np.corrcoef(table[0, 1:7], table[1, 1:7])[0, 1])


def test_what_goes_together_stands_side_by_side() -> None:
    generator = np.random.default_rng(1)
    base, other = generator.random(500) < 0.5, generator.random(500) < 0.5
    noisy = [np.where(generator.random(500) < 0.1, ~leaning, leaning) for leaning in (base, other, base, other)]
    table = np.array(noisy, dtype=float)
    names = ("a1", "b1", "a2", "b2")
    found = list(together.pairs(names, table, Design(weight=np.ones(500))))
    order, tree = together.order(names, found)
    assert {frozenset(order[:2]), frozenset(order[2:])} == {frozenset({"a1", "a2"}), frozenset({"b1", "b2"})}
    assert len(tree) == 3
    assert together.order(("x", "y"), []) == (["x", "y"], [])


def test_combinations_are_all_that_are_met_and_add_up() -> None:
    found = together.combinations(THINGS, TABLE, np.ones(8))
    assert sum(one.share for one in found) == pytest.approx(1)
    assert found[0].things == () or found[0].share == 2 / 8
    assert {one.things: one.n for one in found} == {
        ("water", "toilet", "school"): 1, ("water", "toilet"): 2, ("water", "school"): 1, ("school",): 1, (): 2,
        ("toilet",): 1,
    }  # fmt: skip
    weighted = together.combinations(THINGS, TABLE, np.array([5.0, 1, 1, 1, 1, 1, 1, 1]))
    assert weighted[0].things == THINGS and weighted[0].people == 5


def test_nobody_who_answered_everything_and_too_many_things() -> None:
    assert together.combinations(THINGS, np.full((3, 8), NAN), np.ones(8)) == []
    with pytest.raises(together.SourcesError, match="at most 40"):
        together.combinations([str(one) for one in range(41)], np.ones((41, 8)), np.ones(8))


def test_who_is_concerned_and_who_stands_outside_every_label() -> None:
    who = labels.concerned(np.array([0, 1, 2, NAN]), 2)
    assert who[:3].tolist() == [0, 0, 1] and np.isnan(who[3])
    none = labels.outside({"orphan": np.array([1, 0, 0, NAN]), "disabled": np.array([NAN, 0, NAN, 1])})
    assert none[[0, 1, 3]].tolist() == [0, 1, 0] and np.isnan(none[2])
