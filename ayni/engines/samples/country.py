"""A whole country: in memory, or as a survey folder that goes in by the same road as any other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent import futures
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ayni.engines.samples import blocks, described, shapes, territory
from ayni.engines.surveys import mapping as mappings
from ayni.engines.surveys import reader, sources
from ayni.engines.surveys import survey as surveys

HOUSEHOLDS, PERSONS, AREAS = "households.parquet", "persons.parquet", "areas.geojson"
MOST = blocks.PHONES  # more households would share telephone numbers


def generate(households: int, seed: int, on: date) -> surveys.Survey:
    """The country as a survey, read through its own mapping: what `write` and then reading gives.

    For countries that fit in memory (about 1 GB for 200,000 households). Errors: ValueError for a number of
    households below 1.
    """
    _, made = prepare(households, seed, on)
    homes, persons = (pa.concat_tables(tables, promote_options="none") for tables in zip(*made, strict=True))
    mapping = mappings.loads(described.text(on), "the generated country's mapping")
    survey = reader.build(source(HOUSEHOLDS, homes), source(PERSONS, persons), mapping)
    return surveys.with_shapes(survey, shapes.for_areas(survey.areas, seed))


def write(folder: str | Path, households: int, seed: int, on: date, *, at_a_time: int = 2) -> Path:
    """Write households.parquet, persons.parquet, areas.geojson and mapping.yaml into a folder.

    Memory does not grow with the country: `at_a_time` blocks of 20,000 households are made together, and the
    files are the same whatever it is. Gives back the folder.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    land, made = prepare(households, seed, on, at_a_time)
    writers: list[pq.ParquetWriter] = []
    try:
        for tables in made:
            writers = writers or [
                pq.ParquetWriter(folder / name, table.schema, compression="zstd", compression_level=1)
                for name, table in zip((HOUSEHOLDS, PERSONS), tables, strict=True)
            ]
            for writer, table in zip(writers, tables, strict=True):
                writer.write_table(table, row_group_size=table.num_rows)
    finally:
        for writer in writers:
            writer.close()
    (folder / AREAS).write_text(json.dumps(shapes.collection(land.areas, seed)), encoding="utf-8")
    (folder / mappings.FOLDER_FILE).write_text(described.text(on, AREAS), encoding="utf-8")
    return folder


def prepare(
    households: int, seed: int, on: date, at_a_time: int = 1
) -> tuple[territory.Territory, Iterator[tuple[pa.Table, pa.Table]]]:
    """The land, and its blocks in order as they are made."""
    if not 1 <= households <= MOST:
        raise ValueError(f"A country has from 1 to {MOST:,} households, not {households:,}.")
    land = territory.make(households, seed)
    return land, in_order(land, households, seed, on, at_a_time)


def in_order(
    land: territory.Territory, households: int, seed: int, on: date, at_a_time: int
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Blocks in order, a few made ahead in threads; no more than those wait in memory."""
    numbers = range(-(-households // blocks.BLOCK))
    with futures.ThreadPoolExecutor(at_a_time) as pool:
        waiting: list[futures.Future[tuple[pa.Table, pa.Table]]] = []
        for number in numbers:
            waiting.append(pool.submit(blocks.make, land, households, seed, on, number))
            if len(waiting) > at_a_time:
                yield waiting.pop(0).result()
        for one in waiting:
            yield one.result()


def source(file: str, table: pa.Table) -> sources.Source:
    """A table in memory as if it had been read from a file."""
    columns = {name: sources.plain(table[name]) for name in table.column_names}
    rows = np.arange(1, table.num_rows + 1, dtype=np.int64)
    return sources.Source(file, sources.Header(tuple(table.column_names)), columns, rows)
