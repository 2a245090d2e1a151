"""Weighted quantile regression: the b that minimises sum of w rho_tau(y - x b).

The linear programme is solved by the interior point of Portnoy and Koenker (Statistical Science 12, 1997; `fn` of R's
quantreg), which copes with a hundred thousand rows, and its answer is moved to the vertex beside it, which is exact
where it proves optimal; where none does the simplex of HiGHS decides. Weights scale the rows, as in quantreg's rq.wfit.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg, optimize, special

from ayni.engines.measures import design as designs
from ayni.engines.measures.design import Floats
from ayni.kernel import refusals

NEARLY, MOST = 1e-10, 100  # gap relative to the value at which the interior point stops; its steps at most
KEEP = 0.9995  # of the way to the boundary a step goes
NEAR = 20  # rows for each column that the simplex looks at first
STALLED = 4  # steps without a tenth less of a gap after which it goes no further


class QuantileError(refusals.Refused):
    """A quantile regression cannot be fitted as asked."""


def fit(y: Floats, x: Floats, weight: Floats, tau: float) -> Floats:
    """Coefficients of p columns. y: n; x: (n, p) of full rank, any constant included; weight: n, above zero.

    Errors: QuantileError for a tau outside 0 to 1, fewer rows than columns, or columns that tell the same.
    """
    if not 0 < tau < 1:
        raise QuantileError(f"The quantile is {tau:g}. It must be between 0 and 1, such as 0.4.")
    if len(y) <= x.shape[1]:
        raise QuantileError(f"{len(y)} rows cannot carry {x.shape[1]} coefficients. Use fewer proxies.")
    scale = np.sqrt(np.mean(x**2, axis=0))
    rows = weight / weight.mean()
    wide, tall = x / scale * rows[:, None], y * rows
    try:
        inner = _interior(wide, tall, tau)
        found = _vertex(wide, tall, tau, inner)
        if found is None:
            found = _simplex(wide, tall, tau, inner)
    except linalg.LinAlgError as error:
        raise QuantileError(
            "Two proxies tell the same, so that the quantile regression has no single answer. Leave one out."
        ) from error
    return np.asarray(found / scale, dtype=np.float64)


def loss(y: Floats, x: Floats, weight: Floats, b: Floats, tau: float) -> float:
    """Weighted sum of rho_tau of the residuals."""
    residual = y - x @ b
    return float(weight @ (residual * (tau - (residual < 0))))


def standard_errors(
    y: Floats, x: Floats, weight: Floats, b: Floats, tau: float, design: designs.Design, rows: designs.Integers
) -> list[float | None]:
    """Design-based errors by Powell's sandwich: density at zero by the kernel of Epanechnikov, Hall-Sheather bandwidth.

    rows: the places of the n rows in the design. None when the design allows no variance, or the density is zero.
    """
    residual = y - x @ b
    width = _bandwidth(residual, y, tau)
    kernel = np.where(np.abs(residual) < width, 0.75 * (1 - (residual / width) ** 2), 0.0) / width
    density = (x * (weight * kernel)[:, None]).T @ x
    if np.linalg.matrix_rank(density) < x.shape[1]:
        return [None] * x.shape[1]
    influence = (x * (weight * (tau - (residual < 0)))[:, None]) @ np.linalg.inv(density)
    cells, _ = designs.gather(design)
    cluster = design.cluster[rows]
    found = [designs.variance(cells, designs.summed(cluster, z, design.clusters))[0] for z in influence.T]
    return [float(np.sqrt(one)) if np.isfinite(one) else None for one in found]


def _bandwidth(residual: Floats, y: Floats, tau: float) -> float:
    n = len(residual)
    point = special.ndtri(tau)
    height = np.exp(-(point**2) / 2) / np.sqrt(2 * np.pi)
    near = n ** (-1 / 3) * special.ndtri(0.975) ** (2 / 3) * (1.5 * height**2 / (2 * point**2 + 1)) ** (1 / 3)
    reach = special.ndtri(min(tau + near, 0.999)) - special.ndtri(max(tau - near, 0.001))
    quarter = float(np.subtract(*np.quantile(residual, [0.75, 0.25])))
    spread = min(float(np.std(y)), quarter / 1.34)
    return max(float(spread * reach), np.finfo(float).tiny)


def _interior(x: Floats, y: Floats, tau: float) -> Floats:
    """Mehrotra's predictor and corrector on the dual: max y'a, x'a = (1 - tau) x'1, 0 <= a <= 1."""
    n, cost = len(y), -y
    a = np.full(n, 1 - tau)
    s = 1 - a
    dual = linalg.cho_solve(linalg.cho_factor(x.T @ x), x.T @ cost)
    r = cost - x @ dual
    inward = max(float(np.abs(r).mean()), 1e-3)  # a start away from the boundary does not get stuck on it
    z, v = np.maximum(r, 0) + inward, np.maximum(-r, 0) + inward
    edge = (1 - tau) * x.sum(axis=0)
    gaps: list[float] = []
    for _step in range(MOST):
        gaps.append(float(cost @ a - dual @ edge + v.sum()))
        stalled = len(gaps) > STALLED and gaps[-1] > 0.9 * gaps[-1 - STALLED]
        if gaps[-1] < NEARLY * (1 + np.abs(dual @ edge - v.sum())) or stalled:
            break
        q = 1 / (z / a + v / s)
        r = z - v
        factor = linalg.cho_factor((x * q[:, None]).T @ x)
        step = linalg.cho_solve(factor, x.T @ (q * r))
        da = q * (x @ step - r)
        dz, dv = -z * (1 + da / a), -v * (1 - da / s)
        along, across = min(_reach(a, da), _reach(s, -da)), min(_reach(z, dz), _reach(v, dv))
        if min(along, across) < 1:
            mu = z @ a + v @ s
            after = (z + across * dz) @ (a + along * da) + (v + across * dv) @ (s - along * da)
            mu *= (after / mu) ** 3 / (2 * n)
            bent, turned = da * dz / a, -da * dv / s
            pull = mu * (1 / a - 1 / s)
            step = linalg.cho_solve(factor, x.T @ (q * (r + bent - turned - pull)))
            da = q * (x @ step + pull - r - bent + turned)
            dz, dv = (mu - z * da) / a - bent - z, (mu + v * da) / s - turned - v
            along, across = min(_reach(a, da), _reach(s, -da)), min(_reach(z, dz), _reach(v, dv))
        a, s, dual = a + along * da, s - along * da, dual + across * step
        z, v = z + across * dz, v + across * dv
    return np.asarray(-dual, dtype=np.float64)


def _reach(at: Floats, by: Floats) -> float:
    """How much of a step keeps every number above zero."""
    down = by < 0
    return float(min(KEEP * np.min(-at[down] / by[down]), 1.0)) if down.any() else 1.0


def _simplex(x: Floats, y: Floats, tau: float, b: Floats) -> Floats:
    """The exact solution by the simplex of HiGHS on the rows near b: on which side the others are is not in doubt.

    Portnoy and Koenker's preprocessing: the sides of rows far from the fit are held; rows found on the other side after
    all are let go, and it is solved again, at worst with all rows.
    """
    n, p = x.shape
    residual = y - x @ b
    free = np.zeros(n, dtype=bool)
    size = min(n, max(NEAR * p, 500))
    while True:
        free[np.argsort(np.abs(residual), kind="stable")[:size]] = True
        above = ~free & (residual > 0)
        edge = (1 - tau) * x.sum(axis=0) - x[above].sum(axis=0)
        found = optimize.linprog(-y[free], A_eq=x[free].T, b_eq=edge, bounds=(0, 1), method="highs")
        if found.status and free.all():
            raise QuantileError(f"The quantile regression was not solved: {found.message} Use fewer proxies.")
        if not found.status:
            exact = -found.eqlin.marginals
            after = y - x @ exact
            wrong = ~free & np.where(above, after < 0, after > 0)
            if not wrong.any():
                return np.asarray(exact, dtype=np.float64)
            free |= wrong
        size = min(n, 4 * size)


def _vertex(x: Floats, y: Floats, tau: float, b: Floats) -> Floats | None:
    """The exact solution through p rows beside b, if it proves optimal."""
    p = x.shape[1]
    near = np.argsort(np.abs(y - x @ b), kind="stable")[: min(3 * p, len(y))]
    basis: list[int] = []
    base = np.zeros((0, p))
    for row in near:
        own = x[row] - base.T @ (base @ x[row])
        size = np.linalg.norm(own)
        if size > 1e-7 * np.linalg.norm(x[row]):
            basis.append(int(row))
            base = np.vstack([base, own / size])
        if len(basis) == p:
            break
    if len(basis) < p:
        return None
    exact = np.linalg.solve(x[basis], y[basis])
    residual = y - x @ exact
    others = np.ones(len(y), dtype=bool)
    others[basis] = False
    signs = (tau - (residual < 0))[others]
    held = np.linalg.solve(x[basis].T, -(x[others].T @ signs))
    fits = bool(np.all(held >= tau - 1 - 1e-9) and np.all(held <= tau + 1e-9))
    return np.asarray(exact, dtype=np.float64) if fits else None
