"""What changed between two rounds: growth by place in the distribution, and poverty by growth and redistribution.

The rounds are two groups (0 and 1) of one file, so clusters visited twice give their covariance. Ravallion and Chen,
Economics Letters 78, 2003 (growth incidence); Datt and Ravallion, Journal of Development Economics 38, 1992.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from ayni.engines.measures import differences, estimate
from ayni.engines.measures.design import DesignError, Floats
from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.linear import Shared
from ayni.engines.measures.monetary import fgt, influences, shares
from ayni.engines.measures.monetary.fgt import Tie
from ayni.engines.measures.monetary.influences import Influence, People
from ayni.engines.measures.monetary.lines import Line


def growth(people: People, of: Callable[[People], Influence], years: float, *, level: float = 0.95) -> Estimate:
    """Yearly growth in per cent of an index from round 0 to round 1, as ((b/a)^(1/years) - 1) 100."""
    found = of(people).linearised(people)
    return differences.difference(found, 0, 1, "relative_yearly", years=years, level=level)


def incidence(people: People, points: Sequence[float], years: float, *, level: float = 0.95) -> list[Estimate]:
    """Yearly growth in per cent of the quantiles at `points`: the growth incidence curve."""
    return [growth(people, partial(shares.quantile, p=p), years, level=level) for p in points]


def shared_prosperity(people: People, years: float, *, level: float = 0.95) -> tuple[Estimate, Estimate]:
    """Yearly growth in per cent of the mean of the poorest 40 %, and of everybody's."""
    poorest = growth(people, lambda both: shares.mean_below(both, 0.4), years, level=level)
    return poorest, growth(people, lambda both: influences.mean(both, both.y), years, level=level)


@dataclass(frozen=True)
class Parts:
    """Change of a poverty index from round 0 to round 1: growth + redistribution + residual."""

    change: Estimate
    growth: Estimate
    redistribution: Estimate
    residual: Estimate


def datt_ravallion(
    people: People, line: Line, alpha: float, tie: Tie = "lt", *, base: str = "both", level: float = 0.95
) -> Parts:
    """A change of FGT by growth of the mean at one distribution, and by the distribution at one mean.

    base: "first" (Datt and Ravallion's, with a residual), "second", or "both": the mean of the two, without a residual
    (Shapley; Kakwani 2000). The line is one amount in both rounds. Refuses: DesignError, for a line with an error, or
    rounds whose mean welfare is not above zero.
    """
    if line.shared is not None:
        raise DesignError("Growth and redistribution are told apart with a line that is an amount of money.")
    if base not in ("first", "second", "both"):
        raise DesignError(f"The base is '{base}'. Write first, second or both.")
    if not (people.sums(people.y) > 0).all():
        raise DesignError("Growth and redistribution need two rounds with people and a mean welfare above zero.")
    mean = influences.mean(people, people.y)
    # Round r with the mean of the other: each welfare times the quotient of the means, or the line by its inverse.
    plain = fgt.fgt(people, line, alpha, tie)
    counter = _at_other_mean(people, line, alpha, tie, mean)
    own = [np.where(people.code == place, plain.u, 0.0) for place in (0, 1)]
    values = np.array([plain.values[0], plain.values[1], counter.values[0], counter.values[1]])
    u = [own[0], own[1], counter.u0, counter.u1]
    signs = {
        "change": (-1.0, 1.0, 0.0, 0.0),
        "first": (-1.0, 0.0, 1.0, 0.0),
        "second": (0.0, 1.0, 0.0, -1.0),
        "shape_first": (-1.0, 0.0, 0.0, 1.0),
        "shape_second": (0.0, 1.0, -1.0, 0.0),
    }
    picked = {name: np.array(one) for name, one in signs.items()}
    grown = {"first": picked["first"], "second": picked["second"], "both": (picked["first"] + picked["second"]) / 2}
    shape = {
        "first": picked["shape_first"],
        "second": picked["shape_second"],
        "both": (picked["shape_first"] + picked["shape_second"]) / 2,
    }
    rest = picked["change"] - grown[base] - shape[base]
    made = [_estimate(people, values, u, one, level) for one in (picked["change"], grown[base], shape[base], rest)]
    return Parts(*made)


@dataclass(frozen=True, eq=False)
class _Counter:
    values: Floats
    u0: Floats
    u1: Floats


def _at_other_mean(people: People, line: Line, alpha: float, tie: Tie, mean: Influence) -> _Counter:
    """FGT of each round had it the mean of the other, and the influences on it of the units of both rounds."""
    values, us = [], []
    for place in (0, 1):
        other = 1 - place
        quotient = mean.values[place] / mean.values[other]
        moved = replace(line, z=line.z * quotient)
        only = replace(people, codes=np.where(people.codes == place, place, -1))
        found = fgt.fgt(only, moved, alpha, tie)
        slope = _slope(only, moved, alpha, tie)[place]
        z = float(np.nanmax(np.where(only.inside, moved.z, np.nan)))
        by_mean = np.where(people.code == place, mean.u / mean.values[place], -mean.u / mean.values[other])
        us.append(np.where(people.code == place, found.u, 0.0) + slope * z * np.where(people.inside, by_mean, 0.0))
        values.append(found.values[place])
    return _Counter(np.array(values), us[0], us[1])


def _slope(people: People, line: Line, alpha: float, tie: Tie) -> Floats:
    """By how much FGT rises with the line: asked as for a line that has an error."""
    nothing = np.zeros(0)
    found = fgt.fgt(people, replace(line, shared=Shared(0.0, nothing, nothing)), alpha, tie)
    return np.zeros(people.groups) if found.slopes is None else np.nan_to_num(found.slopes)


def _estimate(people: People, values: Floats, u: Sequence[Floats], signs: Floats, level: float) -> Estimate:
    both = replace(people, codes=np.where(people.inside, 0, -1), groups=1)
    own = sum((sign * one for sign, one in zip(signs, u, strict=True)), np.zeros(people.design.size))
    found = Influence(np.array([float(signs @ values)]), own).linearised(both).estimates(level=level)[0]
    return estimate.Estimate(found.value, found.se, found.low, found.high, found.n, found.degrees, None)
