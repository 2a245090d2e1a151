"""Parquet files that somebody brings: are they whole, and have they the columns that rules read?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import canonical
from ayni.kernel.refusals import Refused

NEEDED = {"households": {"id": "number"}, "persons": {"id": "number", "household_id": "number"}}
#: What the rules themselves look at besides the dictionary's variables, where a file has it.
KNOWN = {
    "households": {"area": "text", "area_1": "text", "area_path": "text"},
    "persons": {"number": "number", "relationship": "text", "sex": "text", "born_from": "date", "born_to": "date"},
}
PLAIN = {"boolean": "boolean", "integer": "number", "decimal": "number", "text": "text", "date": "date"}


class SheetRefused(Refused):
    """A file that cannot be decided from; the text says which, why and what to do."""


def files(place: Path) -> list[str]:
    """A file, or the Parquet files in a folder."""
    return sorted(map(str, place.rglob("*.parquet"))) if place.is_dir() else [str(place)]


def fit(place: Path, table: str, words: dictionaries.Dictionary) -> None:
    """Refuse a file that is not Parquet, lacks a column it must have, or has one of another type than it should."""
    found = _schema(place)
    for name in NEEDED[table]:
        if name not in found.names:
            raise SheetRefused(
                f"{place} has no column {name!r}, and the {table} need one; it has {_some(found.names)}."
            )
    wanted = {**NEEDED[table], **KNOWN[table]}
    for variable in words:
        if canonical.table(variable) == table:
            wanted |= {column.name: PLAIN[column.type] for column in canonical.columns(variable)}
    for name, kind in wanted.items():
        if name in found.names and not _is(kind, found.field(name).type):
            raise SheetRefused(
                f"{place}: the column {name!r} is {found.field(name).type} and should be a {kind}. "
                "Write the file again with that type, or correct the dictionary."
            )


def rows(place: Path) -> list[dict[str, Any]]:
    """Every row of a table's files, in memory."""
    return [row for file in files(place) for row in pq.ParquetFile(file).read().to_pylist()]


def _schema(place: Path) -> pa.Schema:
    found = files(place)
    if not found:
        raise SheetRefused(f"There is no Parquet file in the folder {place}.")
    schemas = {}
    for file in found:
        try:
            schemas[file] = pq.read_schema(file)
        except FileNotFoundError:
            raise SheetRefused(f"There is no file {file}; check the name.") from None
        except (pa.ArrowInvalid, OSError) as error:
            raise SheetRefused(
                f"{file} is not a whole Parquet file ({str(error).splitlines()[0]}). "
                "Copy it again from where it was made."
            ) from None
    first = schemas[found[0]]
    for file, schema in schemas.items():
        if schema.names != first.names:
            raise SheetRefused(f"{file} has other columns than {found[0]}; the files of one table have the same.")
    return first


def _is(kind: str, type_: pa.DataType) -> bool:
    types = pa.types
    tests = {
        "number": (types.is_integer, types.is_floating, types.is_decimal),
        "boolean": (types.is_boolean,),
        "text": (types.is_string, types.is_large_string, types.is_dictionary),
        "date": (types.is_date,),
    }
    return types.is_null(type_) or any(test(type_) for test in tests[kind])


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
