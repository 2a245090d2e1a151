"""A file's columns, each typed by what all of its values are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ayni.engines.measures import specs
from ayni.engines.surveys import errors as survey_errors
from ayni.engines.surveys import sources
from ayni.kernel import refusals

Floats = npt.NDArray[np.float64]

UNKNOWN = pa.array(["", "NA", "N/A", "n/a", ".", "NaN", "nan", "NULL", "null", "None"])
YES = {"true": True, "false": False}


class FrameError(refusals.Refused):
    """Data that cannot be read as asked: what, in which column and row, why, and what to do."""


@dataclass(frozen=True, eq=False)
class Table:
    """The columns of one file, typed, by their names in the file, and their value labels."""

    file: str
    columns: Mapping[str, pa.Array]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0


def open_table(path: Path) -> Table:
    """Every column of a file. Errors: FrameError when it is missing, damaged, empty or of no kind that we read."""
    try:
        header = sources.header(path)
        found = sources.read(path, header, header.names)
    except survey_errors.SurveyError as error:
        raise FrameError(str(error)) from error
    is_told = sources.KINDS.get(path.suffix.lower()) != "CSV"  # which of its columns are texts
    typed = {name: column if is_told else _typed(column) for name, column in found.columns.items()}
    if not len(found.rows):
        raise FrameError(f"{path.name} has a header and no rows. Export it again with its rows.")
    return Table(path.name, typed, header.value_labels, tuple(str(one) for one in found.refusals))


def _typed(column: pa.Array) -> pa.Array:
    """A column of texts as what all of them are: numbers, yes and no, days; else texts. Unknown words become null."""
    if not pa.types.is_string(column.type):
        return column
    trimmed = pc.utf8_trim_whitespace(column)
    known = pc.if_else(pc.is_in(trimmed, UNKNOWN), pa.scalar(None, pa.string()), trimmed)
    if known.null_count == len(known):
        return known.cast(pa.float64())
    for make in (_as_numbers, _as_days):
        try:
            return make(known)
        except pa.ArrowInvalid:
            continue
    words = {word.lower() for word in pc.unique(known).to_pylist() if word is not None}
    if words <= set(YES):
        return pc.equal(pc.utf8_lower(known), "true")
    return known


def _as_numbers(column: pa.Array) -> pa.Array:
    try:
        return column.cast(pa.int64())
    except pa.ArrowInvalid:
        pass
    try:
        return column.cast(pa.float64())
    except pa.ArrowInvalid:
        return pc.replace_substring(column, ",", ".", max_replacements=1).cast(pa.float64())  # a decimal comma


def _as_days(column: pa.Array) -> pa.Array:
    return column.cast(pa.date32())


def is_number(column: pa.Array) -> bool:
    kind = column.type
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def floats(column: pa.Array) -> Floats:
    found = column.cast(pa.float64()) if not pa.types.is_boolean(column.type) else column.cast(pa.int8())
    return np.asarray(found.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def kind_of(column: pa.Array) -> str:
    kind = column.type
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_date(kind):
        return "date"
    return "decimal" if is_number(column) else "text"


def key_of(table: Table, key: str) -> pa.Array:
    """The column that joins a table to another, as texts. Refuses: FrameError."""
    if key not in table.columns:
        raise FrameError(f"{table.file} has no column '{key}' to join the files by.{specs.nearest(key, table.columns)}")
    column = table.columns[key]
    if pa.types.is_floating(column.type) and pc.all(pc.equal(column, pc.round(column))).as_py():
        column = column.cast(pa.int64())
    return column.cast(pa.string())


def placed(homes: pa.Array, people: pa.Array, key: str) -> npt.NDArray[np.int64]:
    """The place of each person's household among the households, -1 where it is not there.

    Refuses: FrameError for a key in two rows of the households.
    """
    counted = pc.value_counts(homes.drop_null())
    twice = [one["values"].as_py() for one in counted.filter(pc.greater(counted.field("counts"), 1))[:3]]
    if twice:
        raise FrameError(f"The key '{key}' is {', '.join(twice)} in two rows of the households. Each has its own.")
    found = pc.index_in(people, value_set=homes.drop_null())
    kept = np.flatnonzero(homes.is_valid().to_numpy(zero_copy_only=False))
    place = found.fill_null(-1).to_numpy(zero_copy_only=False)
    return np.where(place >= 0, kept[place], -1).astype(np.int64) if len(kept) else np.full(len(people), -1)
