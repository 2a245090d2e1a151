"""Parquet files of one table, one for each first-level area. Their bytes depend on their rows and on nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ayni.snapshots import manifests, private
from ayni.snapshots.tables import Table

TEXTS = {"text", "choice"}  # their values come again and again; numbers are smaller and quicker as they are
ROWS_PER_GROUP = 50_000  # small enough that one household is found without reading a whole area


@dataclass(frozen=True)
class Part:
    """One written file: its path within the snapshot, its rows, its size and its SHA-256."""

    path: str
    partition: str
    rows: int
    bytes: int
    sha256: str


class Parts:
    """The files of one table, written one after the other: the rows come ordered by area."""

    def __init__(self, table: Table, folder: Path) -> None:
        self._table, self._folder = table, folder
        self._open: _File | None = None
        self.written: list[Part] = []

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if self._open is not None and kind is not None:
            self._open.abandon()

    def add(self, rows: pa.Table) -> None:
        for area, of_area in runs(rows, self._table.partition):
            if self._open is None or area != self._open.partition:
                self.finish()
                self._open = _File(self._table, self._folder, area)
            self._open.add(of_area)

    def finish(self) -> None:
        """Close the file that is open, if one is."""
        if self._open is not None:
            self.written.append(self._open.close())
            self._open = None


def empty(table: Table, folder: Path) -> Part:
    """The file of a table that has no rows, so that its columns are known."""
    return _File(table, folder, "").close()


def runs(rows: pa.Table, name: str) -> Iterator[tuple[str, pa.Table]]:
    """The rows cut where the value of a column changes."""
    encoded = pc.run_end_encode(rows[name].combine_chunks())
    start = 0
    for value, end in zip(encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True):
        yield value, rows.slice(start, end - start)
        start = end


def _on_disk(file: Path) -> None:
    """Have the disk keep a finished file before anything refers to it: a power cut leaves a whole file or none."""
    with file.open("rb") as finished:
        os.fsync(finished.fileno())


class _File:
    """One file, in groups of exactly ROWS_PER_GROUP rows however they come."""

    def __init__(self, table: Table, folder: Path, partition: str) -> None:
        self.partition = partition
        self._path = f"{table.name}/{table.partition}={quote(partition, safe='')}/part-0.parquet"
        self._place = folder / self._path
        private.place(folder, self._path)
        self._writer = pq.ParquetWriter(
            self._place,
            table.schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=[column.name for column in table.columns if column.type in TEXTS],
            write_statistics=list(table.order_by),  # by which one household is found
        )
        self._pending: list[pa.Table] = []
        self._pending_rows = self._rows = 0

    def add(self, rows: pa.Table) -> None:
        self._pending.append(rows)
        self._pending_rows += rows.num_rows
        while self._pending_rows >= ROWS_PER_GROUP:
            pending = pa.concat_tables(self._pending)
            self._write(pending.slice(0, ROWS_PER_GROUP))
            self._pending = [pending.slice(ROWS_PER_GROUP)]
            self._pending_rows -= ROWS_PER_GROUP

    def close(self) -> Part:
        if self._pending_rows:
            self._write(pa.concat_tables(self._pending))
        self._writer.close()
        _on_disk(self._place)
        return Part(self._path, self.partition, self._rows, self._place.stat().st_size, manifests.digest(self._place))

    def abandon(self) -> None:
        """Let go of a file that will not be finished; on a full disk not even its end can be written."""
        try:
            self._writer.close()
        except OSError:
            self._place.unlink(missing_ok=True)

    def _write(self, rows: pa.Table) -> None:
        self._writer.write_table(rows.combine_chunks(), row_group_size=ROWS_PER_GROUP)
        self._rows += rows.num_rows
