"""Two rounds: growth incidence, shared prosperity, growth and redistribution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.engines.measures import design
from ayni.engines.measures.monetary import fgt, lines, rounds
from ayni.engines.measures.monetary.influences import People
from tests.unit.engines.measures.monetary import made

LINE = lines.fixed("line", 60.0, 60)


@made.UNHURRIED
@given(made.SEEDS, st.floats(0.5, 2), st.floats(1, 10))
def test_the_same_growth_for_all_is_all_growth(seed: int, times: float, years: float) -> None:
    before = made.people(seed, n=60, ties=False)
    y = np.concatenate([before.y, before.y * times])
    drawn = design.Design(None, np.tile(np.arange(60), 2), np.tile(before.design.weight, 2))
    both = People(y, drawn, np.repeat([0, 1], 60), 2)
    yearly = 100 * (times ** (1 / years) - 1)
    for one in rounds.incidence(both, [0.2, 0.5, 0.8], years):
        assert one.value == pytest.approx(yearly)
    poorest, everybody = rounds.shared_prosperity(both, years)
    assert (poorest.value, everybody.value) == (pytest.approx(yearly), pytest.approx(yearly))
    assert everybody.se == pytest.approx(0, abs=1e-6)  # the same households, all with the same growth
    line = lines.fixed("line", 60.0, 120)
    parts = rounds.datt_ravallion(both, line, 1)
    assert parts.redistribution.value == pytest.approx(0, abs=1e-12)
    assert parts.growth.value == pytest.approx(parts.change.value)


@made.UNHURRIED
@given(made.SEEDS, st.sampled_from([0.0, 1.0, 2.0]), st.sampled_from(["first", "second", "both"]))
def test_the_parts_sum_to_the_change(seed: int, alpha: float, base: str) -> None:
    people = made.people(seed, groups=2, ties=False)
    parts = rounds.datt_ravallion(people, LINE, alpha, base=base)
    first, second = fgt.fgt(people, LINE, alpha).values
    assert parts.change.value == pytest.approx(second - first)
    whole = parts.growth.value + parts.redistribution.value + parts.residual.value  # type: ignore[operator]
    assert whole == pytest.approx(parts.change.value)
    if base == "both":
        assert parts.residual.value == pytest.approx(0, abs=1e-12)


def test_the_definition_of_datt_and_ravallion() -> None:
    people = made.people(5, groups=2, ties=False)
    parts = rounds.datt_ravallion(people, LINE, 1, base="first")
    means = people.sums(people.y) / people.sums()
    grown = People(people.y * means[1] / means[0], people.design, people.codes, 2)
    assert parts.growth.value == pytest.approx(fgt.fgt(grown, LINE, 1).values[0] - fgt.fgt(people, LINE, 1).values[0])
    shaped = People(people.y * means[0] / means[1], people.design, people.codes, 2)
    assert parts.redistribution.value == pytest.approx(
        fgt.fgt(shaped, LINE, 1).values[1] - fgt.fgt(people, LINE, 1).values[0]
    )


@pytest.mark.parametrize("base", ["first", "second", "both"])
def test_their_errors_are_those_of_a_jackknife(base: str) -> None:
    from ayni.engines.measures import replicates

    people = made.people(17, n=900, groups=2, ties=False)
    line = lines.fixed("line", 60.0, 900)

    def figures(drawn: design.Design) -> list[tuple[object, bool]]:
        some = People(people.y, drawn, people.codes, 2)
        return [(one, False) for one in vars(rounds.datt_ravallion(some, line, 1, base=base)).values()]

    by_itself = design.Design(None, np.arange(900) // 5, people.design.weight)
    own = [one for one, _ in figures(by_itself)]
    again = replicates.jackknife(by_itself).estimates(figures, by_itself)  # type: ignore[arg-type]
    for one, other in zip(own, again, strict=True):
        assert one.se == pytest.approx(other.se, rel=0.05, abs=1e-10)  # type: ignore[attr-defined]


def test_what_cannot_be_taken_apart_is_refused() -> None:
    people = made.people(3, groups=2)
    relative = lines.relative("r", 0.6, "mean", People.all(people.y, people.design))
    with pytest.raises(design.DesignError, match="amount of money"):
        rounds.datt_ravallion(people, relative, 1)
    with pytest.raises(design.DesignError, match="first, second or both"):
        rounds.datt_ravallion(people, LINE, 1, base="third")
    empty = People(people.y, people.design, np.zeros(60, dtype=np.int64), 2)
    with pytest.raises(design.DesignError, match="two rounds with people"):
        rounds.datt_ravallion(empty, LINE, 1)
