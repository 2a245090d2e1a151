"""Looking one household up in Parquet files, on a connection that is kept: opening one costs more than the look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
from django.conf import settings

from ayni.snapshots.tables import quoted

MEMORY = "1GB"  # unless the setting AYNI_ENGINE_MEMORY says otherwise
_connections: list[duckdb.DuckDBPyConnection] = []


def rows(files: Sequence[str], key: str, value: int, *, reading: str = "") -> list[dict[str, Any]]:
    """The rows of some files in which a column has a value; None where it is unknown."""
    sql = f"{source(reading)} SELECT * FROM found WHERE {quoted(key)} = ?"  # noqa: S608 quoted
    cursor = _shared().cursor()
    cursor.execute(sql, [list(files), value])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def source(reading: str = "") -> str:
    """`WITH found AS …` over Parquet files that are a parameter; `reading` selects from the files as `packed`."""
    packed = "packed AS (SELECT * FROM read_parquet(?, hive_partitioning = false))"
    return f"WITH {packed}, found AS ({reading or 'SELECT * FROM packed'})"  # noqa: S608 our own SQL


def _shared() -> duckdb.DuckDBPyConnection:
    if not _connections:
        memory = getattr(settings, "AYNI_ENGINE_MEMORY", MEMORY)
        _connections.append(duckdb.connect(config={"memory_limit": memory, "threads": 1}))
    return _connections[0]
