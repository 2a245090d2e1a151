"""A question's rows as one Parquet file, and what engines made of it back as lines for COPY: a block at a time."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
from django.db import connection

from ayni.snapshots import streaming
from ayni.snapshots.tables import ARROW_TYPES

ROWS_PER_CHUNK = 20_000
MEMORY = "1GB"


def write(statement: str, columns: Mapping[str, str], file: Path, parameters: Mapping[str, Any]) -> int:
    """The rows of a SELECT in the scope of whoever acts, columns named with their types (`tables.ARROW_TYPES`); how
    many they are. Memory does not grow with them."""
    schema = pa.schema([(name, ARROW_TYPES[kind]()) for name, kind in columns.items()])
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # puts the session into the scope, which COPY below goes by
    driver = connection.connection
    asked = psycopg.ClientCursor(driver).mogrify(f"COPY ({statement}) TO STDOUT (FORMAT csv)", parameters)
    copied = streaming.Copied(driver.pgconn, lambda: False)
    rows = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer, _texts(copied, asked) as texts:
        for text in texts:
            block = _read(text, schema)
            writer.write_table(block)
            rows += block.num_rows
    return rows


@contextlib.contextmanager
def _texts(copied: streaming.Copied, asked: str) -> Iterator[Iterator[bytes]]:
    with contextlib.closing(copied.blocks(asked.encode())) as texts:
        yield texts


def _read(text: bytes, schema: pa.Schema) -> pa.Table:
    return csv.read_csv(
        pa.BufferReader(text),
        read_options=csv.ReadOptions(column_names=schema.names, block_size=len(text), use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )


def lines(question: str, file: Path, parameters: Sequence[Any] = ()) -> Iterator[bytes]:
    """A question in SQL over `given`, the rows of a Parquet file, as chunks of CSV without a header."""
    with _opened(file) as engine:
        for batch in engine.sql(question, params=list(parameters)).to_arrow_reader(ROWS_PER_CHUNK):
            buffer = io.BytesIO()
            csv.write_csv(batch, buffer, csv.WriteOptions(include_header=False))
            yield buffer.getvalue()


def rows(question: str, file: Path, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The few rows that a question in SQL over `given` has."""
    with _opened(file) as engine:
        return engine.execute(question, list(parameters)).fetchall()


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    named = str(file).replace("'", "''")
    with duckdb.connect(config={"threads": 2, "memory_limit": MEMORY}) as engine:
        engine.execute(f"CREATE VIEW given AS SELECT * FROM read_parquet('{named}')")  # noqa: S608 our own file
        yield engine
