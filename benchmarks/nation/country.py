"""The registry of a nation as a snapshot's Parquet, made from a seed in streams.

The generated country (`ayni.engines.samples`), made more like a registry (`living_together`). Written as the
registry's extracts are: a file for each first-level area, rows ordered by area and household, members together, and
a household's proxy-means score as one more column.

    python -m benchmarks.nation.country HOUSEHOLDS FOLDER
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from ayni.engines import dictionary as dictionaries
from ayni.engines.samples import country as samples
from ayni.snapshots import streaming
from ayni.snapshots.tables import Column, Table
from benchmarks.nation import living_together

DAY = date(2026, 6, 30)
SEED = 20
SLICE = 50_000  # rows
STREAM = 7  # where the random streams begin, past those of the samples
#: What the registry's extracts publish besides the dictionary's variables, and the score of the proxy means test.
HOUSEHOLD = {"id": "integer", "area": "text", "area_1": "text"}
SCORE = {"score_pmt": "decimal"}
PERSON = {
    "id": "integer",
    "household_id": "integer",
    "number": "integer",
    "relationship": "choice",
    "sex": "choice",
    "born_from": "date",
    "born_to": "date",
    "area": "text",
    "area_1": "text",
}
DICTIONARY = Path(__file__).parent / "dictionary.yaml"


@dataclass(frozen=True)
class Nation:
    """Where a nation's files are: `households` and `persons`, each a folder with one for every first-level area."""

    folder: Path

    def files(self, table: str) -> str:
        """A pattern that every engine reads."""
        return str(self.folder / table / "*" / "*.parquet")


def made(households: int, home: Path) -> Nation:
    """The nation of so many households in the folder `home`, written when it is not there yet."""
    folder = home / f"{households}-{SEED}"
    if not folder.exists():
        unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
        try:
            write(households, unfinished)
            unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return Nation(folder)


def write(households: int, folder: Path) -> None:
    """Write the nation's files; memory does not grow with it."""
    words = dictionary()
    published = tables(words)
    with streaming.Parts(published[0], folder) as homes, streaming.Parts(published[1], folder) as people:
        for block in blocks(households, words):
            for parts, table, rows in zip((homes, people), published, block, strict=True):
                add(parts, rows.select(table.schema.names).cast(table.schema))
        homes.finish()
        people.finish()


def dictionary() -> dictionaries.Dictionary:
    """The variables of the nation's registry."""
    return dictionaries.Dictionary.from_yaml(DICTIONARY.read_text(encoding="utf-8"))


def tables(words: dictionaries.Dictionary) -> tuple[Table, Table]:
    """The two tables as the registry publishes them, the score with the households."""

    def asked(entity: str) -> dict[str, str]:
        return {one.name: one.type for one in words.of(entity)}

    columns = {
        "households": {**HOUSEHOLD, **asked("household"), **SCORE},
        "persons": {**PERSON, **asked("person")},
    }
    homes, people = (
        Table(name, [Column(column, "", kind, "") for column, kind in types.items()], "", ("area_1",))
        for name, types in columns.items()
    )
    return homes, people


def blocks(households: int, words: dictionaries.Dictionary) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Households and persons in order, some tens of thousands at a time."""
    families = living_together.families(households)
    _, made_blocks = samples.prepare(families, SEED, DAY, at_a_time=2)
    persons = 0
    for number, (homes, people) in enumerate(made_blocks):
        rng = np.random.default_rng([SEED, STREAM, number])
        yield living_together.arrange(rng, homes, people, words, first_person=persons + 1)
        persons += people.num_rows


def add(parts: streaming.Parts, rows: pa.Table) -> None:
    for batch in rows.combine_chunks().to_batches(max_chunksize=SLICE):
        for area, run in streaming.runs(batch, "area_1"):
            parts.add(area, run)


if __name__ == "__main__":
    print(made(int(sys.argv[1]), Path(sys.argv[2])).folder)
