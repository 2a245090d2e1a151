"""Our own way, as a run does it: from the files of a snapshot to written results, rules checked and compiled."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.nation import country

PROGRAMMES = Path(__file__).parent / "programmes"
MEMORY = "1GB"  # what `ayni.snapshots.opening` gives its engine when no setting says otherwise
VIEWS = {"households": "*", "persons": "* EXCLUDE (area, area_1)"}

#: What decides again with the features of households kept from an earlier run: (nation, folder for results) to a
#: generator as `decide` is one, and what prepares them: (nation) to None. The benchmark leaves the row out while
#: there is nothing here.
DECIDE_PREPARED: Callable[[country.Nation, Path], Iterator[None]] | None = None
PREPARE: Callable[[country.Nation], None] | None = None

#: The same on Spark: (nation, folder for results). Left out while there is nothing here.
DECIDE_ON_SPARK: Callable[[country.Nation, Path], Iterator[None]] | None = None


def definitions() -> list[Any]:
    """The ten programmes, in the order of their codes."""
    from ayni.engines.rules import definition

    files = sorted(PROGRAMMES.glob("*.yaml"))
    return [definition.load(file.read_text(encoding="utf-8"), where=file.name) for file in files]


def decide(nation: country.Nation, folder: Path) -> Iterator[None]:
    """All units by all programmes; says how many rows were written for each unit."""
    from ayni.snapshots import results

    yield
    backend = opened(nation)
    tables = decided(backend)
    return {unit: results.write(table, folder, unit) for unit, table in sorted(tables.items())}


def opened(nation: country.Nation) -> Any:
    """The tables, as `ayni.snapshots.opening` has them, without a database that knows the snapshot."""
    import ibis

    temporary = Path(os.environ["AYNI_HOME"]) / "temporary"
    temporary.mkdir(parents=True, exist_ok=True)
    backend = ibis.duckdb.connect(memory_limit=MEMORY, temp_directory=str(temporary))
    for name, columns in VIEWS.items():
        source = f"read_parquet('{nation.files(name)}', hive_partitioning = false)"
        backend.con.execute(f"CREATE VIEW {name} AS SELECT {columns} FROM {source}")
    return backend


def decided(backend: Any) -> dict[str, Any]:
    """One expression for each unit."""
    from ayni.engines.rules import columns

    words, households, persons = country.dictionary(), backend.table("households"), backend.table("persons")
    return columns.decide(definitions(), words, households, persons, on=country.DAY)
