"""How a sample was drawn, and the variance that follows from it.

Every estimate here is a smooth function of weighted totals, so its variance needs only the totals of its
linearised variable in each sampling unit (Wolter, Introduction to Variance Estimation, 2007, ch. 6; R's `survey`).
Drawn with replacement, the primary sampling units are enough ("ultimate clusters"); with finite population
corrections every stage adds its part. Millions of rows are therefore first gathered into cells, one for each
(sampling unit, group) that occurs.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
import numpy.typing as npt

from ayni.engines.measures.surveyed import checks, coding, spread, stages
from ayni.engines.measures.surveyed.coding import Booleans, Column, DesignError, Floats, Integers, label_codes, summed
from ayni.engines.measures.surveyed.spread import Singleton

__all__ = [
    "Booleans",
    "Cells",
    "Column",
    "Degrees",
    "Design",
    "DesignError",
    "Floats",
    "Integers",
    "Singleton",
    "compact",
    "degrees_of_freedom",
    "gather",
    "label_codes",
    "summed",
    "variance",
]

Degrees = Literal["domain", "design", "normal"]

DENSE = 1 << 24  # below so many possible cells a table of all of them is quicker than a search
NORMAL = checks.NORMAL


@dataclass(frozen=True, eq=False)
class Later:
    """A stage after the first: the identifiers of its units in each row, and its finite population correction."""

    units: Column
    fpc: npt.ArrayLike | None = None


class Design:
    """Strata, sampling units and weights of n units, in the order of the data.

    stratum, psu: n identifiers of any kind, or None for "one stratum" and "every unit drawn by itself".
    Units are nested: the same PSU number in two strata means two PSUs.
    weight: n numbers, finite and not negative; None means what the corrections of all stages give, 1 each without any.
    For a file of households and figures about people, give household weight x household size.
    singleton: what a stratum with one PSU adds to the variance. "fail" refuses and names the strata;
    "remove" nothing (a certainty stratum); "adjust" its squared distance from the mean of all PSUs;
    "average" the mean of what the other strata add. At a later stage: the same among that stage's units.
    degrees: degrees of freedom of intervals for a group: PSUs less strata that hold somebody of the group
    ("domain", as R's degf of a subset), those of the whole sample ("design", as mpitb), or a normal distribution.
    fpc: n numbers, how many PSUs the stratum has in the population, or the part of them that was drawn.
    later: second and further stages; they add to the variance only when the stages before them have an `fpc`.
    `cluster` (n codes) and `clusters` count the units of the last stage that adds to the variance, `psus` the first's.
    Missing identifiers, weights or corrections are refused. Errors: DesignError.
    """

    def __init__(
        self,
        stratum: Column | None = None,
        psu: Column | None = None,
        weight: npt.ArrayLike | None = None,
        singleton: Singleton = "fail",
        degrees: Degrees = "domain",
        *,
        fpc: npt.ArrayLike | None = None,
        later: Sequence[Later] = (),
    ) -> None:
        self.size = checks.size_of(stratum, psu, weight, fpc, *(stage.units for stage in later))
        self.singleton = singleton
        self.degrees = degrees
        row_stratum, self.strata = coding.encoded(stratum, self.size, "stratum")
        codes = np.arange(self.size) if psu is None else coding.encoded(psu, self.size, "PSU")[0]
        unit, up = (codes, row_stratum) if psu is None else coding.nested(codes, row_stratum, DENSE)
        per_row, strata, rests = [unit], [up], []
        drawn = np.bincount(up, minlength=len(self.strata))
        rests.append(stages.rest_of(fpc, row_stratum, unit, drawn))
        for place, stage in enumerate(later if fpc is not None else (), start=2):
            inner = coding.encoded(stage.units, self.size, f"unit of stage {place}")[0]
            before = per_row[-1]
            unit, up = coding.nested(inner, before, DENSE)
            drawn = np.bincount(up, minlength=len(strata[-1]))
            rests.append(stages.rest_of(stage.fpc, before, unit, drawn, f"fpc of stage {place}"))
            per_row.append(unit)
            strata.append(up)
            if stage.fpc is None:
                break  # with replacement here, what comes after adds nothing
        self.cluster, self.clusters, self.psus = per_row[-1], len(strata[-1]), len(strata[0])
        self.stages = stages.built(self._ups(per_row), strata, rests)
        psu_of = self.stages[0].unit
        self.stratum_of = strata[0] if psu_of is None else strata[0][psu_of]
        self.per_stratum = self.stages[0].per_stratum
        self.weight = checks.weights(weight, self.size) if weight is not None else self._from_corrections(per_row)
        alone = ~self.stages[0].several
        self.lonely = tuple(str(self.strata[code]) for code in np.flatnonzero(alone))
        if self.lonely and singleton == "fail":
            raise DesignError(checks.lonely_text(self.lonely))
        if singleton == "fail" and any(not stage.several.all() for stage in self.stages[1:]):
            raise DesignError(
                "In some units of the first stage only one unit of the second was drawn, of more than one: the "
                "sampling error there cannot be seen. Choose singleton='adjust' (cautious), 'average' or 'remove'."
            )

    @classmethod
    def staged(
        cls,
        stratum: Column | None,
        units: Sequence[Column],
        weight: npt.ArrayLike | None,
        fpcs: Sequence[npt.ArrayLike] = (),
        *,
        singleton: Singleton = "fail",
        degrees: Degrees = "domain",
    ) -> Self:
        """A design whose stages are columns in order: `units` (none: rows drawn by themselves) and their `fpcs`.

        Refuses: DesignError, when there are more corrections than stages.
        """
        if len(fpcs) > max(len(units), 1):
            raise DesignError(
                f"{len(fpcs)} finite population corrections were given for {max(len(units), 1)} stage(s) of sampling "
                "units. Name the units of each stage that has a correction, in order."
            )
        padded = [*fpcs, *[None] * (len(units) - len(fpcs))]
        later = [Later(one, fpc) for one, fpc in zip(units[1:], padded[1:], strict=False)]
        return cls(
            stratum,
            units[0] if units else None,
            weight,
            singleton,
            degrees,
            fpc=padded[0] if padded else None,
            later=later,
        )

    def with_weight(self, weight: npt.ArrayLike) -> Self:
        """The same sample with other weights (calibrated, or one replicate's)."""
        other = copy(self)
        other.weight = checks.weights(weight, self.size)
        return other

    @property
    def free(self) -> int:
        """Degrees of freedom of the whole sample: PSUs less strata."""
        return self.psus - len(self.strata)

    def _ups(self, per_row: Sequence[Integers]) -> list[Integers | None]:
        """For each stage, the unit there of each last unit; None for the last stage itself."""
        ups: list[Integers | None] = []
        for unit in per_row[:-1]:
            up = np.zeros(self.clusters, dtype=np.int64)
            up[self.cluster] = unit
            ups.append(up)
        return [*ups, None]

    def _from_corrections(self, per_row: Sequence[Integers]) -> Floats:
        """One over the part drawn at every stage, 1 where units were drawn with replacement."""
        found = np.ones(self.size)
        for stage, unit in zip(self.stages, per_row, strict=True):
            if (stage.rest < 1).all():
                found /= (1 - stage.rest)[stage.stratum[unit]]
        return found


@dataclass(frozen=True, eq=False)
class Cells:
    """The pairs of (sampling unit, group) that hold at least one unit.

    cluster, group: m numbers, the pair of each cell. groups: how many groups there are, empty ones included.
    """

    design: Design
    groups: int
    cluster: Integers
    group: Integers


def gather(design: Design, group: Integers | None = None, groups: int = 1) -> tuple[Cells, Integers]:
    """The cells of a design cut by `group` (n codes below `groups`, -1 for outside), and each unit's cell.

    A unit outside every group has cell -1. Its PSU still counts in its stratum: groups never shorten it.
    """
    if group is None:
        everyone = np.arange(design.clusters)
        return Cells(design, 1, everyone, np.zeros_like(everyone)), design.cluster
    key = np.where(group < 0, -1, design.cluster * groups + group)
    pairs, cell = compact(key, design.clusters * groups)
    return Cells(design, groups, pairs // groups, pairs % groups), cell


def compact(key: Integers, possible: int) -> tuple[Integers, Integers]:
    """The distinct keys in rising order, and the place of each key among them; -1 stays -1.

    key: n numbers from -1 to possible - 1.
    """
    return coding.compact(key, possible, DENSE)


def variance(cells: Cells, linearised: Floats) -> Floats:
    """Variance of each group's estimate (G numbers) from the totals of its linearised variable in each cell.

    V = sum over strata of (1 - f) n/(n-1) x sum over PSUs of (z - mean z)^2, where PSUs without anybody of the group
    have z = 0 and still count in n, and the same of later stages x the part drawn before them (Cochran, Sampling
    Techniques, 1977, ch. 11; R's svyrecvar). NaN when no stratum allows a variance.
    """
    design = cells.design
    found = np.zeros(cells.groups)
    for depth, stage in enumerate(design.stages):
        group, unit, z = cells.group, cells.cluster, linearised
        if stage.unit is not None:
            pairs, place = compact(group * stage.units + stage.unit[unit], cells.groups * stage.units)
            group, unit, z = pairs // stage.units, pairs % stage.units, summed(place, z, len(pairs))
        found = found + spread.of_stage(stage, group, cells.groups, unit, z, design.singleton, DENSE, depth == 0)
    return found


def degrees_of_freedom(cells: Cells, weight: Floats) -> Integers:
    """PSUs less strata, for each group, counting those where the group has weight (m cell totals)."""
    design, strata = cells.design, len(cells.design.strata)
    if design.degrees == "normal":
        return np.full(cells.groups, NORMAL)
    if design.degrees == "design":
        return np.full(cells.groups, design.free)
    held = weight > 0
    group, unit, stratum = cells.group[held], cells.cluster[held], design.stratum_of[cells.cluster[held]]
    psu_of = design.stages[0].unit
    if psu_of is not None:
        pairs, _ = compact(group * design.psus + psu_of[unit], cells.groups * design.psus)
        group, stratum = pairs // design.psus, design.stages[0].stratum[pairs % design.psus]
    units = np.bincount(group, minlength=cells.groups)
    slots, _ = compact(group * strata + stratum, cells.groups * strata)
    filled = np.bincount(slots // strata, minlength=cells.groups)
    return np.asarray(units - filled, dtype=np.int64)
