"""From PostgreSQL's COPY to Parquet files, a batch at a time: memory does not grow with the registry."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as pq

from ayni.snapshots.tables import Table

BLOCK_BYTES = 8 * 1024 * 1024
ROWS_PER_GROUP = 50_000  # small enough that one household is found without reading a whole area


@dataclass(frozen=True)
class Part:
    """One written file: its path within the snapshot and its rows."""

    path: str
    partition: str
    rows: int


def write(table: Table, cursor: psycopg.Cursor, folder: Path, *, on: date, tell: Callable[[int], None]) -> list[Part]:
    """Write a table's rows under `folder`, one file for each value of its partition column.

    The rows come ordered by it, so one file is open at a time. `tell` is given the rows written so far.
    """
    with Parts(table, folder) as parts:
        for batch in batches(table, cursor, on=on):
            for value, rows in runs(batch, table.partition):
                parts.add(value, rows)
            tell(parts.total)
        parts.finish()
        return parts.written


def batches(table: Table, cursor: psycopg.Cursor, *, on: date) -> Iterator[pa.RecordBatch]:
    """A table's rows as typed Arrow batches. NULL is null; an empty text stays empty."""
    statement = f"COPY ({table.sql}) TO STDOUT (FORMAT csv)"
    with cursor.copy(statement, {"on": on, "areas": None}) as copy:
        stream = io.BufferedReader(Rows(copy), BLOCK_BYTES)
        if not stream.peek(1):
            return
        yield from csv.open_csv(
            pa.PythonFile(stream, mode="r"),
            read_options=csv.ReadOptions(column_names=table.schema.names, block_size=BLOCK_BYTES),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=table.schema,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["t"],
                false_values=["f"],
            ),
        )


def runs(batch: pa.RecordBatch, name: str) -> Iterator[tuple[str, pa.RecordBatch]]:
    """The batch cut where the value of a column changes."""
    encoded = pc.run_end_encode(batch[name])
    start = 0
    for value, end in zip(encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True):
        yield value, batch.slice(start, end - start)
        start = end


class Rows(io.RawIOBase):
    """A running COPY TO STDOUT as a readable file."""

    def __init__(self, copy: psycopg.Copy) -> None:
        self._rows = iter(copy)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        filled, size = 0, len(buffer)
        while filled < size:
            if not self._left:
                row = next(self._rows, None)
                if row is None:
                    break
                self._left = memoryview(row)
            taken = min(size - filled, len(self._left))
            buffer[filled : filled + taken] = self._left[:taken]
            self._left = self._left[taken:]
            filled += taken
        return filled


class Parts:
    """The Parquet files of one table, written one after the other."""

    def __init__(self, table: Table, folder: Path) -> None:
        self._table, self._folder = table, folder
        self._value: str | None = None
        self._writer: pq.ParquetWriter | None = None
        self._pending: list[pa.RecordBatch] = []
        self._pending_rows = self._rows = self.total = 0
        self.written: list[Part] = []

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if self._writer is not None:
            self._writer.close()

    def add(self, value: str, rows: pa.RecordBatch) -> None:
        if value != self._value:
            self._close()
            self._value = value
            self._writer = self._open(value)
        self._pending.append(rows)
        self._pending_rows += rows.num_rows
        self._rows += rows.num_rows
        self.total += rows.num_rows
        if self._pending_rows >= ROWS_PER_GROUP:
            self._flush()

    def finish(self) -> None:
        """Close the last file; an empty table still gets one, so that its columns are known."""
        if self._writer is None:
            self._value = ""
            self._writer = self._open("")
        self._close()

    def _open(self, value: str) -> pq.ParquetWriter:
        path = self._folder / self._path(value)
        path.parent.mkdir(parents=True, exist_ok=True)
        return pq.ParquetWriter(path, self._table.schema, compression="zstd", compression_level=1)

    def _path(self, value: str) -> str:
        return f"{self._table.name}/{self._table.partition}={quote(value, safe='')}/part-0.parquet"

    def _flush(self) -> None:
        if self._writer is not None and self._pending:
            self._writer.write_table(pa.Table.from_batches(self._pending), row_group_size=ROWS_PER_GROUP)
        self._pending, self._pending_rows = [], 0

    def _close(self) -> None:
        if self._writer is None or self._value is None:
            return
        self._flush()
        self._writer.close()
        self._writer = None
        self.written.append(Part(self._path(self._value), self._value, self._rows))
        self._rows = 0
