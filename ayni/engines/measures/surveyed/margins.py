"""An estimate: a figure, its standard error, its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from ayni.engines.measures.surveyed.checks import NORMAL

Ci = Literal["logit", "normal"]  # intervals of shares: on the logit scale, or symmetric as those of other figures


@dataclass(frozen=True)
class Estimate:
    """One figure and how sure it is.

    value, se: the estimate and its standard error; None for an empty domain, se also when it cannot be known.
    low, high: the 95 % interval, Student's t with `degrees` (so many that it is normal: `NORMAL`); for shares
    on the logit scale, so inside 0 to 1; None when it is undefined (no degrees; a share of exactly 0 or 1).
    n: units it rests on. design_effect: variance over that of a simple random sample with replacement.
    """

    value: float | None
    se: float | None
    low: float | None
    high: float | None
    n: int
    degrees: int
    design_effect: float | None

    def as_dict(self) -> dict[str, float | int | None]:
        """The same as plain values, safe for JSON. Degrees are None for a normal distribution."""
        return {**self.__dict__, "degrees": None if self.degrees >= NORMAL else self.degrees}


def built(
    value: float,
    variance: float,
    n: int,
    degrees: int,
    simple: float,
    *,
    share: bool = False,
    level: float = 0.95,
    ci: Ci = "logit",
) -> Estimate:
    """An estimate from its value (NaN: none), its variance (NaN: unknown) and that of a simple random sample."""
    if n == 0 or math.isnan(value):
        return nothing() if n == 0 else Estimate(None, None, None, None, n, degrees, None)
    return known(value, variance, n, degrees, simple, share=share and ci == "logit", level=level)


def known(value: float, variance: float, n: int, degrees: int, simple: float, *, share: bool, level: float) -> Estimate:
    """An estimate whose value is known; `share` asks for an interval on the logit scale."""
    if not np.isfinite(variance):
        return Estimate(value, None, None, None, n, degrees, None)
    se = float(np.sqrt(max(variance, 0.0)))
    low, high = interval(value, se, degrees, share=share, level=level)
    return Estimate(value, se, low, high, n, degrees, variance / simple if simple > 0 else None)


def critical(degrees: int, level: float = 0.95) -> float:
    """How many standard errors an interval reaches: Student's t, or normal for endless degrees."""
    upper = 0.5 + level / 2
    return float(special.ndtri(upper) if degrees >= NORMAL else special.stdtrit(degrees, upper))


def interval(
    value: float, se: float, degrees: int, *, share: bool, level: float = 0.95
) -> tuple[float | None, float | None]:
    """Student's t interval, on the logit scale for a share (Korn and Graubard; R's svyciprop "logit")."""
    if degrees < 1:
        return None, None
    reach = critical(degrees, level) * se
    if not share:
        return value - reach, value + reach
    if not 0 < value < 1:
        return None, None
    centre, reach = np.log(value / (1 - value)), reach / (value * (1 - value))
    return float(special.expit(centre - reach)), float(special.expit(centre + reach))


def nothing() -> Estimate:
    """What is known of an empty domain."""
    return Estimate(None, None, None, None, 0, 0, None)
