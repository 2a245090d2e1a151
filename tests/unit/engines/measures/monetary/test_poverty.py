"""Poverty indices: their definitions, their influences, the error of a relative line, bad input."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.engines.measures import design
from ayni.engines.measures.monetary import decompositions, fgt, lines
from ayni.engines.measures.monetary.influences import Influence, People
from tests.unit.engines.measures.monetary import made

FOUR = People.all(np.array([2.0, 5.0, 8.0, 20.0]), design.Design(weight=[1.0, 2.0, 3.0, 4.0]))
TEN = lines.fixed("10", 10.0, 4)


def of(found: Influence) -> float:
    return float(found.values[0])


def test_by_hand() -> None:
    assert of(fgt.fgt(FOUR, TEN, 0)) == pytest.approx(0.6)
    assert of(fgt.fgt(FOUR, TEN, 1)) == pytest.approx((0.8 + 2 * 0.5 + 3 * 0.2) / 10)
    assert of(fgt.fgt(FOUR, TEN, 2)) == pytest.approx((0.64 + 2 * 0.25 + 3 * 0.04) / 10)
    assert of(fgt.fgt(FOUR, TEN, 1.5)) == pytest.approx((0.8**1.5 + 2 * 0.5**1.5 + 3 * 0.2**1.5) / 10)
    assert of(fgt.watts(FOUR, TEN)) == pytest.approx((np.log(5) + 2 * np.log(2) + 3 * np.log(1.25)) / 10)
    assert of(fgt.money(FOUR, TEN)) == pytest.approx(8 + 2 * 5 + 3 * 2)
    assert of(fgt.number(FOUR, TEN)) == 6
    assert of(fgt.shortfall(FOUR, TEN)) == pytest.approx(0.24 / 0.6)
    assert of(fgt.median_gap(FOUR, TEN)) == pytest.approx(1 - 5 / 10)  # half of the six poor are at or below 5


def test_who_is_at_the_line() -> None:
    at = lines.fixed("8", 8.0, 4)
    assert of(fgt.fgt(FOUR, at, 0, "lt")) == pytest.approx(0.3)
    assert of(fgt.fgt(FOUR, at, 0, "le")) == pytest.approx(0.6)
    assert of(fgt.fgt(FOUR, at, 1, "lt")) == pytest.approx(of(fgt.fgt(FOUR, at, 1, "le")))


def test_sen_shorrocks_thon_is_the_product_of_its_parts() -> None:
    head, gap = of(fgt.fgt(FOUR, TEN, 0)), of(fgt.fgt(FOUR, TEN, 1))
    gaps = np.repeat([0.8, 0.5, 0.2, 0.0], [1, 2, 3, 4])
    inequality = np.abs(gaps[:, None] - gaps[None]).sum() / (2 * 10**2 * gaps.mean())
    assert of(fgt.sen_shorrocks_thon(FOUR, TEN)) == pytest.approx(head * (gap / head) * (1 + inequality))
    nobody = fgt.sen_shorrocks_thon(FOUR, lines.fixed("1", 1.0, 4))
    assert of(nobody) == 0


INDICES: dict[str, Callable[[People, lines.Line], Influence]] = {
    "fgt0": lambda people, line: fgt.fgt(people, line, 0),
    "fgt1": lambda people, line: fgt.fgt(people, line, 1),
    "fgt2": lambda people, line: fgt.fgt(people, line, 2),
    "watts": fgt.watts,
    "sst": fgt.sen_shorrocks_thon,
    "shortfall": fgt.shortfall,
    "money": fgt.money,
}


@made.UNHURRIED
@given(made.SEEDS, st.sampled_from(sorted(INDICES)), st.integers(0, 59))
def test_every_influence_is_the_change_for_one_more_like_this(seed: int, name: str, row: int) -> None:
    people = made.people(seed, groups=2)
    line = lines.fixed("line", 60.0, 60)
    index = INDICES[name]
    found = index(people, line)
    expected = made.slope(people, lambda some: index(some, line), row)
    assert found.u[row] == pytest.approx(expected, rel=1e-5, abs=1e-9)


@made.UNHURRIED
@given(made.SEEDS, st.sampled_from(["fgt1", "fgt2", "watts", "sst"]))
def test_the_slope_by_the_line_is_the_change_for_a_higher_line(seed: int, name: str) -> None:
    people = made.people(seed, groups=2, ties=False)
    relative = lines.relative("r", 0.8, "mean", People.all(people.y, people.design))
    found = INDICES[name](people, relative)
    step = 1e-7 * relative.z[0]
    ends = [INDICES[name](people, lines.fixed("l", relative.z[0] + sign * step, 60)).values for sign in (1, -1)]
    assert found.slopes == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-4, abs=1e-9)


@made.UNHURRIED
@given(made.SEEDS, st.sampled_from(["fgt1", "fgt2", "sst"]))
def test_a_relative_line_carries_its_error(seed: int, name: str) -> None:
    """Everybody with more weight moves the mean, and with it the index: both ways of it are in the influence."""
    people = made.people(seed, ties=False)

    def index(some: People) -> Influence:
        return INDICES[name](some, lines.relative("r", 0.8, "mean", some))

    line = lines.relative("r", 0.8, "mean", people)
    found = INDICES[name](people, line)
    assert line.shared is not None and found.slopes is not None
    for row in (0, 7, 23):
        whole = found.u[row] + found.slopes[0] * line.shared.u[row]
        assert whole == pytest.approx(made.slope(people, index, row), rel=1e-4, abs=1e-9)


@made.UNHURRIED
@given(made.SEEDS, st.sampled_from([0.0, 1.0, 2.0]))
def test_fgt_is_made_of_its_groups(seed: int, alpha: float) -> None:
    people = made.people(seed, groups=3)
    line = lines.fixed("line", 60.0, 60)
    whole = People.all(people.y, people.design)
    own, parts = fgt.fgt(people, line, alpha), decompositions.population(whole, people.codes, 3)
    sizes = np.array([part.values[0] for part in parts])
    everything = fgt.fgt(whole, line, alpha).values[0]
    assert np.nansum(sizes * own.values) == pytest.approx(everything)
    if everything > 0:
        made_of = fgt.parts(whole, line, alpha, people.codes, 3)
        assert sum(part.values[0] for part in made_of) == pytest.approx(1)
        row = 11
        one = made_of[people.codes[row]]

        def index(some: People) -> Influence:
            return fgt.parts(some, line, alpha, people.codes, 3)[people.codes[row]]

        assert one.u[row] == pytest.approx(made.slope(whole, index, row), rel=1e-4, abs=1e-9)


@made.UNHURRIED
@given(made.SEEDS, st.floats(0.1, 1000))
def test_money_of_another_unit_changes_nothing(seed: int, times: float) -> None:
    people = made.people(seed, ties=False)
    more = made.again(people, y=people.y * times)
    for share, kind in ((0.6, "median"), (0.5, "mean")):
        one, other = lines.relative("a", share, kind, people), lines.relative("a", share, kind, more)  # type: ignore[arg-type]
        assert other.z[0] == pytest.approx(one.z[0] * times)
        first = fgt.fgt(people, one, 1).linearised(people, shared=one.shared).estimates()[0]
        second = fgt.fgt(more, other, 1).linearised(more, shared=other.shared).estimates()[0]
        assert (first.value, first.se) == pytest.approx((second.value, second.se))


def test_a_weight_split_in_two_changes_nothing_but_n() -> None:
    people = made.people(4)
    twice = design.Design(
        np.repeat(np.arange(60) % 3, 2),
        np.repeat(people.design.cluster, 2),
        np.repeat(people.design.weight, 2) / 2,
        singleton="adjust",
    )
    more = People.all(np.repeat(people.y, 2), twice)
    for index in INDICES.values():
        one, other = (
            index(some, lines.fixed("line", 60.0, some.design.size)).linearised(some).estimates()[0]
            for some in (people, more)
        )
        assert (one.value, one.se) == pytest.approx((other.value, other.se))
        assert other.n == 2 * one.n


def test_negative_welfare_gives_a_gap_above_the_line() -> None:
    people = People.all(np.array([-5.0, 20.0]), design.Design(weight=[1.0, 1.0]))
    assert of(fgt.fgt(people, lines.fixed("10", 10.0, 2), 1)) == pytest.approx(0.75)
    assert of(fgt.watts(people, lines.fixed("10", 10.0, 2))) == 0


def test_regional_lines_and_an_unknown_one() -> None:
    line = lines.fixed("regional", np.array([10.0, 10.0, 5.0, np.nan]), 4)
    people = lines.known(FOUR, line)
    assert of(fgt.fgt(people, line, 0)) == pytest.approx(3 / 6)
    assert lines.known(FOUR, TEN) is FOUR
    assert fgt.poor(FOUR, line, "lt").tolist()[:3] == [1.0, 1.0, 0.0]


@pytest.mark.parametrize("z", [0.0, -3.0, np.nan, np.inf])
def test_a_line_that_is_none_is_refused(z: float) -> None:
    with pytest.raises(design.DesignError, match="A line is an amount of money above zero"):
        lines.fixed("odd", z, 4)


def test_a_relative_line_of_nothing_is_refused() -> None:
    nothing = People.all(np.zeros(4), FOUR.design)
    with pytest.raises(design.DesignError, match="It must be above zero"):
        lines.relative("60 %", 0.6, "median", nothing)
    with pytest.raises(design.DesignError, match="The part must be above zero"):
        lines.relative("0 %", 0.0, "median", FOUR)


def test_all_alike_have_no_error_and_a_headcount_of_zero_no_interval() -> None:
    alike = People.all(np.full(6, 50.0), design.Design(weight=[1.0] * 6))
    line = lines.relative("60 %", 0.6, "median", alike)
    found = fgt.fgt(alike, line, 0).linearised(alike, share=True, shared=line.shared).estimates()[0]
    assert (found.value, found.se, found.low) == (0.0, 0.0, None)
    assert line.estimated is not None
    assert line.estimated.estimates()[0].se == 0


def test_an_empty_group_has_none() -> None:
    people = People(FOUR.y, FOUR.design, np.array([0, 0, 2, -1]), 3)
    found = fgt.fgt(people, TEN, 0).linearised(people, share=True).estimates()
    assert [one.value for one in found] == [1.0, None, 1.0]
    assert [one.n for one in found] == [2, 0, 1]
