"""How the results of units changed from one round to another: both rounds' files estimated as one sample.

With R1 = Y1/X1 and R2 = Y2/X2 the variance of d = R2 - R1 is that of the total of
w (y - R2)/X2 over the units of the second round less w (y - R1)/X1 over those of the first, cluster by cluster: a
cluster that is in both rounds stands in both sums, so that what they share cancels out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ayni.engines.measures import design as designs
from ayni.engines.measures import estimate

VALUE, BAND, WEIGHT, STRATUM, PSU, IS, BY = "value", "band", "weight", "stratum", "psu", "is_", "by_"
MOST_BANDS = 12


@dataclass(frozen=True)
class Found:
    """A mean or share before and after, of everybody (no group) or of one category."""

    name: str
    group: str
    category: str
    before: float
    after: float
    difference: float
    se: float | None
    low: float | None
    high: float | None
    n_before: int
    n_after: int


@dataclass(frozen=True, eq=False)
class Both:
    """Two files of units, one after the other: `late` marks the rows of the second."""

    columns: dict[str, Any]
    late: designs.Booleans
    design: designs.Design


def changes(before: Path, after: Path, name: str, groups: Sequence[str], unit: str) -> Iterator[Found]:
    """The change of every result that is in both files, for everybody and by each group that is in both."""
    both = _both(before / f"{name}.parquet", after / f"{name}.parquet", unit)
    for measure, y in _measures(both):
        yield from _of(both, measure, y, "")
        for group in groups:
            if f"{BY}{group}" in both.columns:
                yield from _of(both, measure, y, group)


def _both(before: Path, after: Path, unit: str) -> Both:
    import pyarrow.parquet as pq

    shared = set(pq.read_schema(before).names) & set(pq.read_schema(after).names)
    fixed = ("household_id", WEIGHT, STRATUM, PSU, VALUE, BAND)
    wanted = sorted(one for one in shared if one in fixed or one.startswith((IS, BY)))
    one, other = (pq.read_table(place, columns=wanted) for place in (before, after))
    late = np.repeat([False, True], [one.num_rows, other.num_rows])
    columns = {name: np.concatenate([_plain(table[name]) for table in (one, other)]) for name in wanted}
    weight = np.nan_to_num(columns[WEIGHT].astype(np.float64))
    sampled = STRATUM in columns and any(value is not None for value in columns[PSU].tolist())
    psu = columns[PSU] if sampled else columns["household_id"]
    stratum = (
        np.array(["" if value is None else value for value in columns[STRATUM]], dtype=object) if sampled else None
    )
    psu = np.array(["" if value is None else value for value in psu], dtype=object) if sampled else psu
    kept = weight > 0
    design = designs.Design(
        stratum=stratum[kept] if stratum is not None else None,
        psu=psu[kept],
        weight=weight[kept],
        singleton="adjust",
    )
    return Both({name: column[kept] for name, column in columns.items()}, late[kept], design)


def _plain(column: Any) -> Any:
    kind = str(column.type)
    if "string" in kind or "dictionary" in kind:
        return np.array(column.to_pylist(), dtype=object)
    return column.to_numpy()


def _measures(both: Both) -> Iterator[tuple[str, designs.Floats]]:
    for name, column in both.columns.items():
        if name == VALUE or name.startswith(IS):
            yield name, np.asarray(column, dtype=np.float64)
    if BAND in both.columns:
        labels = sorted({str(one) for one in both.columns[BAND].tolist() if one not in (None, "")})
        known = np.array([one not in (None, "") for one in both.columns[BAND].tolist()])
        for label in labels if len(labels) <= MOST_BANDS else []:
            yield f"band={label}", np.where(known, both.columns[BAND] == label, np.nan).astype(np.float64)


def _of(both: Both, measure: str, y: designs.Floats, group: str) -> Iterator[Found]:
    codes, labels = (
        designs.label_codes(both.columns[f"{BY}{group}"], group) if group else (np.zeros(len(y), np.int64), [""])
    )
    codes = np.where(np.isfinite(y), codes, -1)
    cells, cell = designs.gather(both.design, codes, len(labels))
    kept = codes >= 0
    cell, codes, y, late, w = cell[kept], codes[kept], y[kept], both.late[kept], both.design.weight[kept]
    size = len(labels)
    weights = [designs.summed(codes[late == when], w[late == when], size) for when in (False, True)]
    sums = [designs.summed(codes[late == when], (w * y)[late == when], size) for when in (False, True)]
    counts = [designs.summed(codes[late == when], None, size) for when in (False, True)]
    there = (weights[0] > 0) & (weights[1] > 0)
    means = [one / np.where(there, weight, 1.0) for one, weight in zip(sums, weights, strict=True)]
    scale = np.where(
        late, 1 / np.where(there, weights[1], np.inf)[codes], -1 / np.where(there, weights[0], np.inf)[codes]
    )
    mean = np.where(late, means[1][codes], means[0][codes])
    linearised = designs.summed(cell, scale * w * (y - mean), len(cells.cluster))
    variance = designs.variance(cells, linearised)
    degrees = designs.degrees_of_freedom(cells, designs.summed(cell, w, len(cells.cluster)))
    for place, label in enumerate(labels):
        if not there[place]:
            continue
        difference = float(means[1][place] - means[0][place])
        se = float(np.sqrt(max(variance[place], 0.0))) if np.isfinite(variance[place]) else None
        reach = (None, None) if se is None else estimate.interval(difference, se, int(degrees[place]), share=False)
        yield Found(
            measure, group, str(label), float(means[0][place]), float(means[1][place]), difference, se, *reach,
            int(counts[0][place]), int(counts[1][place]),
        )  # fmt: skip
