"""Errors from replicate weights: the same figure again and again, each time with other weights.

A survey may come with replicate weights instead of its strata and clusters, or they are made from a design. The
variance
is scale x sum over replicates of rscale x (figure - centre)^2 (Wolter 2007, ch. 3-5; Rust and Rao, Statistical
Methods in Medical Research 5, 1996; R's svrVar).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from ayni.engines.measures.design import Design, DesignError, Floats
from ayni.engines.measures.estimate import Estimate, interval

Kind = Literal["BRR", "Fay", "JK1", "JK2", "JKn", "bootstrap", "ACS", "other"]
KINDS: tuple[Kind, ...] = ("BRR", "Fay", "JK1", "JK2", "JKn", "bootstrap", "ACS", "other")
SMALL = 1e-5  # weights whose spread in a direction is so small, relatively, add no degree of freedom (R's degf)


@dataclass(frozen=True, eq=False)
class Replicates:
    """R sets of weights for n units, and how their figures make a variance.

    weights: (n, R), the final weights. scale, rscales (R numbers): what each squared difference counts for. mse: around
    the figure of the whole sample; otherwise around the mean of the replicates (R's default).
    """

    weights: Floats
    scale: float
    rscales: Floats
    mse: bool = False

    @property
    def degrees(self) -> int:
        """Rank of the weights less one (R's degf for replicate designs)."""
        if not self.weights.size:
            return 0
        gram = self.weights.T @ self.weights
        values = np.linalg.eigvalsh(gram)
        return int((values > values[-1] * SMALL**2).sum()) - 1

    def variance(self, found: npt.ArrayLike, value: float) -> float:
        """Variance of a figure from its R replicates; NaN when one of them that counts is not known."""
        figures = np.asarray(found, dtype=np.float64)
        counts = self.rscales > 0
        centre = value if self.mse else float(figures[counts].mean()) if counts.any() else math.nan
        return float(self.scale * (self.rscales[counts] @ (figures[counts] - centre) ** 2))

    def estimates(
        self,
        figures: Callable[[Design], Sequence[tuple[Estimate, bool]]],
        design: Design,
        *,
        level: float = 0.95,
    ) -> list[Estimate]:
        """The figures of a design, with errors from the replicates in place of their own.

        figures: from a design to figures, always the same ones in the same order; with each, whether its interval is
        on the logit scale. A design effect is not given.
        """
        own = list(figures(design))
        again = np.full((len(own), self.weights.shape[1]), np.nan)
        for place in range(self.weights.shape[1]):
            if self.rscales[place] > 0:
                found = figures(design.with_weight(self.weights[:, place]))
                again[:, place] = [np.nan if one.value is None else one.value for one, _ in found]
        degrees = self.degrees
        return [self._with_error(one, logit, row, degrees, level) for (one, logit), row in zip(own, again, strict=True)]

    def _with_error(self, one: Estimate, logit: bool, row: Floats, degrees: int, level: float) -> Estimate:
        if one.value is None:
            return one
        found = self.variance(row, one.value)
        if not math.isfinite(found):
            return replace(one, se=None, low=None, high=None, degrees=degrees, design_effect=None)
        se = math.sqrt(found)
        low, high = interval(one.value, se, degrees, share=logit, level=level)
        return Estimate(one.value, se, low, high, one.n, degrees, None)


def given(
    weights: npt.ArrayLike,
    weight: npt.ArrayLike,
    kind: Kind,
    *,
    combined: bool = True,
    rho: float | None = None,
    scale: float | None = None,
    rscales: npt.ArrayLike | None = None,
    mse: bool = False,
) -> Replicates:
    """Replicate weights that came with a file. weights: (n, R); weight: n, of the whole sample.

    combined: the replicates hold the sampling weight already; otherwise they are multiplied by it. rho: Fay's.
    scale and rscales are known for BRR 1/R, Fay 1/(R (1 - rho)^2), JK1 (R - 1)/R, JK2 1, bootstrap 1/(R - 1),
    ACS (successive differences) 4/R; JKn needs its rscales, (n - 1)/n of each stratum, and "other" its scale.
    Refuses: DesignError.
    """
    found = np.asarray(weights, dtype=np.float64)
    if found.ndim != 2 or found.shape[1] < 2:
        raise DesignError("Replicate weights need at least two columns. Name the columns, or what they begin with.")
    if not np.isfinite(found).all() or (found < 0).any():
        raise DesignError("A replicate weight is missing or negative. Every row needs one number in each column.")
    count = found.shape[1]
    if kind == "Fay" and (rho is None or not 0 <= rho < 1):
        raise DesignError("Fay's method needs its `rho`, from 0 to below 1: the survey's documentation says it.")
    if kind == "JKn" and rscales is None:
        raise DesignError("JKn needs `rscales`, one number for each replicate: (n - 1)/n of its stratum.")
    if kind == "other" and scale is None:
        raise DesignError("Replicates of another kind need their `scale`: the survey's documentation says it.")
    usual = {
        "BRR": 1 / count,
        "Fay": 1 / (count * (1 - (rho or 0.0)) ** 2),
        "JK1": (count - 1) / count,
        "bootstrap": 1 / (count - 1),
        "ACS": 4 / count,
    }
    parts = np.ones(count) if rscales is None else np.asarray(rscales, dtype=np.float64)
    if parts.shape != (count,):
        raise DesignError(f"There are {parts.size} rscales for {count} replicates. Give one for each.")
    full = found if combined else found * np.asarray(weight, dtype=np.float64)[:, None]
    return Replicates(full, usual.get(kind, 1.0) if scale is None else scale, parts, mse)


def jackknife(design: Design) -> Replicates:
    """Leave out one PSU at a time: JK1 without strata, JKn with; first-stage corrections are kept."""
    stage = design.stages[0]
    psu = design.cluster if stage.unit is None else stage.unit[design.cluster]
    stratum = stage.stratum[psu]
    drawn, columns, rscales = stage.per_stratum, [], []
    for unit in range(stage.units):
        home = int(stage.stratum[unit])
        size = int(drawn[home])
        if size < 2 or stage.rest[home] == 0:
            continue  # a stratum of one, or drawn whole, shows no error
        columns.append(design.weight * np.where(psu == unit, 0.0, np.where(stratum == home, size / (size - 1), 1.0)))
        rscales.append(stage.rest[home] * (size - 1) / size)
    if not columns:
        raise DesignError("No stratum has two sampling units: a jackknife has nothing to leave out.")
    return Replicates(np.column_stack(columns), 1.0, np.asarray(rscales))


def bootstrap(design: Design, times: int, seed: int) -> Replicates:
    """Draw n - 1 of each stratum's n PSUs with replacement, `times` times (Rao and Wu, JASA 83, 1988)."""
    stage = design.stages[0]
    psu = design.cluster if stage.unit is None else stage.unit[design.cluster]
    lot = np.random.default_rng(seed)
    columns = np.ones((stage.units, times))
    for home, size in enumerate(stage.per_stratum.tolist()):
        units = np.flatnonzero(stage.stratum == home)
        if size > 1:
            drawn = lot.multinomial(size - 1, np.full(size, 1 / size), size=times).T
            columns[units] = drawn * size / (size - 1)
    return Replicates(design.weight[:, None] * columns[psu], 1 / (times - 1), np.ones(times))


def balanced(design: Design, rho: float = 0.0) -> Replicates:
    """Balanced half samples of strata with two PSUs each (McCarthy 1969), with Fay's rho (Judkins 1990).

    Refuses: DesignError, when a stratum has not two PSUs.
    """
    stage = design.stages[0]
    if (stage.per_stratum != 2).any():
        raise DesignError("Balanced half samples need two sampling units in every stratum. Take a jackknife instead.")
    psu = design.cluster if stage.unit is None else stage.unit[design.cluster]
    signs = _hadamard(len(stage.per_stratum) + 1)
    second = np.zeros(stage.units, dtype=bool)
    order = np.argsort(stage.stratum, kind="stable")
    second[order[1::2]] = True
    sign = signs[1 + stage.stratum] * np.where(second, -1, 1)[:, None]
    columns = np.where(sign > 0, 2 - rho, rho)
    count = columns.shape[1]
    return Replicates(design.weight[:, None] * columns[psu], 1 / (count * (1 - rho) ** 2), np.ones(count))


def _hadamard(least: int) -> npt.NDArray[np.int64]:
    """A Hadamard matrix of at least so many rows, by Sylvester's doubling."""
    found = np.ones((1, 1), dtype=np.int64)
    while len(found) < least:
        found = np.block([[found, found], [found, -found]])
    return found
