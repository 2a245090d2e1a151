"""A world on an engine: its tables as Parquet files, its rules as one query, its answers as rows."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ayni.engines.rules import columns, earlier
from tests.generative.rules import populations, worlds

ON = populations.ON
Files = dict[str, list[str]]  # of each table
LISTED = "members"  # what the reader asks for where nobody says who the members are


def written(world: worlds.World, folder: Path, *, parts: int = 1, backwards: bool = False) -> Files:
    """The files of each table of the registry."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, table in world.registry.tables(world.words).items():
        ordered = table.take(list(range(table.num_rows))[::-1]) if backwards else table
        size = -(-ordered.num_rows // parts) or 1
        found[name] = [_file(folder / f"{name}-{n}.parquet", ordered.slice(n * size, size)) for n in range(parts)]
    return found


def decide(world: worlds.World, engine: Any, files: Files) -> pa.Table:
    """Every programme decided for every unit, by their ids."""
    tables = _tables(world, engine, files)
    decided = columns.decide(world.programmes, world.words, *tables, on=ON)[world.unit].table
    return _answers(decided, engine, files)


def values(world: worlds.World, engine: Any, files: Files) -> pa.Table:
    """Every rule's value for every unit, by their ids."""
    found = columns.columns(world.rules, world.unit, *_tables(world, engine, files), on=ON)
    return _answers(found, engine, files)


def disagreements(world: worlds.World, expected: dict[int, dict[str, Any]], table: pa.Table, engine: str) -> list[str]:
    """What the engine answers otherwise than the reader of one unit, in words; empty when nothing."""
    rows = {row["id"]: row for row in table.to_pylist()}
    assert rows.keys() == expected.keys(), f"{engine}, world {world.seed}/{world.place}: other units"
    where = f"world {world.seed}/{world.place}, {engine}, {world.unit}"
    return [
        f"{where} {unit}, {cell}: {rows[unit][cell]!r}, and the reader {value!r}\n"
        f"  {world.said(cell)}\n  {world.registry.units(world.unit)[unit]}"
        for unit, cells in expected.items()
        for cell, value in cells.items()
        if not _is_same(cell, rows[unit][cell], value)
    ]


def _is_same(cell: str, found: Any, expected: Any) -> bool:
    """Of somebody without a household a run may ask more: it names what it would ask the members."""
    if cell.endswith("__missing") and LISTED in expected.split(","):
        return set(expected.split(",")) - {LISTED} <= set(found.split(","))
    return bool(found == expected)


def _file(path: Path, table: pa.Table) -> str:
    pq.write_table(table, path)
    return str(path)


def _answers(expression: Any, engine: Any, files: Files) -> pa.Table:
    """As the engine writes them, beside the registry it read."""
    path = Path(files["households"][0]).with_name(f"answers-{engine.name}.parquet")
    engine.write(expression, path)
    return pq.ParquetDataset(path).read().sort_by("id")


def _tables(world: worlds.World, engine: Any, files: Files) -> tuple[Any, Any]:
    found = {name: engine.read(name, paths) for name, paths in files.items()}
    homes, people = found["households"], found["persons"]
    wanted = earlier.wanted(world.rules.values())
    if "enrolments" in found:
        listed = found["enrolments"]
        homes = earlier.with_enrolments(homes, "household_id", listed, wanted.enrolled, ON)
        homes = earlier.with_payments(homes, found["payments"], wanted.received, ON)
        people = earlier.with_enrolments(people, "person_id", listed, wanted.enrolled, ON)
    return homes, people
