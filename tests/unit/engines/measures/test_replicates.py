"""Replicate weights: made from a design and given with a file."""

from __future__ import annotations

import numpy as np
import pytest

from ayni.engines.measures import design, estimate, replicates
from ayni.engines.measures.monetary import gini
from ayni.engines.measures.monetary.influences import People

LOT = np.random.default_rng(9)
N = 500
STRATUM, PSU = LOT.integers(0, 5, N), LOT.integers(0, 10, N)
Y = LOT.lognormal(3, 0.5, N) + PSU
DRAWN = design.Design(STRATUM, PSU, LOT.uniform(1, 4, N))
Figures = list[tuple[estimate.Estimate, bool]]


def mean(drawn: design.Design) -> Figures:
    return [(estimate.mean(Y, drawn), False), (estimate.total(Y, drawn), False)]


def inequality(drawn: design.Design) -> Figures:
    people = People.all(Y, drawn)
    return [(one, False) for one in gini.gini(people).linearised(people).estimates()]


@pytest.mark.parametrize("figures", [mean, inequality])
def test_the_jackknife_is_near_the_linearised_error(figures: object) -> None:
    found = replicates.jackknife(DRAWN).estimates(figures, DRAWN)  # type: ignore[arg-type]
    for again, (own, _) in zip(found, figures(DRAWN), strict=True):  # type: ignore[operator]
        assert again.value == own.value
        assert again.se == pytest.approx(own.se, rel=0.02)
        assert again.degrees == DRAWN.free


def test_a_total_has_exactly_the_linearised_error() -> None:
    assert replicates.jackknife(DRAWN).estimates(mean, DRAWN)[1].se == pytest.approx(mean(DRAWN)[1][0].se)


def test_first_stage_corrections_are_kept_and_strata_of_one_pass() -> None:
    drawn = design.Design(["a", "a", "b", "b", "c"], [1, 2, 1, 2, 1], [2.0] * 5, fpc=[8, 8, 2, 2, 1])
    y = np.array([1.0, 3, 4, 9, 5])

    def total(some: design.Design) -> Figures:
        return [(estimate.total(y, some), False)]

    assert replicates.jackknife(drawn).estimates(total, drawn)[0].se == pytest.approx(estimate.total(y, drawn).se)


def test_the_bootstrap_is_near_too_and_the_same_again() -> None:
    one, other = (replicates.bootstrap(DRAWN, 400, 7).estimates(mean, DRAWN)[0] for _ in range(2))
    assert one == other
    assert one.se == pytest.approx(estimate.mean(Y, DRAWN).se, rel=0.15)


@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_balanced_half_samples_of_pairs(rho: float) -> None:
    stratum = np.repeat(np.arange(7), 2)
    drawn = design.Design(stratum, np.arange(14), LOT.uniform(1, 3, 14))
    y = LOT.normal(size=14)

    def total(some: design.Design) -> Figures:
        return [(estimate.total(y, some), False)]

    found = replicates.balanced(drawn, rho).estimates(total, drawn)[0]
    assert found.se == pytest.approx(estimate.total(y, drawn).se)
    with pytest.raises(design.DesignError, match="two sampling units in every stratum"):
        replicates.balanced(DRAWN)


def test_around_the_whole_or_around_the_mean() -> None:
    around = replicates.Replicates(np.ones((2, 3)), 0.5, np.array([1.0, 1.0, 2.0]))
    assert around.variance([1.0, 2.0, 6.0], 4.0) == pytest.approx(0.5 * (4 + 1 + 2 * 9))
    whole = replicates.Replicates(np.ones((2, 3)), 0.5, np.array([1.0, 1.0, 2.0]), mse=True)
    assert whole.variance([1.0, 2.0, 6.0], 4.0) == pytest.approx(0.5 * (9 + 4 + 2 * 4))


@pytest.mark.parametrize(
    ("kind", "more", "scale"),
    [
        ("BRR", {}, 1 / 4),
        ("Fay", {"rho": 0.3}, 1 / (4 * 0.49)),
        ("JK1", {}, 3 / 4),
        ("JK2", {}, 1),
        ("JKn", {"rscales": [0.5] * 4}, 1),
        ("bootstrap", {}, 1 / 3),
        ("ACS", {}, 1.0),
        ("other", {"scale": 0.05}, 0.05),
    ],
)
def test_the_usual_scales(kind: replicates.Kind, more: dict[str, object], scale: float) -> None:
    found = replicates.given(np.ones((3, 4)), [2.0, 2, 2], kind, combined=False, **more)  # type: ignore[arg-type]
    assert found.scale == pytest.approx(scale)
    assert found.weights[0, 0] == 2.0


@pytest.mark.parametrize(
    ("weights", "kind", "more", "said"),
    [
        (np.ones((3, 1)), "BRR", {}, "at least two columns"),
        (np.full((3, 2), np.nan), "BRR", {}, "missing or negative"),
        (np.ones((3, 2)), "Fay", {}, "needs its `rho`"),
        (np.ones((3, 2)), "JKn", {}, "needs `rscales`"),
        (np.ones((3, 2)), "other", {}, "need their `scale`"),
        (np.ones((3, 2)), "BRR", {"rscales": [1.0]}, "1 rscales for 2 replicates"),
    ],
)
def test_what_cannot_be_replicates_is_refused(
    weights: np.ndarray, kind: replicates.Kind, more: dict[str, object], said: str
) -> None:
    with pytest.raises(design.DesignError, match=said):
        replicates.given(weights, [1.0, 1, 1], kind, **more)  # type: ignore[arg-type]


def test_an_unknown_replicate_leaves_the_error_unknown() -> None:
    sets = replicates.Replicates(np.array([[1.0, 0, 2], [1.0, 0, 2]]), 1.0, np.ones(3))
    found = sets.estimates(lambda some: [(estimate.mean([1.0, 2.0], some), False)], design.Design(weight=[1.0, 1.0]))
    assert (found[0].value, found[0].se) == (1.5, None)
