"""Weighted quantile regression: the linear programme's own answer, statsmodels', and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import optimize, sparse

from ayni.engines.measures import design
from ayni.engines.measures.proxy import quantiles


def sample(n: int = 300, p: int = 6, *, whole: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    x = np.column_stack([np.ones(n), rng.normal(size=(n, 2)), rng.random((n, p - 3)) < 0.3]).astype(float)
    y = x @ rng.normal(size=p) + rng.standard_t(3, n)
    return (y.round() if whole else y), x, rng.uniform(0.5, 3, n)


def primal(y: np.ndarray, x: np.ndarray, w: np.ndarray, tau: float) -> np.ndarray:
    """The problem as it is defined: parts of residuals above and below, weighted."""
    n, p = x.shape
    cost = np.concatenate([np.zeros(2 * p), tau * w, (1 - tau) * w])
    columns = sparse.csr_matrix(np.hstack([x, -x, np.eye(n), -np.eye(n)]))
    found = optimize.linprog(cost, A_eq=columns, b_eq=y, bounds=(0, None), method="highs").x
    return found[:p] - found[p : 2 * p]


@pytest.mark.parametrize("tau", [0.1, 0.25, 0.5, 0.8])
def test_the_solution_is_that_of_the_linear_programme(tau: float) -> None:
    y, x, w = sample()
    assert quantiles.fit(y, x, w, tau) == pytest.approx(primal(y, x, w, tau), abs=1e-10)


@pytest.mark.parametrize("tau", [0.2, 0.5])
def test_level_rows_do_not_stop_it(tau: float) -> None:
    """Whole numbers give many solutions of one loss: whichever is found has the least."""
    y, x, w = sample(whole=True)
    mine, theirs = (quantiles.loss(y, x, w, b, tau) for b in (quantiles.fit(y, x, w, tau), primal(y, x, w, tau)))
    assert mine == pytest.approx(theirs, rel=1e-9)


def test_without_weights_it_is_that_of_statsmodels() -> None:
    y, x, _ = sample()
    theirs = sm.QuantReg(y, x).fit(q=0.25, p_tol=1e-12, max_iter=10_000)
    mine = quantiles.fit(y, x, np.ones(len(y)), 0.25)
    assert mine == pytest.approx(theirs.params, abs=1e-5)
    drawn = design.Design(weight=np.ones(len(y)))
    se = quantiles.standard_errors(y, x, np.ones(len(y)), mine, 0.25, drawn, np.arange(len(y)))
    assert np.array(se) == pytest.approx(theirs.bse, rel=0.35)  # the same kernel; its own form of the sandwich


def test_a_constant_alone_is_the_quantile() -> None:
    y = np.array([1.0, 2, 3, 4, 100])
    assert quantiles.fit(y, np.ones((5, 1)), np.ones(5), 0.5) == pytest.approx([3])
    assert quantiles.fit(y, np.ones((5, 1)), np.array([1.0, 1, 1, 1, 9]), 0.5) == pytest.approx([100])


def test_what_cannot_be_fitted_is_refused() -> None:
    y, x, w = sample()
    with pytest.raises(quantiles.QuantileError, match="between 0 and 1"):
        quantiles.fit(y, x, w, 1.0)
    with pytest.raises(quantiles.QuantileError, match="cannot carry"):
        quantiles.fit(y[:4], x[:4], w[:4], 0.5)
    with pytest.raises(quantiles.QuantileError, match="tell the same"):
        quantiles.fit(y, np.column_stack([x, x[:, 1]]), w, 0.5)
