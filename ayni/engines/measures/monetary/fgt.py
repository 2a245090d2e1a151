"""Poverty indices: Foster-Greer-Thorbecke, Watts, Sen-Shorrocks-Thon, gaps in money and relative gaps.

Foster, Greer and Thorbecke, Econometrica 52, 1984; Watts 1968; Shorrocks, Econometrica 63, 1995; errors with the error
of the line: Berger and Skinner, Applied Statistics 52, 2003; Osier 2009; R's convey 1.0.1 (svyfgt, svywatts).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from ayni.engines.measures.design import Booleans, Floats, Integers
from ayni.engines.measures.monetary import gini, influences
from ayni.engines.measures.monetary.influences import Influence, People
from ayni.engines.measures.monetary.lines import Line, by_group, density_at
from ayni.engines.measures.surveyed import ranks

Tie = Literal["lt", "le"]


def poor(people: People, line: Line, tie: Tie) -> Floats:
    """1 for who is poor, 0 for who is not, NaN for who does not count. tie "le": at the line is poor too."""
    below = people.y <= line.z if tie == "le" else people.y < line.z
    return np.where(people.inside & ~np.isnan(line.z), below, np.nan)


def gaps(people: People, line: Line, tie: Tie) -> Floats:
    """(z - y)/z of the poor, 0 of the others. It is more than 1 for a welfare below zero."""
    return np.where(poor(people, line, tie) == 1, (line.z - people.y) / line.z, 0.0)


def per_unit(people: People, line: Line, alpha: float, tie: Tie) -> Floats:
    """((z - y)/z)^alpha of the poor, 0 of the others; NaN for who does not count."""
    is_poor = poor(people, line, tie)
    return is_poor if alpha == 0 else np.where(is_poor == 1, gaps(people, line, tie) ** alpha, is_poor)


def fgt(people: People, line: Line, alpha: float, tie: Tie = "lt") -> Influence:
    """E[((z - y)/z)^alpha; poor]: 0 the headcount, 1 the gap index, 2 the squared gap index."""
    is_poor, gap = poor(people, line, tie), gaps(people, line, tie)
    found = influences.mean(people, per_unit(people, line, alpha, tie))
    if line.shared is None:
        return found
    if alpha == 0:
        slopes = density_at(people, by_group(people, line))
    else:
        steep: Booleans = (is_poor == 1) & ((gap > 0) | (alpha >= 1))
        power = np.where(steep & (gap > 0), np.maximum(gap, 1e-300) ** (alpha - 1), np.where(steep, alpha == 1, 0.0))
        slopes = influences.mean(people, alpha * power * people.y / line.z**2).values
    return Influence(found.values, found.u, slopes)


def watts(people: People, line: Line) -> Influence:
    """E[ln(z/y); 0 < y < z]. Welfare of zero or less has no logarithm: whoever has it counts as without a gap."""
    below = people.inside & (people.y > 0) & (people.y < line.z)
    found = influences.mean(people, np.where(below, np.log(line.z / np.where(below, people.y, 1.0)), 0.0))
    slopes = influences.mean(people, np.where(below, 1 / line.z, 0.0)).values
    return Influence(found.values, found.u, slopes)


def sen_shorrocks_thon(people: People, line: Line, tie: Tie = "lt", kind: gini.Kind = "pip") -> Influence:
    """P1 (1 + G) with G the Gini of everybody's gaps, 0 for the others: headcount x gap of the poor x (1 + G)."""
    gap = gaps(people, line, tie)
    of_gaps = People(np.where(people.inside, gap, np.nan), people.design, people.codes, people.groups)
    area, u, ranks_ = gini.area(of_gaps, kind)
    whole = influences.safe(people.sums())
    value = 2 * area / whole**2
    own = 2 * u / people.of(whole) ** 2 - 2 * people.of(value) / people.of(whole)
    steeper = np.where(gap > 0, people.y / line.z**2, 0.0)
    return Influence(value, own, 2 * people.sums(steeper * np.nan_to_num(ranks_)) / whole**2)


def money(people: People, line: Line, tie: Tie = "lt") -> Influence:
    """What it would take to bring every poor person to the line, in money: sum of w (z - y)."""
    is_poor = poor(people, line, tie) == 1
    found = influences.total(people, np.where(is_poor, line.z - people.y, 0.0))
    return Influence(found.values, found.u, people.sums(is_poor.astype(np.float64)))


def shortfall(people: People, line: Line, tie: Tie = "lt") -> Influence:
    """Mean gap of the poor, as a part of the line (P1/P0); none where nobody is poor."""
    return influences.ratio(fgt(people, line, 1, tie), fgt(people, line, 0, tie), people)


def median_gap(people: People, line: Line, tie: Tie = "lt", rule: ranks.Rule = "math") -> Influence:
    """The line less the median welfare of the poor, as a part of the line (Eurostat's relative median gap)."""
    is_poor = poor(people, line, tie)
    only = np.where(is_poor == 1, people.y, np.nan)
    middle = ranks.ranked(only, people.design.weight, people.codes, people.groups).at(0.5, rule)
    z = by_group(people, line)
    whole, head = influences.safe(people.sums()), influences.mean(people, is_poor).values
    thick = influences.safe(density_at(people, middle))
    lower = np.where(people.inside, people.y <= people.of(middle), np.nan)
    share = influences.mean(people, lower).values
    own = ((is_poor - people.of(head)) / 2 - (lower - people.of(share))) / (people.of(thick) * people.of(whole))
    slope = density_at(people, z) / (2 * thick)
    return Influence(1 - middle / z, -own / people.of(z), -slope / z + middle / z**2)


def number(people: People, line: Line, tie: Tie = "lt") -> Influence:
    """How many are poor."""
    found = influences.total(people, np.where(poor(people, line, tie) == 1, 1.0, 0.0))
    slopes = None if line.shared is None else density_at(people, by_group(people, line)) * people.sums()
    return Influence(found.values, found.u, slopes)


def parts(
    people: People, line: Line, alpha: float, subgroups: Integers, count: int, tie: Tie = "lt"
) -> list[Influence]:
    """Each subgroup's part of everybody's FGT: they sum to 1. subgroups: n codes below `count`, -1 in none."""
    whole = People(people.y, people.design, np.where(subgroups >= 0, people.codes, -1), people.groups)
    everything, h = fgt(whole, line, alpha, tie), per_unit(whole, line, alpha, tie)
    found = []
    for one in range(count):
        mine = subgroups == one
        part = influences.mean(whole, np.where(mine, h, 0.0))
        slopes = None
        if line.shared is not None:
            only = People(people.y, people.design, np.where(mine, whole.codes, -1), people.groups)
            weight = whole.sums(mine.astype(np.float64)) / influences.safe(whole.sums())
            own = fgt(only, line, alpha, tie).slopes
            slopes = None if own is None else np.nan_to_num(own) * weight
        found.append(influences.ratio(Influence(part.values, part.u, slopes), everything, whole))
    return found
