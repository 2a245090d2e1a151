"""What a run computed for every unit, as immutable Parquet files; and how single rows and counts come back."""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.csv as csv
import pyarrow.parquet as pq

from ayni.snapshots import looking
from ayni.snapshots.tables import quoted

if TYPE_CHECKING:
    import ibis

ROWS_PER_CHUNK = 50_000
Where = Mapping[str, Collection[Any]]


def write(expression: ibis.Table, folder: Path, name: str) -> int:
    """Compute an expression into `folder`/`name`.parquet, all or nothing; how many rows it has."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{name}.{os.getpid()}.parquet"
    try:
        expression.to_parquet(unfinished)
        _on_disk(unfinished)
        unfinished.rename(path(folder, name))
    finally:
        unfinished.unlink(missing_ok=True)
    return rows(folder, name)


def _on_disk(file: Path) -> None:
    """Have the disk keep a finished file before anything refers to it: a power cut leaves a whole file or none."""
    with file.open("rb") as finished:
        os.fsync(finished.fileno())


def path(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def rows(folder: Path, name: str) -> int:
    """How many rows a result has; read from the file's footer."""
    return int(pq.read_metadata(path(folder, name)).num_rows)


def columns(folder: Path, name: str) -> list[str]:
    return list(pq.read_schema(path(folder, name)).names)


def lookup(folder: Path, name: str, household_id: int, *, key: str = "household_id") -> list[dict[str, Any]]:
    """The rows of one household; empty when it has none."""
    return looking.rows([str(path(folder, name))], key, household_id)


def copy_rows(folder: Path, name: str, columns: Sequence[str], *, where: Where | None = None) -> Iterator[bytes]:
    """Chunks of CSV for `COPY table (columns) FROM STDIN (FORMAT csv)`, without a header; null is an empty field.

    `columns` in their order; `where` keeps the rows whose column has one of the values given.
    """
    with _connection() as connection:
        found = _select(connection, path(folder, name), ", ".join(map(quoted, columns)), where)
        reader = found.to_arrow_reader(ROWS_PER_CHUNK)
        for batch in reader:
            buffer = io.BytesIO()
            csv.write_csv(batch, buffer, csv.WriteOptions(include_header=False))
            yield buffer.getvalue()


def summary(
    folder: Path, name: str, columns: Sequence[str], *, where: Where | None = None
) -> dict[str, dict[Any, int]]:
    """How often each value stands in each column; None counts the unknown. `{"floor": {"earth": 12, None: 1}}`."""
    counted: dict[str, dict[Any, int]] = {}
    with _connection() as connection:
        for column in columns:
            chosen = f"{quoted(column)}, count(*)"
            found = _select(connection, path(folder, name), chosen, where, "GROUP BY 1 ORDER BY 1 NULLS LAST")
            counted[column] = dict(found.fetchall())
    return counted


def totals(folder: Path, name: str, columns: Sequence[str], *, where: Where | None = None) -> dict[str, Any]:
    """The sum of each column over the rows where it is known; None when it never is. Decimals stay decimals."""
    chosen = ", ".join(f"sum({quoted(column)})" for column in columns)
    with _connection() as connection:
        row = _select(connection, path(folder, name), chosen, where).fetchall()[0]
    return dict(zip(columns, row, strict=True))


def _select(
    connection: duckdb.DuckDBPyConnection, file: Path, chosen: str, where: Where | None, after: str = ""
) -> duckdb.DuckDBPyRelation:
    asked = " AND ".join(f"list_contains(?, {quoted(column)})" for column in where or ())
    kept = f"WHERE {asked}" if asked else ""
    sql = f"SELECT {chosen} FROM read_parquet(?) {kept} {after}"  # noqa: S608 quoted names
    return connection.sql(sql, params=[str(file), *(list(values) for values in (where or {}).values())])


def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 2})
