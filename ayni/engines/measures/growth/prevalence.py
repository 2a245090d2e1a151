"""How many children are stunted, wasted, underweight or overweight.

A child counts where its z-score is known and plausible; each prevalence has its own children. A child with oedema of
both feet is severely undernourished whatever it weighs: it counts as below -3 in all that is measured by weight (WHO
and UNICEF, Recommendations for data collection, analysis and reporting on anthropometric indicators, 2019).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from ayni.engines.measures.figures import Figure
from ayni.engines.measures.grouped import Grouped, Labels, banded
from ayni.engines.measures.growth import scores, standard
from ayni.engines.measures.growth.standard import Floats

Cut = tuple[str, str, float]  # z-score, below or above, by how much

UNDER_FIVE: Mapping[str, Cut] = {
    "stunting": ("haz", "<", -2),
    "severe_stunting": ("haz", "<", -3),
    "underweight": ("waz", "<", -2),
    "severe_underweight": ("waz", "<", -3),
    "wasting": ("whz", "<", -2),
    "severe_wasting": ("whz", "<", -3),
    "overweight": ("whz", ">", 2),
    "obesity": ("whz", ">", 3),
}
SCHOOL_AGE: Mapping[str, Cut] = {
    "stunting": ("haz", "<", -2),
    "severe_stunting": ("haz", "<", -3),
    "thinness": ("baz", "<", -2),
    "severe_thinness": ("baz", "<", -3),
    "overweight": ("baz", ">", 1),
    "obesity": ("baz", ">", 2),
}
MONTHS: Mapping[str, tuple[float, float]] = {
    "00-05": (0, 6), "06-11": (6, 12), "12-23": (12, 24), "24-35": (24, 36), "36-47": (36, 48), "48-59": (48, 60),
}  # fmt: skip
SCHOOL_YEARS: Mapping[str, tuple[float, float]] = {"060-119": (60, 120), "120-228": (120, 229)}
OEDEMA = -3.1  # the z-score that stands for oedema where weight is compared with a cut-off


def ages(children: scores.Children, bands: Mapping[str, tuple[float, float]]) -> Labels:
    """Each child's age group in months."""
    return banded(children.months, bands)


def states(
    found: scores.Scores, children: scores.Children, inside: Floats, cuts: Mapping[str, Cut]
) -> dict[str, Floats]:
    """For each prevalence 1, 0, or NaN for a child that does not count. inside: 1 for children of the age it is for."""
    swollen = (children.oedema == 1) & (inside == 1)
    columns: dict[str, Floats] = {}
    for name, (score, side, limit) in cuts.items():
        z = found.used(score)
        if score in scores.WITH_WEIGHT:
            z = np.where(swollen, OEDEMA, z)
        below = z < limit if side == "<" else z > limit
        columns[name] = np.where(np.isnan(z) | (inside != 1), np.nan, below)
    if "wasting" in columns:
        columns["stunted_and_wasted"] = _both(columns["stunting"], columns["wasting"])
        columns["stunted_and_overweight"] = _both(columns["stunting"], columns["overweight"])
    return columns


def figures(
    columns: Mapping[str, Floats], found: scores.Scores, inside: Floats, grouped: Grouped, of: Mapping[str, str | float]
) -> Iterator[Figure]:
    """Every prevalence, then the mean and the spread of each z-score, for the whole and the groups."""
    for name, state in columns.items():
        yield from grouped.share(name, state, of)
    for name in scores.NAMES:
        z = np.where(inside == 1, found.used(name), np.nan)
        if not np.isnan(z).all():
            yield from grouped.mean(f"mean_{name}", z, of)


def spread(z: Floats, weight: Floats) -> float | None:
    """The weighted standard deviation of known z-scores: far from 1 (0.8 to 1.2) it speaks of bad measuring."""
    known = ~np.isnan(z) & (weight > 0)
    if known.sum() < 2:
        return None
    mean = np.average(z[known], weights=weight[known])
    count = known.sum()
    return float(np.sqrt(np.average((z[known] - mean) ** 2, weights=weight[known]) * count / (count - 1)))


def left_out(children: scores.Children, found: scores.Scores) -> dict[str, int]:
    """Children that a figure could not use, by reason."""
    tried = measured(children)
    reasons = {
        "sex unknown": tried & ~np.isin(children.sex, (1, 2)),
        "age unknown": tried & np.isnan(children.months),
        "age negative": tried & (children.months < 0),
        "older than the tables (19 years)": tried & (children.months >= scores.HEIGHT_UNTIL),
        "weight of 0 or less": children.weight <= 0,
        "height of 0 or less": children.height <= 0,
        "oedema: weight not scored": children.oedema == 1,
    }
    for name in scores.NAMES:
        reasons[f"{name} not plausible"] = found.implausible[name] == 1
    young = children.months < standard.FIRST_MONTH
    reasons["length or height beyond the table of weight for height"] = (
        young & (children.weight > 0) & (children.height > 0) & np.isnan(found.z["whz"]) & (children.oedema != 1)
        & np.isin(children.sex, (1, 2))
    )  # fmt: skip
    return {reason: int(rows.sum()) for reason, rows in reasons.items() if rows.any()}


def measured(children: scores.Children) -> npt.NDArray[np.bool_]:
    """The children of whom anything was measured."""
    return ~(np.isnan(children.weight) & np.isnan(children.height) & np.isnan(children.head) & np.isnan(children.arm))


def _both(one: Floats, other: Floats) -> Floats:
    return np.where(np.isnan(one) | np.isnan(other), np.nan, (one == 1) & (other == 1))
