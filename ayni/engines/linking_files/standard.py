"""A file brought into the columns that linking compares, as Parquet; every value as the file tells it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ayni.engines.files import describing, reading
from ayni.engines.linkage import mapping
from ayni.engines.linking_files.columns import PARTS, Chosen

ROW = reading.ROW


def write(path: Path, chosen: Chosen, columns: mapping.Columns, out: Path) -> int:
    """The rows of a file; how many they are. Without a key of its own a record is called by its row.

    Refuses: FileUnreadable.
    """
    told = describing.describe(path, sheet=chosen.sheet)
    wanted = sorted({column for column in chosen.columns.values() if column})
    names = _names(columns)
    schema = pa.schema([(name, pa.string()) for name in names])
    rows = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for chunk in reading.chunks(path, told, wanted):
            frame = chunk.rows.select(*(_value(name, chosen, columns).alias(name) for name in names))
            writer.write_table(frame.to_arrow().cast(schema))
            rows += frame.height
    return rows


def _names(columns: mapping.Columns) -> Sequence[str]:
    return [name for _meaning, name in columns.used()]


def _value(name: str, chosen: Chosen, columns: mapping.Columns) -> pl.Expr:
    column = chosen.columns.get(name, "")
    row = pl.col(ROW).cast(pl.String)
    if name == "record":
        return pl.coalesce(pl.col(column), row) if column else row
    if name == "full":
        parts = [chosen.columns[part] for part in ("full", *PARTS) if chosen.columns.get(part)]
        return pl.concat_str([pl.col(one) for one in parts], separator=" ", ignore_nulls=True)
    if name == "birth_date" and not column:
        return _born(chosen)
    del columns
    return pl.col(column) if column else pl.lit(None, pl.String)


def _born(chosen: Chosen) -> pl.Expr:
    """The year of birth by an age in completed years."""
    age = chosen.columns.get("age", "")
    if not age or chosen.told_on is None:
        return pl.lit(None, pl.String)
    years = pl.col(age).str.extract(r"^\s*(\d{1,3})").cast(pl.Int32, strict=False)
    return (chosen.told_on.year - years).cast(pl.String)
