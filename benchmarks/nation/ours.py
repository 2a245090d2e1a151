"""Our own way, as a run does it: from the files of a snapshot to written results, rules checked and compiled."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.nation import country

PROGRAMMES = Path(__file__).parent / "programmes"
MEMORY = "1GB"  # what `ayni.snapshots.opening` gives its engine when no setting says otherwise


def definitions() -> list[Any]:
    """The ten programmes, in the order of their codes."""
    from ayni.engines.rules import definition

    files = sorted(PROGRAMMES.glob("*.yaml"))
    return [definition.load(file.read_text(encoding="utf-8"), where=file.name) for file in files]


def programmes() -> list[Any]:
    """The same, checked: what the reader of one household reads."""
    from ayni.engines.rules import prepared

    words = country.dictionary()
    return [prepared.prepare(one, words) for one in definitions()]


def decide(nation: country.Nation, folder: Path, *, engine: str = "duckdb", kept: bool = False) -> Iterator[None]:
    """All units by all programmes; says how many rows were written for each unit."""
    from ayni.engines.rules import columns
    from ayni.snapshots import results

    yield
    with opened(engine) as machine:
        households, persons = tables(machine, nation)
        found = columns.decide(
            definitions(),
            country.dictionary(),
            households,
            persons,
            on=country.DAY,
            kept=_kept(machine) if kept else None,
        )
        return {
            unit: results.write_outcome(one, folder, unit, engine=machine, provenance={})
            for unit, one in sorted(found.items())
        }


def again(nation: country.Nation, folder: Path) -> Iterator[None]:
    """With the features of households kept from an earlier decision."""
    return (yield from decide(nation, folder, kept=True))


def on_spark(nation: country.Nation, folder: Path) -> Iterator[None]:
    return (yield from decide(nation, folder, engine="spark"))


def keep(nation: country.Nation) -> None:
    """What a run leaves behind for the next one."""
    from ayni.engines.rules import columns
    from ayni.snapshots import results

    with opened("duckdb") as machine:
        kept = columns.keep(definitions(), country.dictionary(), *tables(machine, nation), on=country.DAY)
        results.write(kept.table, _features(), "households", engine=machine)
        (_features() / "legend.json").write_text(json.dumps(kept.legend.to_json()))


def opened(engine: str) -> Any:
    """An engine as `ayni.snapshots.opening` has it."""
    from ayni.engines import backends

    temporary = Path(os.environ["AYNI_HOME"]) / "temporary"
    temporary.mkdir(parents=True, exist_ok=True)
    return backends.connect(engine, memory=MEMORY, temporary=temporary)


def tables(machine: Any, nation: country.Nation) -> tuple[Any, Any]:
    """The households and the persons, without a database that knows the snapshot."""
    return tuple(
        machine.read(name, sorted(map(str, nation.folder.glob(f"{name}/*/*.parquet"))))
        for name in ("households", "persons")
    )


def readable(folder: Path) -> Path:
    """The answers as people read them, for comparing: a run keeps them packed."""
    import duckdb

    from ayni.snapshots import results

    if not (folder / "household.json").exists():
        return folder
    target = folder / "readable"
    target.mkdir(exist_ok=True)
    for unit in ("household", "person"):
        duckdb.sql(f"COPY ({results.selection(folder, unit)}) TO '{target}/{unit}.parquet' (FORMAT parquet)")
    return target


def _kept(machine: Any) -> Any:
    from ayni.engines.rules import features
    from ayni.snapshots import results

    legend = features.Legend.from_json(json.loads((_features() / "legend.json").read_text()))
    return features.Kept(machine.read("kept_households", results.files(_features(), "households")), legend)


def _features() -> Path:
    return Path(os.environ["AYNI_HOME"]) / "features"
