"""Differences between groups and rounds, with their covariance."""

from __future__ import annotations

import numpy as np
import pytest

from ayni.engines.measures import design, differences, estimate
from ayni.engines.measures.monetary import influences
from ayni.engines.measures.monetary.influences import People

LOT = np.random.default_rng(8)
N = 600
STRATUM, PSU = LOT.integers(0, 4, N), LOT.integers(0, 12, N)
ROUND = np.arange(N) % 2
Y = LOT.normal(20, 4, N) + PSU + 2 * ROUND  # clusters visited twice are alike in both rounds
DRAWN = design.Design(STRATUM, PSU, LOT.uniform(1, 4, N))
FOUND = influences.mean(People(Y, DRAWN, ROUND, 2), Y).linearised(People(Y, DRAWN, ROUND, 2))
A, B = (float(one) for one in FOUND.values)


def test_the_error_of_a_difference_is_that_of_the_coefficient_of_the_round() -> None:
    """y = a + b round, by weighted least squares: b is the difference, and its sandwich error the same."""
    from ayni.engines.measures import regression

    x = np.column_stack([np.ones(N), ROUND])
    (_, slope), _ = regression.coefficients(Y, x, DRAWN)
    found = differences.difference(FOUND, 0, 1)
    assert found.value == pytest.approx(slope.value)
    assert found.se == pytest.approx(slope.se)


def test_shared_clusters_make_it_smaller_than_if_the_rounds_were_independent() -> None:
    first, second = FOUND.estimates()
    assert first.se is not None and second.se is not None
    apart = (first.se**2 + second.se**2) ** 0.5
    found = differences.difference(FOUND, 0, 1)
    assert found.se is not None and found.se < 0.8 * apart
    covariance = differences.covariance(FOUND, 0, 1)
    assert found.se**2 == pytest.approx(first.se**2 + second.se**2 - 2 * covariance)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("absolute", B - A),
        ("relative", 100 * (B - A) / A),
        ("absolute_yearly", (B - A) / 4),
        ("relative_yearly", 100 * ((B / A) ** 0.25 - 1)),
    ],
)
def test_every_kind_by_the_delta_method(kind: differences.Change, value: float) -> None:
    found = differences.difference(FOUND, 0, 1, kind, years=4)
    assert found.value == pytest.approx(value)
    step = 1e-6
    slopes = [
        (differences._derived(A + step * (one == 0), B + step * (one == 1), kind, 4.0)[0] - value) / step
        for one in (0, 1)
    ]
    assert found.se == pytest.approx(FOUND.variance(np.array(slopes)) ** 0.5, rel=1e-4)


def test_intervals_by_student_or_normal() -> None:
    student, normal = (differences.difference(FOUND, 0, 1, normal=one) for one in (False, True))
    assert student.degrees == DRAWN.free
    assert student.high - student.low > normal.high - normal.low  # type: ignore[operator]
    assert normal.high - normal.value == pytest.approx(1.959964 * normal.se)  # type: ignore[operator]
    assert normal.as_dict()["degrees"] is None


def test_what_cannot_be_known_has_no_value() -> None:
    people = People(np.array([0.0, 0, 2, 2]), design.Design(weight=[1.0] * 4), np.array([0, 0, 1, 1]), 3)
    found = influences.mean(people, people.y).linearised(people)
    assert differences.difference(found, 0, 1, "relative").value is None  # from zero
    empty = differences.difference(found, 0, 2)
    assert (empty.value, empty.n) == (None, 0)
    assert differences.difference(found, 0, 1, "absolute_yearly", years=0).value is None


def test_means_are_those_of_the_simple_estimator() -> None:
    for label, one in estimate.by_group(Y, DRAWN, ROUND).items():
        assert FOUND.estimates()[label].as_dict() == pytest.approx(one.as_dict())
