"""What linking found, with both records beside each pair: to be shown by pages, and taken out as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

THRESHOLDS = (0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
MOST = 100_000  # pairs with both records beside them; the likeliest are kept
SIDES = "l", "r"


def join(out: Path, files: Mapping[int, Path], shown: Path, *, memory: str) -> int:
    """Write the likeliest pairs, the values of both records beside them; how many they are."""
    with duckdb.connect(config={"memory_limit": memory, "temp_directory": str(out / "work")}) as connection:
        for side in (1, 2):
            source = files.get(side, files[1])
            connection.execute(f"CREATE VIEW people_{side} AS SELECT * FROM read_parquet({_text(source)})")  # noqa: S608
        connection.execute(f"""
            COPY (SELECT pairs."left", pairs."right", left_file, right_file, score, weight, reasons,
                {_values("one", 1, connection, "l")}, {_values("two", 1, connection, "r")}
            FROM (SELECT * FROM read_parquet({_text(out / "pairs.parquet")})
                ORDER BY score DESC, "left", "right" LIMIT {MOST}) AS pairs
            LEFT JOIN (SELECT *, 1 AS side FROM people_1 UNION ALL BY NAME SELECT *, 2 AS side FROM people_2) AS one
                ON one.record = pairs."left" AND one.side = left_file
            LEFT JOIN (SELECT *, 1 AS side FROM people_1 UNION ALL BY NAME SELECT *, 2 AS side FROM people_2) AS two
                ON two.record = pairs."right" AND two.side = right_file
            QUALIFY row_number() OVER (PARTITION BY pairs."left", pairs."right", left_file, right_file) = 1
            ORDER BY score DESC, pairs."left", pairs."right") TO {_text(shown)}""")  # noqa: S608 our own words
        row = connection.execute(f"SELECT count(*) FROM read_parquet({_text(shown)})").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def thresholds(out: Path, expected: float) -> list[dict[str, float]]:
    """What each threshold would link, with the errors that the model's own chances expect."""
    with duckdb.connect() as connection:
        rows = []
        for at in THRESHOLDS:
            found = connection.execute(
                f"SELECT count(*), coalesce(sum(score), 0) FROM read_parquet({_text(out / 'pairs.parquet')})"  # noqa: S608
                " WHERE score >= ?",
                [at],
            ).fetchone()
            count, sure = found if found else (0, 0.0)
            rows.append({"at": at, "pairs": count, "wrong": count - sure, "missed": max(expected - sure, 0.0)})
    return rows


def page(shown: Path, *, least: float, limit: int, offset: int) -> tuple[list[dict[str, Any]], int]:
    """Some pairs, the likeliest first, and how many there are of at least this chance."""
    with duckdb.connect() as connection:
        of = f"FROM read_parquet({_text(shown)}) WHERE score >= ?"
        row = connection.execute(f"SELECT count(*) {of}", [least]).fetchone()
        found = connection.execute(
            f'SELECT * {of} ORDER BY score DESC, "left", "right" LIMIT ? OFFSET ?',
            [least, limit, offset],
        )
        names = [one[0] for one in found.description]
        return [dict(zip(names, values, strict=True)) for values in found.fetchall()], int(row[0]) if row else 0


def lines(file: Path, *, chunk: int = 5000) -> Iterator[tuple[Any, ...]]:
    """Every row of a file of results as texts, the names of its columns first; lists of reasons in one cell."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM read_parquet({_text(file)})")  # noqa: S608 our own words
        yield tuple(one[0] for one in found.description)
        while rows := found.fetchmany(chunk):
            yield from (tuple(_cell(value) for value in row) for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(f"{one['of']}: {one['found']} ({one['weight']:+.1f})" for one in value)
    return "" if value is None else value


def _values(alias: str, side: int, connection: Any, end: str) -> str:
    names = [row[0] for row in connection.execute(f"DESCRIBE people_{side}").fetchall()]
    return ", ".join(f'{alias}."{name}" AS "{name}_{end}"' for name in names if name != "record")


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
