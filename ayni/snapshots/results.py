"""What a run computed for every unit, as immutable Parquet files; and how single rows and counts come back."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.csv as csv
import pyarrow.parquet as pq

from ayni.snapshots import errors, looking
from ayni.snapshots.tables import quoted

if TYPE_CHECKING:
    import ibis

    from ayni.engines.backends import Engine
    from ayni.engines.rules.columns import Decided
    from ayni.engines.rules.outcomes import Layout

ROWS_PER_CHUNK = 50_000
Where = Mapping[str, Collection[Any]]


def write(expression: ibis.Table, folder: Path, name: str, *, engine: Engine | None = None) -> int:
    """Compute an expression into `folder`/`name`.parquet, all or nothing, in place of an earlier result; its rows."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{name}.{os.getpid()}.parquet"
    try:
        if engine is None:
            expression.to_parquet(unfinished)
        else:
            engine.write(expression, unfinished)
        _on_disk(unfinished)
        _replace(path(folder, name), unfinished)
    finally:
        _remove(unfinished)
    return rows(folder, name)


def write_outcome(decided: Decided, folder: Path, name: str, *, engine: Engine, provenance: Mapping[str, Any]) -> int:
    """Write a run's packed outcome, and beside it `name`.json: where it comes from, and how its bits are read.

    Refuses AmountBelowZero, and leaves nothing, when a rule gives somebody less than nothing.
    """
    import ibis  # only who computes needs the engines

    from ayni.engines.rules import outcomes

    written = write(decided.packed, folder, name, engine=engine)
    shape = ibis.table(decided.packed.schema(), name="packed")
    said = {
        "provenance": {**provenance, "engine": engine.name, "rows": written},
        "programmes": decided.layout.to_json(),
        "reading": str(ibis.to_sql(outcomes.unpacked(shape, decided.layout), dialect="duckdb")),
    }
    _legend(folder, name).write_text(json.dumps(said, indent=1, ensure_ascii=False), encoding="utf-8")
    try:
        _none_below_zero(decided.layout, folder, name)
    except errors.AmountBelowZero:
        _remove(path(folder, name))
        _legend(folder, name).unlink()
        raise
    return written


def _none_below_zero(layout: Layout, folder: Path, name: str) -> None:
    paid = [programme for programme in layout.programmes if programme.has_amounts]
    if not paid:
        return
    with _connection() as connection:
        least = _select(connection, folder, name, ", ".join(f"min({quoted(one.column('amount'))})" for one in paid))
        found = least.fetchall()[0]
        for programme, amount in zip(paid, found, strict=True):
            if amount is not None and amount < 0:
                where = {programme.column("amount"): [amount]}
                unit = _select(connection, folder, name, "id", where, "LIMIT 1").fetchall()[0][0]
                raise errors.AmountBelowZero(programme.code, unit, amount)


def _replace(place: Path, finished: Path) -> None:
    """Put what is finished where an earlier result may stand.

    A folder cannot be written over: it steps aside first, and comes back if the new one cannot take its place.
    """
    if not place.is_dir() and not finished.is_dir():
        finished.replace(place)
        return
    aside = place.with_name(f".{place.name}.{os.getpid()}.earlier")
    _remove(aside)
    if place.exists():
        place.rename(aside)
    try:
        finished.rename(place)
    except OSError:
        if aside.exists():
            aside.rename(place)
        raise
    _remove(aside)


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _on_disk(place: Path) -> None:
    """Have the disk keep what is finished before anything refers to it: a power cut leaves a whole file or none."""
    for file in place.iterdir() if place.is_dir() else [place]:
        with file.open("rb") as finished:
            os.fsync(finished.fileno())


def path(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def rows(folder: Path, name: str) -> int:
    """How many rows a result has; read from the files' footers."""
    return sum(int(pq.read_metadata(file).num_rows) for file in files(folder, name))


def files(folder: Path, name: str) -> list[str]:
    """The file of a result, or its files where many machines wrote it."""
    place = path(folder, name)
    return sorted(map(str, place.glob("*.parquet"))) if place.is_dir() else [str(place)]


def selection(folder: Path, name: str) -> str:
    """DuckDB's SELECT of a result as people read it."""
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files(folder, name))
    source = looking.source(reading(folder, name)).replace("?", f"[{listed}]")
    return f"{source} SELECT * FROM found"  # noqa: S608 our own SQL and paths


def columns(folder: Path, name: str) -> list[str]:
    """The columns a result is read by."""
    with _connection() as connection:
        return list(_select(connection, folder, name, "*", after="LIMIT 0").columns)


def provenance(folder: Path, name: str) -> dict[str, Any]:
    """Where a run's outcome comes from."""
    return dict(json.loads(_legend(folder, name).read_text(encoding="utf-8"))["provenance"])


def lookup(folder: Path, name: str, household_id: int, *, key: str = "household_id") -> list[dict[str, Any]]:
    """The rows of one household; empty when it has none."""
    return looking.rows(files(folder, name), key, household_id, reading=reading(folder, name))


def _legend(folder: Path, name: str) -> Path:
    return folder / f"{name}.json"


def reading(folder: Path, name: str) -> str:
    """How the columns of a packed outcome are read; empty for a result that is as people read it."""
    legend = _legend(folder, name)
    return str(json.loads(legend.read_text(encoding="utf-8"))["reading"]) if legend.exists() else ""


def copy_rows(folder: Path, name: str, columns: Sequence[str], *, where: Where | None = None) -> Iterator[bytes]:
    """Chunks of CSV for `COPY table (columns) FROM STDIN (FORMAT csv)`, without a header; null is an empty field.

    `columns` in their order; `where` keeps the rows whose column has one of the values given.
    """
    with _connection() as connection:
        found = _select(connection, folder, name, ", ".join(map(quoted, columns)), where)
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
            found = _select(connection, folder, name, chosen, where, "GROUP BY 1 ORDER BY 1 NULLS LAST")
            counted[column] = dict(found.fetchall())
    return counted


def totals(folder: Path, name: str, columns: Sequence[str], *, where: Where | None = None) -> dict[str, Any]:
    """The sum of each column over the rows where it is known; None when it never is. Decimals stay decimals."""
    chosen = ", ".join(f"sum({quoted(column)})" for column in columns)
    with _connection() as connection:
        row = _select(connection, folder, name, chosen, where).fetchall()[0]
    return dict(zip(columns, row, strict=True))


def _select(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    chosen: str,
    where: Where | None = None,
    after: str = "",
) -> duckdb.DuckDBPyRelation:
    asked = " AND ".join(f"list_contains(?, {quoted(column)})" for column in where or ())
    kept = f"WHERE {asked}" if asked else ""
    source = looking.source(reading(folder, name))
    sql = f"{source} SELECT {chosen} FROM found {kept} {after}"  # noqa: S608 quoted names
    return connection.sql(sql, params=[files(folder, name), *(list(values) for values in (where or {}).values())])


def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 2})
