"""A wealth index: the first principal component of what a household owns and how it lives.

Town and country own different things. As the Demographic and Health Surveys do (Rutstein, The DHS Wealth Index:
Approaches for Rural and Urban Areas, 2008), an index is made for all, and one for each area with the things that tell
there; each area's is brought to the scale of all by a straight line (the common index on the area's own), and the
two lines together are the index. Quintiles are of household members. The index ranks; it has no unit and cannot be
compared between surveys, unless the rounds were put together before it was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import components, concentration, regression
from ayni.engines.measures.design import Booleans, Floats, Integers


@dataclass(frozen=True, eq=False)
class Wealth:
    """score of n rows (NaN unknown); quantile from 1, 0 unknown; the common part by area ("" of all); lines by area."""

    score: Floats
    quantile: Integers
    parts: Mapping[str, components.Common]
    lines: Mapping[str, tuple[float, float]]


def index(
    x: Floats,
    names: Sequence[str],
    weight: Floats,
    *,
    area: npt.NDArray[Any] | None = None,
    only: Mapping[str, Sequence[str]] | None = None,
    means: bool = False,
    positive: Sequence[str] = (),
    quantiles: int = 5,
) -> Wealth:
    """x: (n, p) things; weight: n, of household members. area: n labels (None unknown: no index).

    only: for an area, the things that tell there (all, when it is not named). Those of every area make the common one.
    Errors: ComponentError.
    """
    only = only or {}
    shared = [name for name in names if all(name in chosen for chosen in only.values())]
    whole = _part(x, names, shared, weight, None, means, positive)
    parts, lines = {"": whole}, {}
    score = whole.score.copy()
    if area is not None:
        score[:] = np.nan
        for label in sorted({str(one) for one in area.tolist() if one is not None}):
            here = np.asarray(area == label)
            own = _part(x, names, list(only.get(label, names)), weight, here, means, positive)
            able = here & ~np.isnan(own.score) & ~np.isnan(whole.score) & (weight > 0)
            wide = np.column_stack([np.ones(int(able.sum())), own.score[able]])
            line = regression.fit(whole.score[able], wide, weight[able]).coefficients
            score[here] = line[0] + line[1] * own.score[here]
            parts[label], lines[label] = own, (float(line[0]), float(line[1]))
    return Wealth(score, concentration.quantile_groups(score, weight, quantiles), parts, lines)


def _part(
    x: Floats,
    names: Sequence[str],
    chosen: Sequence[str],
    weight: Floats,
    rows: Booleans | None,
    means: bool,
    positive: Sequence[str],
) -> components.Common:
    places = [place for place, name in enumerate(names) if name in chosen]
    told = [names[place] for place in places]
    toward = [name for name in positive if name in told]
    return components.common(x[:, places], told, weight, means=means, rows=rows, positive=toward)
