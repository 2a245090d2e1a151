"""A made-up file of people, some of them in it twice with the errors that people make."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.engines.linkage import mapping

GIVEN = (
    "amara", "bo", "chidi", "dalia", "efua", "farid", "grace", "hana", "ibrahim", "jamila", "kofi", "leila", "musa",
    "nadia", "omar", "priya", "rosa", "samir", "tesfa", "yusuf",
)  # fmt: skip
FAMILY = [
    "".join(parts)
    for parts in (
        (a, b, c)
        for a in ("ban", "kel", "mor", "sat", "dub", "fin")
        for b in ("a", "o", "i")
        for c in ("deh", "kure", "ni", "wala", "zem")
    )
]
COLUMNS = mapping.read(
    "record: id\nnames: {given: given, family: family}\nbirth_date: born\nsex: sex\n"
    "place: [district, ward]\nphone: phone\n"
)
Row = dict[str, Any]


def people(count: int, seed: int = 1) -> Iterator[tuple[Row, int]]:
    """Rows and the number of the person each is of; one in five is there twice."""
    chance = random.Random(seed)
    for number in range(count):
        row = {
            "given": chance.choice(GIVEN),
            "family": chance.choice(FAMILY),
            "born": f"{chance.randint(1940, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "sex": chance.choice("fm"),
            "district": f"D{chance.randrange(12)}",
            "ward": f"W{chance.randrange(5)}",
            "phone": f"07{chance.randrange(10**8):08}" if chance.random() < 0.5 else None,
        }
        yield row, number
        if chance.random() < 0.2:
            yield spoilt(row, chance), number


def spoilt(row: Row, chance: random.Random) -> Row:
    """As another officer wrote the same person down."""
    told = dict(row)
    place = chance.randrange(6)
    if place == 0:
        told["given"] = told["given"][:-1] + chance.choice("aeiou")
    if place == 1:
        told["given"], told["family"] = told["family"], told["given"]
    if place == 2:
        year, month, day = told["born"].split("-")
        told["born"] = f"{year}-{day}-{month}" if int(day) <= 12 else f"{year}-01-01"
    if place == 3:
        told["district"], told["ward"], told["phone"] = "D99", None, None
    if place == 4:
        told["family"] = told["family"][:2] + told["family"][3:]
    return told


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Path, dict[str, int]]]:
    """Writes a file of people; tells the file, and by record the number of the person."""

    def make(count: int = 4_000, seed: int = 1, **changed: Any) -> tuple[Path, dict[str, int]]:
        rows, truth = [], {}
        for place, (row, person) in enumerate(people(count, seed)):
            rows.append(
                {
                    "id": f"r{place}",
                    **row,
                    **{name: value(row) if callable(value) else value for name, value in changed.items()},
                }
            )
            truth[f"r{place}"] = person
        file = tmp_path_factory.mktemp("linkage") / "people.parquet"
        pq.write_table(pa.Table.from_pylist(rows), file)
        return file, truth

    return make
