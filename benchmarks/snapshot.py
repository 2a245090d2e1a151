"""Taking a snapshot of the registry, beside the server writing out the same SELECTs."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import installation, measuring

GOAL = 2.0
GOAL_OF_ONE_AREA = 1.0  # a change in one of ten areas, beside writing out everything


def cases(households: int) -> list[measuring.Case]:
    persons = installation.load(households)
    expected = measuring.apart(_expected).did
    return [
        measuring.Case(
            work="snapshot",
            size=f"{households:,} households",
            ours=_ours,
            beside_name="COPY (the same SELECTs) TO '/dev/null' by the server",
            beside=_beside,
            goal=GOAL,
            units=("persons", persons),
            before=_forget,
            same=functools.partial(_same, expected),
        ),
        measuring.Case(
            work="snapshot, one answer changed",
            size=f"{households:,} households",
            ours=_ours,
            beside_name="COPY (the same SELECTs) TO '/dev/null' by the server",
            beside=_beside,
            goal=GOAL_OF_ONE_AREA,
            units=("persons", persons),
            before=_taken_and_changed,
            same=functools.partial(_same_of_one_area, expected),
        ),
    ]


def _tables() -> tuple[Any, list[Any]]:
    """The dictionary in force, and the tables the registry publishes."""
    from ayni.registry import extracts, queries

    dictionary = queries.dictionary()
    return dictionary, extracts.tables(dictionary)


def _ours() -> Iterator[None]:
    """COPY, typed columns, compressed Parquet by area, checksums, the manifest, the row."""
    from ayni.snapshots import taking

    dictionary, tables = _tables()
    yield
    taken = taking.take(tables, on=installation.DAY, dictionary=dictionary)
    yield
    return {name: entry["rows"] for name, entry in taken.manifest["tables"].items()}


def _beside() -> Iterator[None]:
    from django.db import connection

    _, tables = _tables()
    rows = {}
    yield
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(_copy(table.sql), {"on": installation.DAY, "areas": None})
            rows[table.name] = cursor.rowcount
    yield
    return rows


def _copy(select: str) -> str:
    return f"COPY ({select}) TO '/dev/null' (FORMAT csv)"


def _forget() -> None:
    from ayni.snapshots import models, taking

    models.Snapshot.objects.all().delete()
    shutil.rmtree(taking.folder())
    installation.rest()


def _taken_and_changed() -> None:
    """A snapshot is there, and after it one household gave another answer to a question of numbers."""
    from ayni.snapshots import taking

    _forget()
    dictionary, tables = _tables()
    taking.take(tables, on=installation.DAY, dictionary=dictionary)
    installation.run(
        """
        UPDATE registry_householdfacts f SET values = f.values || jsonb_build_object(told.key, told.value::numeric + 1)
        FROM (
            SELECT id, key, value FROM registry_householdfacts, jsonb_each(values)
            WHERE jsonb_typeof(value) = 'number' ORDER BY id, key LIMIT 1
        ) told
        WHERE f.id = told.id
        """
    )
    installation.rest()


def _expected() -> dict[str, list[int]]:
    """How many values are known in each column of each table, as the database counts them."""
    _, tables = _tables()
    return {
        table.name: list(
            installation.run(
                f"SELECT {', '.join(f'count({quoted(column.name)})' for column in table.columns)} FROM ({table.sql}) t",
                parameters={"on": installation.DAY, "areas": None},
            )[0]
        )
        for table in tables
    }


def _same_of_one_area(expected: dict[str, list[int]]) -> None:
    """As `_same`, and one file was written."""
    from ayni.snapshots import models

    _same(expected)
    tables = models.Snapshot.objects.latest("id").manifest["tables"].values()
    written = [file["path"] for table in tables for file in table["files"] if "from" not in file]
    if len(written) != 1:
        raise measuring.BenchmarkFailed(f"One answer changed, and these files were written: {', '.join(written)}.")


def _same(expected: dict[str, list[int]]) -> None:
    """The files hold as many known values in every column."""
    import duckdb

    from ayni.snapshots import models

    folder = Path(models.Snapshot.objects.latest("id").folder)
    for table in _tables()[1]:
        counted = ", ".join(f"count({quoted(column.name)})" for column in table.columns)
        files = f"read_parquet('{folder}/{table.name}/*/*.parquet', hive_partitioning = false)"
        found = list(duckdb.sql(f"SELECT {counted} FROM {files}").fetchall()[0])
        if found != expected[table.name]:
            raise measuring.BenchmarkFailed(f"{table.name}: {found} values in the files, not {expected[table.name]}.")


def quoted(name: str) -> str:
    return f'"{name}"'
