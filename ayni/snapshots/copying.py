"""From the engines' tables to PostgreSQL's COPY: rows as CSV, dictionary variables gathered into one JSON column."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa
import pyarrow.csv as csv

from ayni.snapshots.tables import quoted

ROWS_PER_CHUNK = 20_000


def lines(table: pa.Table, columns: Sequence[str], gathered: Sequence[str] = ()) -> Iterator[bytes]:
    """Chunks of CSV without a header, for `COPY … FROM STDIN (FORMAT csv)`.

    `columns` in their order, then one more with the `gathered` columns as a JSON object: dates ISO, numbers as
    numbers. Null is an empty field, and null in the JSON (PostgreSQL's jsonb_strip_nulls leaves it out).
    """
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.register("given", table)
        chosen = ", ".join([*map(quoted, columns), *([_json(gathered)] if gathered else [])])
        found = connection.sql(f"SELECT {chosen} FROM given")  # noqa: S608 quoted names
        for batch in found.to_arrow_reader(ROWS_PER_CHUNK):
            buffer = io.BytesIO()
            csv.write_csv(batch, buffer, csv.WriteOptions(include_header=False))
            yield buffer.getvalue()


def _json(names: Sequence[str]) -> str:
    fields = ", ".join(f"{quoted(name)} := {quoted(name)}" for name in names)
    return f"CAST(to_json(struct_pack({fields})) AS VARCHAR) AS gathered_json"
