"""How a sample was drawn, and the variance that follows from it.

Every estimate here is a smooth function of weighted totals, so its variance needs only the totals of its
linearised variable in each primary sampling unit (the "ultimate cluster" method: Wolter, Introduction to
Variance Estimation, 2007, ch. 6; the default of R's `survey`). Millions of rows are therefore first gathered
into cells, one for each (primary sampling unit, group) that occurs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ayni.kernel import refusals

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Column = Any  # a sequence, a numpy array or a pyarrow array of identifiers

Singleton = Literal["fail", "remove", "adjust", "average"]
Degrees = Literal["domain", "design"]

DENSE = 1 << 24  # below so many possible cells a table of all of them is quicker than a search


class DesignError(refusals.Refused):
    """The description of a sample cannot be used; the text says which row or stratum and what to do."""


class Design:
    """Strata, primary sampling units and weights of n units, in the order of the data.

    stratum, psu: n identifiers of any kind, or None for "one stratum" and "every unit drawn by itself".
    Units are nested: the same PSU number in two strata means two PSUs.
    weight: n numbers, finite and not negative; None means 1 each. For a file of households and figures
    about people, give household weight x household size.
    singleton: what a stratum with one PSU adds to the variance. "fail" refuses and names the strata;
    "remove" nothing (a certainty stratum); "adjust" its squared distance from the mean of all PSUs;
    "average" the mean of what the other strata add.
    degrees: degrees of freedom of intervals for a group: PSUs less strata that hold somebody of the group
    ("domain", as R's degf of a subset), or those of the whole sample ("design", as mpitb).
    Missing identifiers or weights are refused. Errors: DesignError.
    """

    def __init__(
        self,
        stratum: Column | None = None,
        psu: Column | None = None,
        weight: npt.ArrayLike | None = None,
        singleton: Singleton = "fail",
        degrees: Degrees = "domain",
    ) -> None:
        self.size = _size(stratum, psu, weight)
        self.weight = _weights(weight, self.size)
        self.singleton = singleton
        self.degrees = degrees
        strata, self.strata = _encoded(stratum, self.size, "stratum")
        if psu is None:
            self.cluster, self.stratum_of = np.arange(self.size), strata
        else:
            self.cluster, self.stratum_of = _nested(_encoded(psu, self.size, "PSU")[0], strata)
        self.clusters = len(self.stratum_of)
        self.per_stratum = np.bincount(self.stratum_of, minlength=len(self.strata))
        self.lonely = tuple(str(self.strata[code]) for code in np.flatnonzero(self.per_stratum == 1))
        if self.lonely and singleton == "fail":
            raise DesignError(_lonely_text(self.lonely))


@dataclass(frozen=True, eq=False)
class Cells:
    """The pairs of (primary sampling unit, group) that hold at least one unit.

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
    if possible <= DENSE:
        found = np.zeros(possible + 1, dtype=bool)
        found[key] = True  # key -1 marks the spare last slot
        distinct = np.flatnonzero(found[:-1])
        place = np.full(possible + 1, -1, dtype=np.int64)
        place[distinct] = np.arange(len(distinct))
        return distinct, place[key]
    distinct, place = np.unique(key, return_inverse=True)
    if len(distinct) and distinct[0] < 0:
        return distinct[1:], place - 1
    return distinct, place


def summed(place: Integers, values: Floats | Booleans | None, size: int) -> Floats:
    """Total of m values (None: 1 each) in each of `size` places."""
    return np.bincount(place, values, minlength=size).astype(np.float64, copy=False)


def variance(cells: Cells, linearised: Floats) -> Floats:
    """Variance of each group's estimate (G numbers) from the totals of its linearised variable in each cell.

    V = sum over strata of n/(n-1) x sum over PSUs of (z - mean z)^2, where PSUs without anybody of the group
    have z = 0 and still count in n. NaN when no stratum allows a variance.
    """
    design, strata = cells.design, len(cells.design.strata)
    slot = cells.group * strata + design.stratum_of[cells.cluster]
    size = cells.groups * strata
    sizes = np.tile(design.per_stratum, cells.groups)
    sums = summed(slot, linearised, size)
    mean = sums / np.maximum(sizes, 1)
    seen = summed(slot, None, size)
    spread = summed(slot, (linearised - mean[slot]) ** 2, size) + (sizes - seen) * mean**2
    several = design.per_stratum > 1
    factor = np.where(several, design.per_stratum / np.maximum(design.per_stratum - 1, 1), 0.0)
    found: Floats = spread.reshape(cells.groups, strata) @ factor
    if not several.all():
        found = _with_singletons(design, found, sums.reshape(cells.groups, strata), several)
    return found if several.any() else np.full(cells.groups, np.nan)


def degrees_of_freedom(cells: Cells, weight: Floats) -> Integers:
    """PSUs less strata, for each group, counting those where the group has weight (m cell totals)."""
    design, strata = cells.design, len(cells.design.strata)
    if design.degrees == "design":
        return np.full(cells.groups, design.clusters - strata)
    held = weight > 0
    units = np.bincount(cells.group[held], minlength=cells.groups)
    slot = cells.group[held] * strata + design.stratum_of[cells.cluster[held]]
    filled = np.bincount(slot, minlength=cells.groups * strata).reshape(cells.groups, strata) > 0
    return np.asarray(units - filled.sum(axis=1), dtype=np.int64)


def label_codes(values: Column, what: str) -> tuple[Integers, list[Any]]:
    """Codes from 0 for n labels, -1 where the label is missing, and the labels in sorted order."""
    column = _arrow(values, what).dictionary_encode()
    labels = column.dictionary.to_pylist()
    order = sorted(range(len(labels)), key=lambda code: labels[code])
    rank = np.empty(len(labels) + 1, dtype=np.int64)
    rank[order] = np.arange(len(labels))
    rank[-1] = -1
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return rank[codes], [labels[code] for code in order]


def _encoded(values: Column | None, size: int, what: str) -> tuple[Integers, list[Any]]:
    if values is None:
        return np.zeros(size, dtype=np.int64), ["all"]
    codes, labels = label_codes(values, what)
    if (codes < 0).any():
        row = int(np.argmax(codes < 0))
        raise DesignError(
            f"Row {row + 1} has no {what}, so its place in the sample is unknown. "
            "Fill it in the file, or leave the row out before estimating."
        )
    return codes, labels


def _arrow(values: Column, what: str) -> Any:
    if isinstance(values, pa.ChunkedArray):
        return values.combine_chunks()
    if isinstance(values, pa.Array):
        return values
    try:
        return pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise DesignError(
            f"The {what} column mixes kinds of values ({error}). Make them all text or all whole numbers."
        ) from error


def _nested(units: Integers, strata: Integers) -> tuple[Integers, Integers]:
    """Each unit's cluster (PSUs told apart by stratum), and each cluster's stratum."""
    if not len(units):
        return units, strata
    possible = (int(units.max()) + 1) * (int(strata.max()) + 1)
    width = int(strata.max()) + 1
    pairs, cluster = compact(units * width + strata, possible)
    return cluster, pairs % width


def _with_singletons(design: Design, found: Floats, sums: Floats, several: Booleans) -> Floats:
    if design.singleton == "adjust":
        centre = sums.sum(axis=1, keepdims=True) / design.clusters
        found = found + np.square(sums[:, ~several] - centre).sum(axis=1)
    elif design.singleton == "average":
        found = found * len(design.strata) / max(int(several.sum()), 1)
    return found


def _size(*columns: Column | None) -> int:
    sizes = {len(column) for column in columns if column is not None}
    if len(sizes) != 1:
        said = "none was given" if not sizes else f"their lengths are {', '.join(map(str, sorted(sizes)))}"
        raise DesignError(f"Stratum, PSU and weight must have one value for each unit, but {said}.")
    return sizes.pop()


def _weights(weight: npt.ArrayLike | None, size: int) -> Floats:
    if weight is None:
        return np.ones(size)
    found = np.asarray(weight, dtype=np.float64)
    bad = ~(np.isfinite(found) & (found >= 0))
    if bad.any():
        row = int(np.argmax(bad))
        raise DesignError(
            f"The weight of row {row + 1} is {found[row]}. A weight must be a number and not negative: "
            "correct it in the file, or leave the row out before estimating."
        )
    return found


def _lonely_text(lonely: Sequence[str]) -> str:
    named = ", ".join(f"'{name}'" for name in lonely[:5]) + (" ..." if len(lonely) > 5 else "")
    return (
        f"One primary sampling unit only in stratum {named}: the sampling error there cannot be seen. Merge it "
        "with a neighbouring stratum, or choose singleton='adjust' (cautious), 'average' or 'remove' (certainty)."
    )
