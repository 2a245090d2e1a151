"""OpenFisca's side, in an environment of its own: python openfisca_program.py NATION RESULTS.

Reads the columns into arrays, decides, and writes; tells the seconds of deciding alone, with reading, and of all.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import openfisca_rules as rules
import openfisca_system
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from openfisca_core.simulations import SimulationBuilder

PERIOD = "2026-06"
TABLES = {"household": ("households", ("id",)), "person": ("persons", ("id", "household_id"))}


def main(nation: Path, folder: Path) -> None:
    system = openfisca_system.system()
    began = time.perf_counter()
    arrays = {unit: read(nation / table, unit, keys) for unit, (table, keys) in TABLES.items()}
    in_memory = time.perf_counter()
    simulation = filled(system, arrays)
    found = {unit: decided(simulation, unit) for unit in TABLES}
    done = time.perf_counter()
    write(folder, arrays, found)
    written = time.perf_counter()
    told = {
        "seconds": {"arrays": done - in_memory, "reading": done - began, "writing": written - began},
        "did": {unit: len(columns["id"]) for unit, columns in arrays.items()},
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


def read(folder: Path, unit: str, keys: tuple[str, ...]) -> dict[str, Any]:
    """The columns as arrays; what is unknown is OpenFisca's default."""
    names = [name for name, (entity, _) in rules.INPUTS.items() if entity.key == unit]
    table = ds.dataset(folder, format="parquet", partitioning=None).to_table(columns=[*keys, *names])
    return {key: table[key].to_numpy() for key in keys} | {name: array(table[name], name) for name in names}


def array(column: pa.ChunkedArray, name: str) -> Any:
    if name in rules.ENUMS:
        codes = pa.array(rules.INPUTS[name][1])
        return pc.index_in(column.fill_null(""), value_set=codes).to_numpy().astype(np.int16)
    if pa.types.is_date(column.type):
        return column.fill_null(pa.scalar(0, pa.int32()).cast(pa.date32())).to_numpy().astype("datetime64[D]")
    return column.fill_null(pa.scalar(0).cast(column.type)).to_numpy()


def filled(system: Any, arrays: dict[str, dict[str, Any]]) -> Any:
    """A simulation of these households and persons."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", arrays["person"]["id"])
    households = builder.declare_entity("household", arrays["household"]["id"])
    members = np.repeat("member", len(arrays["person"]["id"]))
    builder.join_with_persons(households, arrays["person"]["household_id"], members)
    simulation = builder.build(system)
    for name, (entity, _) in rules.INPUTS.items():
        simulation.set_input(name, "ETERNITY", arrays[entity.key][name])
    return simulation


def decided(simulation: Any, unit: str) -> dict[str, Any]:
    """Each programme of the unit: who is eligible, for how much, and each criterion."""
    names = [
        f"{code}__{name}"
        for code, (entity, criteria, amount) in rules.PROGRAMMES.items()
        if entity.key == unit
        for name in ("eligible", *(["amount"] if amount else []), *criteria)
    ]
    return {name: simulation.calculate(name, PERIOD) for name in names}


def write(folder: Path, arrays: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for unit, columns in found.items():
        pq.write_table(pa.table({"id": arrays[unit]["id"], **columns}), folder / f"{unit}.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
