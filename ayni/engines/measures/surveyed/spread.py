"""The variance of an estimate, from the totals of its linearised variable in the units of a design."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ayni.engines.measures.surveyed.coding import Floats, Integers, compact, summed
from ayni.engines.measures.surveyed.stages import Stage

Singleton = Literal["fail", "remove", "adjust", "average"]


def of_stage(
    stage: Stage, group: Integers, groups: int, unit: Integers, z: Floats, singleton: Singleton, dense: int, first: bool
) -> Floats:
    """What one stage adds to each group's variance; NaN when none of its strata allows a variance.

    group, unit, z: of m different pairs of a group and a unit of the stage; the other units have z = 0 and count.
    """
    strata = len(stage.per_stratum)
    slots, place = compact(group * strata + stage.stratum[unit], groups * strata, dense)
    of_slot = slots % strata
    sums = summed(place, z, len(slots))
    mean = sums / np.maximum(stage.per_stratum[of_slot], 1)
    unseen = stage.per_stratum[of_slot] - summed(place, None, len(slots))
    squares = summed(place, (z - mean[place]) ** 2, len(slots)) + unseen * mean**2
    found = summed(slots // strata, stage.factor[of_slot] * squares, groups)
    several = stage.several
    if several.all():
        return found
    if not several.any() and (first or singleton == "average"):
        return np.full(groups, np.nan)  # at a later stage some rules still say what the units alone add
    if singleton == "average":
        return np.asarray(found * strata / several.sum())
    if singleton == "adjust":
        alone = ~several[of_slot]
        centre = summed(group, z, groups) / stage.units
        weight = (stage.before * stage.rest)[of_slot[alone]]
        apart = weight * (sums[alone] - centre[slots[alone] // strata]) ** 2
        # A stratum alone in which nobody of the group lives is as far from the mean as 0 is.
        empty = (stage.before * stage.rest)[~several].sum() - summed(slots[alone] // strata, weight, groups)
        return np.asarray(found + summed(slots[alone] // strata, apart, groups) + empty * centre**2)
    return found
