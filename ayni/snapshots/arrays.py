"""Computed columns as plain arrays, for the measures that take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    import ibis


def compute(
    expression: ibis.Table, beside: ibis.Table | None = None, columns: Sequence[str] = ()
) -> dict[str, npt.NDArray[Any]]:
    """Every column of an expression, and some `columns` of the table `beside` it, row by row in the order of `id`.

    The two are joined by `id`; a row without a match is unknown. Numbers and booleans are float64, with NaN for the
    unknown; whole numbers without any unknown stay int64; texts are objects, None for the unknown. A column that
    `beside` does not have is left out.
    """
    here = [] if beside is None else [name for name in columns if name in beside.columns]
    if beside is not None and here:
        expression = expression.left_join(beside.select("id", *here), "id")
    chosen = expression.select(*(name for name in expression.columns if name != "id_right"))
    table = chosen.order_by("id").to_pyarrow()  # sums of decimals depend on the order, however many threads there are
    return {name: _array(table[name]) for name in table.column_names}


def _array(column: Any) -> npt.NDArray[Any]:
    kind = str(column.type)
    if kind.startswith("int") and not column.null_count:
        return np.asarray(column.to_numpy())
    if kind in ("string", "large_string"):
        return np.array(column.to_pylist(), dtype=object)
    return np.asarray(column.cast("float64").to_numpy(zero_copy_only=False))


def write(columns: Mapping[str, npt.NDArray[Any]], folder: Path, name: str) -> int:
    """Keep the rows in which every column is known as `folder`/`name`.parquet; how many they are."""
    known = np.logical_and.reduce([_is_known(values) for values in columns.values()])
    table = pa.table({name: values[known] for name, values in columns.items()})
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    return int(table.num_rows)


def _is_known(values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    return ~np.isnan(values) if values.dtype.kind == "f" else np.ones(len(values), dtype=bool)
