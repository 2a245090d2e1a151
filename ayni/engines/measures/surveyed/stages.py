"""Stages of drawing without replacement: what part of each stratum was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.engines.measures.surveyed.coding import Booleans, DesignError, Floats, Integers

ALL = 1e-7  # a stratum of which so little is not drawn was drawn whole (as R's survey)


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage: `units` were drawn in `strata` (at a later stage: the units of the one before).

    unit: of each unit of the last stage, its unit at this one; None when it is itself. stratum: of each unit of this
    stage. per_stratum: units drawn. rest: the part that was not drawn, 1 where units were drawn with replacement.
    before: the part that the earlier stages drew, which is what this stage's variance counts for.
    """

    unit: Integers | None
    units: int
    stratum: Integers
    per_stratum: Integers
    rest: Floats
    before: Floats

    @property
    def several(self) -> Booleans:
        """Strata in which a variance can be seen, or that were drawn whole and have none."""
        return np.asarray((self.per_stratum > 1) | (self.rest < ALL))

    @property
    def factor(self) -> Floats:
        """What a stratum's sum of squares counts for: (1 - f) n/(n - 1), 0 where one unit shows nothing."""
        drawn = self.per_stratum
        part = np.where(drawn > 1, drawn / np.maximum(drawn - 1, 1), 0.0)
        return np.asarray(self.before * np.where(self.rest < ALL, 0.0, self.rest) * part, dtype=np.float64)


def rest_of(
    fpc: npt.ArrayLike | None, stratum: Integers, unit: Integers, per_stratum: Integers, what: str = "fpc"
) -> Floats:
    """The part of each stratum that was not drawn, from n values constant in a stratum.

    fpc: how many units the stratum has in the population (all 1 or more), or the part of it that was drawn (all above
    0 and not above 1); None: drawn with replacement. stratum: of each row. Refuses: DesignError for a missing,
    negative or mixed value, one that differs within a stratum, and a population smaller than the sample.
    """
    if fpc is None:
        return np.ones(len(per_stratum))
    given = np.asarray(fpc, dtype=np.float64)
    if given.shape != stratum.shape:
        raise DesignError(f"The {what} has {given.size} values for {stratum.size} rows. Give one for each row.")
    if not (np.isfinite(given) & (given > 0)).all():
        row = int(np.argmax(~(np.isfinite(given) & (given > 0))))
        raise DesignError(
            f"The {what} of row {row + 1} is {given[row]}. Write the number of units in the population of its stratum, "
            "or the part of them that was drawn."
        )
    if (given > 1).any() and (given < 1).any():
        raise DesignError(
            f"The {what} has values above 1 and below 1. Write numbers of units in all rows, or parts in all rows."
        )
    one = np.zeros(len(per_stratum))
    one[stratum] = given
    if (np.abs(one[stratum] - given) > ALL * given).any():
        row = int(np.argmax(np.abs(one[stratum] - given) > ALL * given))
        raise DesignError(
            f"The {what} of row {row + 1} is {given[row]:g}, but another row of its stratum has {one[stratum[row]]:g}. "
            "It says something of the stratum, so it is the same in all its rows."
        )
    part = per_stratum / one if (given > 1).any() else one
    if (part > 1 + ALL).any():
        place = int(np.argmax(part > 1 + ALL))
        raise DesignError(
            f"The {what} says a stratum has {one[place]:g} units, but {per_stratum[place]} were drawn from it. "
            "Check whether it counts the units of this stage."
        )
    return np.asarray(np.clip(1 - part, 0.0, 1.0), dtype=np.float64)


def built(
    ups: Sequence[Integers | None],
    strata: Sequence[Integers],
    rests: Sequence[Floats],
) -> tuple[Stage, ...]:
    """The stages of a design. ups: the unit of each last unit; strata: of each unit; rests: by stratum."""
    found: list[Stage] = []
    for up, stratum, rest in zip(ups, strata, rests, strict=True):
        drawn = np.bincount(stratum, minlength=len(rest))
        if not found:
            before = np.ones(len(rest))
        else:
            above = found[-1]
            before = (above.before * (1 - above.rest))[above.stratum]
        found.append(Stage(up, len(stratum), stratum, drawn, rest, before))
    return tuple(found)
