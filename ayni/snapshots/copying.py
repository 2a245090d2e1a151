"""From the engines' tables to PostgreSQL's COPY: rows as CSV, dictionary variables gathered into one JSON column."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Parted:
    """Rows whose last column is a JSON object, with some of its fields taken out.

    `documents` has what was taken out: (row, JSON object without nulls, how many fields), for rows that have any.
    """

    rows: int
    documents: list[tuple[int, str, int]] = field(repr=False)
    _open: pa.Table = field(repr=False)

    def lines(self, ids: Sequence[int]) -> bytes:
        """The rows as CSV again, each with its key at the end."""
        buffer = io.BytesIO()
        keyed = self._open.append_column("id", pa.array(ids, pa.int64()))
        csv.write_csv(keyed, buffer, csv.WriteOptions(include_header=False))
        return buffer.getvalue()


def part(chunk: bytes, columns: Sequence[str], names: Sequence[str]) -> Parted:
    """Take the fields of these names out of the last column of `lines`, one chunk of it."""
    rows = csv.read_csv(
        pa.BufferReader(chunk),
        read_options=csv.ReadOptions(column_names=list(columns), block_size=len(chunk) + 1, use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    given = quoted(columns[-1])
    without = "{" + ", ".join(f'"{name}": null' for name in names) + "}"
    paths = ", ".join(f"""'$."{name}"'""" for name in names)
    told = [f"nullif(CAST(found[{place}] AS VARCHAR), 'null')" for place in range(1, len(names) + 1)]
    pairs = ", ".join(f"""'"{name}":' || {text}""" for name, text in zip(names, told, strict=True))
    count = " + ".join(f"({text} IS NOT NULL)::INTEGER" for text in told)
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.register("given", rows)
        found = connection.sql(
            f"SELECT CAST(json_merge_patch({given}, '{without}') AS VARCHAR) AS kept,"  # noqa: S608 names of variables
            f" '{{' || concat_ws(',', {pairs}) || '}}' AS taken, {count} AS told"
            f" FROM (SELECT {given}, json_extract({given}, [{paths}]) AS found FROM given)"
        ).to_arrow_table()
    counts = found["told"].to_pylist()
    documents = [(row, text, counts[row]) for row, text in enumerate(found["taken"].to_pylist()) if counts[row]]
    return Parted(rows.num_rows, documents, rows.set_column(len(columns) - 1, columns[-1], found["kept"]))


def _json(names: Sequence[str]) -> str:
    fields = ", ".join(f"{quoted(name)} := {quoted(name)}" for name in names)
    return f"CAST(to_json(struct_pack({fields})) AS VARCHAR) AS gathered_json"
