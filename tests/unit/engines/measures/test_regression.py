"""Linear and logistic regression: coefficients against statsmodels, errors against the formula."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from ayni.engines.measures import design, regression

LOT = np.random.default_rng(12)
N = 400
X = np.column_stack([np.ones(N), LOT.normal(size=N), LOT.integers(0, 2, N)])
Y = X @ [1.0, 2.0, -1.0] + LOT.normal(size=N)
YES = (LOT.uniform(size=N) < 1 / (1 + np.exp(-X @ [-0.5, 1.0, 0.7]))).astype(float)
WEIGHT = LOT.uniform(0.5, 3, N)
DRAWN = design.Design(LOT.integers(0, 3, N), LOT.integers(0, 12, N), WEIGHT)


def sandwich(scores: np.ndarray, bread: np.ndarray) -> np.ndarray:
    """Standard errors by the formula, with the PSUs' sums of scores in each stratum."""
    whole = np.zeros((3, 3))
    for stratum in range(3):
        psus = np.flatnonzero(DRAWN.stratum_of == stratum)
        sums = np.array([scores[DRAWN.cluster == psu].sum(axis=0) for psu in psus])
        apart = sums - sums.mean(axis=0)
        whole += len(psus) / (len(psus) - 1) * apart.T @ apart
    return np.sqrt(np.diag(bread @ whole @ bread))


def test_linear() -> None:
    found, line = regression.coefficients(Y, X, DRAWN)
    theirs = sm.WLS(Y, X, weights=WEIGHT).fit()
    assert [one.value for one in found] == pytest.approx(theirs.params.tolist())
    assert line.r2 == pytest.approx(theirs.rsquared)
    scores = X * (WEIGHT * (Y - X @ theirs.params))[:, None]
    expected = sandwich(scores, np.linalg.inv((X * WEIGHT[:, None]).T @ X))
    assert [one.se for one in found] == pytest.approx(expected.tolist())
    assert {one.degrees for one in found} == {DRAWN.free + 1 - 3}


def test_logistic() -> None:
    found, line = regression.coefficients(YES, X, DRAWN, is_logistic=True)
    theirs = sm.GLM(YES, X, family=sm.families.Binomial(), freq_weights=WEIGHT).fit(tol=1e-14)
    assert [one.value for one in found] == pytest.approx(theirs.params.tolist(), rel=1e-8)
    chance = theirs.fittedvalues
    bend = WEIGHT * chance * (1 - chance)
    expected = sandwich(X * (WEIGHT * (YES - chance))[:, None], np.linalg.inv((X * bend[:, None]).T @ X))
    assert [one.se for one in found] == pytest.approx(expected.tolist(), rel=1e-7)
    assert line.r2 == pytest.approx(1 - theirs.deviance / theirs.null_deviance)


def test_a_domain_keeps_the_whole_design() -> None:
    inside = X[:, 1] > 0
    found, _ = regression.coefficients(Y, X, DRAWN, domain=inside)
    blank = np.where(inside, Y, np.nan)
    assert found == regression.coefficients(blank, X, DRAWN)[0]
    assert found[0].n == int(inside.sum())


def test_a_column_that_others_tell_has_no_coefficient() -> None:
    twice = np.column_stack([X, X[:, 1] * 2])
    found, line = regression.coefficients(Y, twice, DRAWN)
    assert (found[3].value, found[3].se) == (None, None)
    assert line.kept.tolist() == [True, True, True, False]
    assert [one.value for one in found[:3]] == pytest.approx(
        [one.value for one in regression.coefficients(Y, X, DRAWN)[0]]
    )


def test_fewer_clusters_than_parameters_have_no_interval() -> None:
    few = design.Design(None, np.arange(N) % 2, WEIGHT)
    found, _ = regression.coefficients(Y, X, few)
    assert found[0].degrees == -1
    assert all(one.value is not None and (one.low, one.high) == (None, None) for one in found)


@pytest.mark.parametrize(
    ("y", "said"),
    [
        (np.ones(N), "all who count have the same"),
        ((X[:, 1] > 0).astype(float), "apart without a doubt"),
        (np.full(N, np.nan), "No row has all the columns"),
    ],
)
def test_a_logistic_regression_without_an_answer_is_refused(y: np.ndarray, said: str) -> None:
    with pytest.raises(design.DesignError, match=said):
        regression.coefficients(y, X, DRAWN, is_logistic=True)


def test_zero_weights_are_outside() -> None:
    weight = np.where(np.arange(N) < 200, WEIGHT, 0.0)
    found, _ = regression.coefficients(YES, X, DRAWN.with_weight(weight), is_logistic=True)
    assert found[0].n == 200
