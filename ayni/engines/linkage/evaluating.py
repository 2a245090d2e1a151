"""How good a run was, by what is true: precision, recall and F1 at each threshold, and of the clusters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ayni.kernel import refusals

THRESHOLDS = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)


class TruthRefused(refusals.Refused):
    """A file of what is true that cannot be read as one."""


@dataclass(frozen=True)
class Quality:
    """`name` is a threshold of the chance, or "clusters". Shares between 0 and 1; None where nothing is linked."""

    name: str
    linked: int
    right: int
    true: int

    @property
    def precision(self) -> float | None:
        return self.right / self.linked if self.linked else None

    @property
    def recall(self) -> float | None:
        return self.right / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        return 2 * self.right / (self.linked + self.true) if self.linked + self.true else None


def evaluate(out: Path, truth: Path) -> list[Quality]:
    """A run's folder held against the truth: a CSV or Parquet file of `record, person` (records of one person share
    it), or of `left, right` (each row a pair that is one person). With two files linked, `file` may tell which a
    record is of.

    Refuses a truth that has neither pair of columns, and a folder that no run has written.
    """
    pairs, clusters = out / "pairs.parquet", out / "clusters.parquet"
    for needed in (pairs, clusters):
        if not needed.exists():
            raise TruthRefused(f"{needed} is not there. Give the folder that `ayni link … --out` has written.")
    with duckdb.connect() as connection:
        reader = "read_parquet" if truth.suffix == ".parquet" else "read_csv"
        options = "" if truth.suffix == ".parquet" else ", all_varchar = true"
        name = str(truth).replace("'", "''")
        connection.execute(f"CREATE TEMP VIEW given AS SELECT * FROM {reader}('{name}'{options})")
        _true_pairs(connection, truth)
        both = 'least("left", "right") AS one, greatest("left", "right") AS other'
        connection.execute(
            f"CREATE TEMP TABLE found AS SELECT {both}, max(score) AS score FROM read_parquet('{pairs}') GROUP BY 1, 2"
        )
        connection.execute(f"""
            CREATE TEMP TABLE joined AS SELECT least(a.record, b.record) AS one, greatest(a.record, b.record) AS other
            FROM read_parquet('{clusters}') a JOIN read_parquet('{clusters}') b ON a.cluster = b.cluster
            AND (a.record < b.record OR (a.record = b.record AND a.file < b.file))""")
        told = [
            _quality(connection, f"{at:g}", f"SELECT one, other FROM found WHERE score >= {at}") for at in THRESHOLDS
        ]
        return [*told, _quality(connection, "clusters", "SELECT one, other FROM joined")]


def _true_pairs(connection: Any, truth: Path) -> None:
    columns = {row[0] for row in connection.execute("DESCRIBE given").fetchall()}
    if {"left", "right"} <= columns:
        source = 'SELECT CAST("left" AS VARCHAR) AS a, CAST("right" AS VARCHAR) AS b FROM given'
    elif {"record", "person"} <= columns:
        source = """SELECT CAST(a.record AS VARCHAR) AS a, CAST(b.record AS VARCHAR) AS b FROM given a JOIN given b
            ON a.person = b.person AND CAST(a.record AS VARCHAR) < CAST(b.record AS VARCHAR)"""
    else:
        raise TruthRefused(
            f"{truth} has no columns record and person, nor left and right; it has {', '.join(sorted(columns))}."
        )
    connection.execute(
        f"CREATE TEMP TABLE true_pairs AS SELECT DISTINCT least(a, b) AS one, greatest(a, b) AS other FROM ({source})"
    )


def _quality(connection: Any, name: str, links: str) -> Quality:
    row = connection.execute(f"""
        SELECT count(*), count(true_pairs.one), (SELECT count(*) FROM true_pairs)
        FROM (SELECT DISTINCT * FROM ({links})) AS links LEFT JOIN true_pairs USING (one, other)""").fetchall()[0]
    return Quality(name, *row)
