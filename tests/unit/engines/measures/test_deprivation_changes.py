"""Changes between rounds, against the general estimator on rows and by what must hold."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ayni.engines.measures import deprivation, deprivation_changes, design
from ayni.engines.measures.deprivation_changes import Change, Rounds


def people(seed: int = 1, n: int = 240) -> tuple[deprivation.Population, np.ndarray, np.ndarray, design.Design]:
    """Two rounds of the same clusters."""
    rng = np.random.default_rng(seed)
    answers = {name: (rng.random(n) < 0.4).astype(float) for name in "abc"}
    drawn = design.Design(np.repeat([0, 1], n // 2), rng.integers(0, 9, n), rng.uniform(0.5, 2, n))
    measure = deprivation.Instrument.from_dict({"code": "t", "k": "1/3", "dimensions": {"x": ["a", "b"], "y": ["c"]}})
    return deprivation.population(answers, measure, drawn), rng.integers(0, 2, n), rng.integers(0, 3, n), drawn


def by_kind(found: list[Change], measure: str = "H", group: str | None = None) -> dict[str, Change]:
    return {one.kind: one for one in found if one.measure == measure and one.group == group and not one.indicator}


def test_the_error_of_a_difference_knows_the_clusters_of_both_rounds() -> None:
    population, wave, _, drawn = people()
    found = by_kind(
        deprivation_changes.changes(population, Rounds.of(population, (wave, ("1", "2"), (2000.0, 2004.0))), 1 / 3)
    )
    poor = population.at().poor.astype(float)
    ends, z = [], np.zeros(len(poor))
    for at, sign in ((0, -1), (1, 1)):
        inside = (wave == at) * drawn.weight
        share = (inside * poor).sum() / inside.sum()
        ends.append(share)
        z += sign * inside * (poor - share) / inside.sum()
    cells, cell = design.gather(drawn)
    se = math.sqrt(design.variance(cells, design.summed(cell, z, len(cells.cluster)))[0])
    absolute = found["absolute"].estimate
    assert absolute.value == pytest.approx(ends[1] - ends[0])
    assert absolute.se == pytest.approx(se)
    assert absolute.high - absolute.value == pytest.approx(1.959963984540054 * se)
    assert found["annual_absolute"].estimate.value == pytest.approx((ends[1] - ends[0]) / 4)
    assert found["annual_absolute"].estimate.se == pytest.approx(se / 4)
    assert found["relative"].estimate.value == pytest.approx(100 * (ends[1] / ends[0] - 1))
    assert found["annual_relative"].estimate.value == pytest.approx(100 * ((ends[1] / ends[0]) ** 0.25 - 1))


def test_a_round_copied_onto_the_same_clusters_has_not_changed_and_has_no_error() -> None:
    rng = np.random.default_rng(4)
    one = {name: (rng.random(60) < 0.5).astype(float) for name in "abc"}
    psu, weight = rng.integers(0, 8, 60), rng.uniform(1, 2, 60)
    drawn = design.Design(psu=np.tile(psu, 2), weight=np.tile(weight, 2))
    measure = deprivation.Instrument.from_dict({"code": "t", "k": "1/3", "dimensions": {"x": ["a", "b"], "y": ["c"]}})
    population = deprivation.population({name: np.tile(values, 2) for name, values in one.items()}, measure, drawn)
    rounds = Rounds.of(population, (np.repeat([0, 1], 60), ("1", "2"), (2010.0, 2015.0)))
    for change in deprivation_changes.changes(population, rounds, 1 / 3):
        assert change.estimate.value == pytest.approx(0, abs=1e-9)
        assert change.estimate.se == pytest.approx(0, abs=1e-6)


def test_three_rounds_are_compared_with_the_next_and_the_first_with_the_last() -> None:
    population, _, three, _ = people(2)
    rounds = Rounds.of(population, (three, ("a", "b", "c"), (1.0, 2.0, 3.0)))
    found = deprivation_changes.changes(population, rounds, 1 / 3)
    assert {(one.first, one.last) for one in found} == {("a", "b"), ("b", "c"), ("a", "c")}
    steps = {
        (one.first, one.last): one.estimate.value for one in found if one.measure == "M0" and one.kind == "absolute"
    }
    assert steps["a", "b"] + steps["b", "c"] == pytest.approx(steps["a", "c"])


def test_intervals_by_students_t_are_wider() -> None:
    population, wave, _, _ = people()
    rounds = Rounds.of(population, (wave, ("1", "2"), (2000.0, 2004.0)))
    normal = by_kind(deprivation_changes.changes(population, rounds, 1 / 3))["absolute"].estimate
    student = by_kind(deprivation_changes.changes(population, rounds, 1 / 3, interval="t"))["absolute"].estimate
    assert student.se == normal.se and student.high > normal.high


def test_a_group_that_is_in_one_round_only_has_no_change() -> None:
    population, wave, _, _ = people()
    group = np.where(wave == 0, 0, 1)
    rounds = Rounds.of(population, (wave, ("1", "2"), (2000.0, 2004.0)), (group, ("old", "new")))
    found = deprivation_changes.changes(population, rounds, 1 / 3)
    assert all(one.estimate.value is None for one in found)


def test_nobody_poor_at_first_leaves_relative_changes_unknown() -> None:
    population, wave, _, _ = people()
    rounds = Rounds.of(population, (wave, ("1", "2"), (2000.0, 2000.0)))
    found = by_kind(deprivation_changes.changes(population, rounds, 1 / 3))
    assert found["annual_absolute"].estimate.value is None  # no year lies between them
    assert found["absolute"].estimate.value is not None
    derived = deprivation_changes.KINDS["relative"](0.0, 0.5, 1.0)
    assert math.isnan(derived[0])
    assert deprivation_changes.KINDS["annual_relative"](0.5, 0.0, 2.0)[0] == -100
