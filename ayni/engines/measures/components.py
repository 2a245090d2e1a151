"""What several columns have in common, as one number: first principal component, or one factor, with weights.

Columns are standardised by their weighted mean and spread. A column that never differs says nothing: it is dropped and
named. A row with an unknown column has no score, unless means are put in their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ayni.engines.measures.design import Booleans, Floats
from ayni.kernel import refusals

How = Literal["component", "factor"]
ROUNDS, NEARLY = 500, 1e-9


class ComponentError(refusals.Refused):
    """Columns cannot be made into one index as asked."""


@dataclass(frozen=True, eq=False)
class Common:
    """score: of n rows, weighted mean 0 (NaN unknown). loadings: of each column, 0 of a dropped one.

    explained: part of the spread of all columns that it tells. dropped: columns that never differ.
    """

    score: Floats
    loadings: dict[str, float]
    explained: float
    dropped: tuple[str, ...]


def common(
    x: Floats,
    names: Sequence[str],
    weight: Floats,
    *,
    how: How = "component",
    means: bool = False,
    rows: Booleans | None = None,
    positive: Sequence[str] = (),
) -> Common:
    """The first component (scaled to spread 1) or factor of (n, p) columns, oriented so that more is better.

    means: put the mean for unknown values. rows: only these are used and scored. positive: the columns whose loadings
    sum to more than zero (all, when none is named). Refuses: ComponentError when nothing differs or is known.
    """
    inside = np.ones(len(x), dtype=bool) if rows is None else rows
    known = inside & (weight > 0) & (~np.isnan(x).any(axis=1) | means)
    if known.sum() <= 2:
        raise ComponentError(
            f"Only {int(known.sum())} rows answer all of {', '.join(names)}, so that they have no common index. Leave "
            "out what few answered, or put means for the unknown (`missing: mean`)."
        )
    filled = _filled(x, names, weight, known) if means else x
    z, kept = _standard(filled, weight, known)
    dropped = tuple(name for name, own in zip(names, kept, strict=True) if not own)
    if not kept.any():
        raise ComponentError(f"None of {', '.join(names)} differs between rows, so that there is nothing to tell.")
    w = weight[known] / weight[known].sum()
    matrix = (z[known] * w[:, None]).T @ z[known]
    loading, explained = _factor(matrix, dropped) if how == "factor" else _component(matrix)
    told = [name for name, own in zip(names, kept, strict=True) if own]
    counted = [place for place, name in enumerate(told) if not positive or name in positive]
    loading *= -1.0 if loading[counted].sum() < 0 else 1.0
    able = inside & (means | ~np.isnan(x).any(axis=1))
    score = np.full(len(x), np.nan)
    score[able] = z[able] @ _weights(matrix, loading, how)
    spread = np.sqrt(w @ score[known] ** 2)
    score /= spread if spread > 0 else 1.0
    loadings = {**dict.fromkeys(names, 0.0), **dict(zip(told, loading.tolist(), strict=True))}
    return Common(score, loadings, explained, dropped)


def scaled(score: Floats) -> Floats:
    """0 for the lowest of n scores, 100 for the highest (NaN stays); refuses scores that are all the same."""
    low, high = np.nanmin(score), np.nanmax(score)
    if not high > low:
        raise ComponentError("All scores are the same, so that they have no lowest and highest.")
    return np.asarray(100 * ((score - low) / (high - low)), dtype=np.float64)


def _filled(x: Floats, names: Sequence[str], weight: Floats, known: Booleans) -> Floats:
    """Unknown values replaced by the weighted mean of the column; refuses a column that nobody answered."""
    found = x.copy()
    for place, name in enumerate(names):
        told = known & ~np.isnan(x[:, place])
        if not told.any():
            raise ComponentError(f"Nobody answered '{name}'. Leave it out.")
        found[np.isnan(x[:, place]), place] = np.average(x[told, place], weights=weight[told])
    return found


def _standard(x: Floats, weight: Floats, known: Booleans) -> tuple[Floats, Booleans]:
    w = weight[known] / weight[known].sum()
    mean = w @ x[known]
    spread = np.sqrt(np.maximum(w @ (x[known] - mean) ** 2, 0))
    kept = spread > 1e-12 * np.maximum(np.abs(mean), 1)
    return np.asarray((x[:, kept] - mean[kept]) / spread[kept], dtype=np.float64), np.asarray(kept)


def _component(matrix: Floats) -> tuple[Floats, float]:
    values, vectors = np.linalg.eigh(matrix)
    return vectors[:, -1] * np.sqrt(values[-1]), float(values[-1] / np.trace(matrix))


def _factor(matrix: Floats, dropped: tuple[str, ...]) -> tuple[Floats, float]:
    """One factor by iterated principal axes. Refuses fewer than three columns: they do not tell a factor."""
    size = len(matrix)
    if size < 3:
        said = f" ({', '.join(dropped)} never differ)" if dropped else ""
        raise ComponentError(
            f"One factor needs three columns that differ, and there are {size}{said}. Use `component`."
        )
    held = np.max(np.abs(matrix - np.eye(size)), axis=1)
    for _round in range(ROUNDS):
        values, vectors = np.linalg.eigh(matrix - np.diag(1 - held))
        loading = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        before, held = held, np.minimum(loading**2, 0.995)
        if np.max(np.abs(held - before)) < NEARLY:
            break
    return loading, float((loading**2).sum() / size)


def _weights(matrix: Floats, loading: Floats, how: How) -> Floats:
    """What each standardised column counts for: the loading itself, or Bartlett's weights of a factor."""
    if how == "component":
        return loading
    return loading / np.maximum(1 - loading**2, 0.005)
