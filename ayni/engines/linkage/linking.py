"""A file of people linked with itself, or two with each other: from files in to pairs, clusters, model and report
out."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from splink import SettingsCreator

from ayni.engines.linkage import choosing, clustering, comparing, keys, learning, preparing, relatives, scoring
from ayni.engines.linkage import model as models
from ayni.engines.linkage.mapping import Columns
from ayni.engines.linkage.model import Model
from ayni.kernel import refusals

MEMORY = "3GB"
SLACK = 9.0  # bits below what two records of a file need to be one person by even odds; pairs below are let go
CERTAIN = 0.01  # the share of pairs of one person with two values, under which an identifier is certain
TOLD_FROM = 0.01  # the chance from which a pair is written out
Told = Callable[[str], None]


class NothingToLink(refusals.Refused):
    """The records hold too little to tell people apart by."""


@dataclass(frozen=True)
class Asked:
    """What a run is asked: one file or two, what their columns mean, and how."""

    files: tuple[str, ...]
    columns: Columns
    out: Path
    model: Model | None = None
    engine: str = "duckdb"
    memory: str = MEMORY
    threshold: float = 0.5  # the chance from which two records are linked


@dataclass
class Run:
    """What a run found; `unused` says what of the files could not be used, and why."""

    records: int
    model: Model
    pairs: dict[str, int]
    scored: int
    expected: float
    linked: int
    people: int
    refused: int
    unused: list[str] = field(default_factory=list)


def link(asked: Asked, told: Told = lambda _: None) -> Run:
    """Refuses files in which nothing tells people apart. Leaves `pairs.parquet`, `clusters.parquet` and
    `model.json`."""
    work = asked.out / "work"
    work.mkdir(parents=True, exist_ok=True)
    try:
        with duckdb.connect(config={"memory_limit": asked.memory, "temp_directory": str(work)}) as connection:
            return _linked(connection, asked, told)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _linked(connection: Any, asked: Asked, told: Told) -> Run:
    told("Reading the records")
    held = preparing.prepare(connection, asked.files, asked.columns)
    columns = tuple(name for name, count in held.items() if count and name not in ("number", "side", "record"))
    if not comparing.made(columns):
        raise NothingToLink(
            "Nothing in the records tells one person from another. Map at least a name or a date that differs."
        )
    sides, count = len(asked.files), held["number"]
    model = models.fitted(asked.model, columns) if asked.model else _learn(connection, columns, sides, count, told)
    chosen = choosing.choose(connection, model, columns, count)
    told("Finding the pairs that share a key")
    sizes = keys.block(connection, chosen, choosing.largest(count))
    told(f"Weighing {sum(sizes.values()):,} pairs")
    creator = scoring.settings(model.comparisons, model.learnt, len(chosen), sides)
    least = math.log2(count) - SLACK
    scoring.score(connection, creator, least, sum(sizes.values()), asked.engine, asked.out / "work")
    model = replace(model, share=_share(connection, sides), keys=tuple(key.name for key in chosen))
    if "household" in columns:
        told("Looking at the relatives")
        model = replace(model, relatives=relatives.look(connection, model))
        model = replace(model, share=_share(connection, sides))
    told("Joining the links")
    if _look_within(connection, model, creator, asked):
        model = replace(model, share=_share(connection, sides))
    found = _clusters(connection, model, asked)
    _write(connection, model, found, asked)
    scored = connection.execute("SELECT count(*) FROM weighed").fetchall()[0][0]
    expected = model.share * scoring.possible(connection, sides)
    people = len(set(found.of.values()))
    lost = _unused(asked.columns, held)
    return Run(count, model, sizes, scored, expected, len(found.of), people, len(found.refused), lost)


def _learn(connection: Any, columns: Sequence[str], sides: int, held: int, told: Told) -> Model:
    told("Learning what each likeness says")
    comparisons = comparing.made(columns)
    u = learning.at_random(connection, comparisons, sides)
    learnt = learning.learn(connection, comparisons, keys.possible(columns), u, sides)
    return Model(tuple(columns), learnt, 1 / held)


def _share(connection: Any, sides: int) -> float:
    """Of all pairs there could be, those that are one person, as far as the weights tell."""
    weights = connection.execute("SELECT weight FROM weighed").fetchnumpy()["weight"]
    return scoring.share(weights, scoring.possible(connection, sides))


def _look_within(connection: Any, model: Model, creator: SettingsCreator, asked: Asked) -> bool:
    """Weigh the pairs of records that hang together by others: `inner_pairs`; those likely enough are added to
    `weighed`. Whether there are any."""
    inner = list(clustering.together(_links(connection, model, asked.threshold)))
    numbers = [pa.array([pair[side] for pair in inner], pa.int64()) for side in (0, 1)]
    scoring.score_pairs(connection, creator, pa.table(numbers, ["number_l", "number_r"]))
    if inner:
        _add_likely(connection, len(asked.files))
    return bool(inner)


def _clusters(connection: Any, model: Model, asked: Asked) -> clustering.Clusters:
    links = _links(connection, model, asked.threshold)
    rows = connection.execute("SELECT number_l, number_r, weight FROM inner_pairs").fetchall()
    others = {(one, other): weight + model.prior for one, other, weight in rows}
    certain = _certain(connection, asked.columns, model, links)
    return clustering.clusters(links, others, _bits(asked.threshold), certain)


def _bits(chance: float) -> float:
    return math.log2(chance / (1 - chance))


def _links(connection: Any, model: Model, threshold: float) -> list[clustering.Link]:
    """The pairs at or above a chance, the surest first, with their weights."""
    rows = connection.execute(
        f"SELECT least(number_l, number_r), greatest(number_l, number_r), weight + {model.prior} FROM weighed"
        f" WHERE weight + {model.prior} >= {_bits(threshold)} ORDER BY 3 DESC, 1, 2"
    )
    return list(rows.fetchall())


def _add_likely(connection: Any, sides: int) -> None:
    """Pairs that no key has brought join the others, as far as they would be written out; of two files, those
    between."""
    least = connection.execute("SELECT min(weight) FROM weighed").fetchall()[0][0]
    apart = "one.side <> other.side" if sides == 2 else "true"
    connection.execute(f"""
        INSERT INTO weighed BY NAME SELECT inner_pairs.* FROM inner_pairs ANTI JOIN weighed USING (number_l, number_r)
        JOIN records AS one ON one.number = number_l JOIN records AS other ON other.number = number_r
        WHERE weight >= {least} AND {apart}""")


def _certain(
    connection: Any, columns: Columns, model: Model, links: Sequence[clustering.Link]
) -> dict[int, tuple[str | None, ...]]:
    """Of each linked record the identifiers of which nobody has two: said to be so, or hardly ever seen otherwise
    as far as was learnt."""
    said = {f"id_{number}" for number, kind in enumerate(columns.identifiers, 1) if kind in columns.certain}
    kinds = [
        one.name
        for one, m in zip(model.comparisons, model.learnt.m, strict=True)
        if one.name.startswith("id_") and (one.name in said or m[-1] < CERTAIN)
    ]
    if not kinds:
        return {}
    linked = pa.table({"number": pa.array(sorted({number for link in links for number in link[:2]}), pa.int64())})
    connection.register("linked", linked)
    rows = connection.execute(
        f"SELECT number, {', '.join(kinds)} FROM records SEMI JOIN linked USING (number)"
    ).fetchall()
    connection.unregister("linked")
    return {number: tuple(values) for number, *values in rows}


def _write(connection: Any, model: Model, found: clustering.Clusters, asked: Asked) -> None:
    reads = sorted({column for one in model.comparisons for column in one.reads})
    sides = ", ".join(f"one.{column} AS {column}_l, other.{column} AS {column}_r" for column in reads)
    reasons = ", ".join(
        f"{{'of': '{one.name}', 'found': {_named(one)}, 'weight': round(weight_{place}, 2)}}"
        for place, one in enumerate(model.comparisons)
    )
    if any(model.relatives):
        named = (
            "CASE WHEN weight_relatives > 0 THEN 'same' WHEN weight_relatives < 0 THEN 'different' ELSE 'unknown' END"
        )
        reasons += f", {{'of': 'relatives', 'found': {named}, 'weight': round(weight_relatives, 2)}}"
    connection.execute(f"""
        COPY (SELECT "left", "right", left_file, right_file, 1 / (1 + power(2, -weight)) AS score, weight,
            list_filter([{reasons}], lambda reason: reason.found <> 'unknown') AS reasons
        FROM (SELECT one.record AS "left", other.record AS "right", one.side AS left_file, other.side AS right_file,
                {sides}, weighed.* REPLACE (weight + {model.prior} AS weight)
            FROM weighed JOIN records AS one ON one.number = number_l JOIN records AS other ON other.number = number_r
            WHERE weight + {model.prior} >= {math.log2(TOLD_FROM)})
        ORDER BY weight DESC, "left", "right") TO '{asked.out / "pairs.parquet"}'""")
    connection.register("clustered", pa.table({"number": list(found.of), "named": list(found.of.values())}))
    connection.execute(f"""
        COPY (SELECT record, side AS file, 'c' || coalesce(named, records.number) AS cluster FROM records
        LEFT JOIN clustered ON clustered.number = records.number) TO '{asked.out / "clusters.parquet"}'""")
    _write_shares(connection, model, asked.out)
    (asked.out / "model.json").write_text(models.write(model), encoding="utf-8")


def _write_shares(connection: Any, model: Model, out: Path) -> None:
    """`frequencies.parquet`: of each column whose values count by how rare they are, those held more than once,
    with the share of all records that hold one; at the desk the same weights come from them."""
    columns = sorted({degree.frequent for one in model.comparisons for degree in one.degrees if degree.frequent})
    each = " UNION ALL ".join(
        f"SELECT '{column}' AS field, CAST({column} AS VARCHAR) AS value,"
        f" count(*) / (SELECT count({column}) FROM records) AS share FROM records"
        f" WHERE {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1"
        for column in columns
    )
    empty = "SELECT '' AS field, '' AS value, 0.0 AS share WHERE false"
    connection.execute(f"COPY ({each or empty}) TO '{out / 'frequencies.parquet'}'")


def _named(comparison: Any) -> str:
    cases = " ".join(f"WHEN {number} THEN '{degree.code}'" for number, degree in enumerate(comparison.degrees))
    return f"CASE {comparison.sql()} {cases} ELSE 'unknown' END"


def _unused(columns: Columns, held: dict[str, int]) -> list[str]:
    lost = [
        name
        for name, count in held.items()
        if not count and name in {"given", "family", "year", *preparing.beside(columns)}
    ]
    return [f"{name}: no two records differ in it, or none holds it" for name in lost]
