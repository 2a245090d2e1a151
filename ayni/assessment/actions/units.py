"""What an assessment found of every unit, as one table of columns of the same length.

| column | is |
|---|---|
| `household_id`, `person_id` | who; the person only of an instrument about persons |
| `value`, `band`, `details` | the score, the class, and what was found and is unknown, as JSON |
| `is_<name>` | 1, 0 or unknown: one thing that was looked at |
| `by_<group>` | the category of a group by which figures are told apart |
| `weight`, `stratum`, `psu` | how it was drawn |
| `out_<name>` | the method's own columns |
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ayni.engines.measures.design import Floats

NAME = "units"
VALUES = ("score", "value", "index", "expected", "chance")
BANDS = ("band", "poor", "class", "phase", "level", "group", "stage", "limited", "disability")


def chosen(own: Mapping[str, Any], columns: Mapping[str, Any]) -> tuple[str, str]:
    """Which of a method's columns are the value and the band: as the instrument says, else the first that is known."""
    value = str(own.get("value") or next((name for name in VALUES if name in columns), ""))
    band = str(own.get("band") or next((name for name in BANDS if name in columns and name != value), ""))
    return value if value in columns else "", band if band in columns else ""


def bands(column: Any) -> Any:
    """A class as a text: `1` and `0` for yes and no."""
    if column.dtype == object:
        return np.array([None if one is None else str(one) for one in column], dtype=object)
    numbers = np.asarray(column, dtype=np.float64)
    codes, place = np.unique(numbers, return_inverse=True)
    words = np.array([None if np.isnan(code) else f"{code:g}" for code in codes], dtype=object)
    return words[place]


def details(flags: Mapping[str, Floats]) -> Any:
    """Of each unit what was found and what is unknown, as JSON: as many texts as there are patterns."""
    size = len(next(iter(flags.values()))) if flags else 0
    names = list(flags)
    marks = np.zeros((size, max(len(names), 1)), dtype=np.uint8)
    for column, name in enumerate(names):
        marks[:, column] = np.where(np.isnan(flags[name]), 2, flags[name] == 1)
    rows = np.ascontiguousarray(marks).view(np.dtype((np.void, marks.shape[1]))).ravel()
    _patterns, first, place = np.unique(rows, return_index=True, return_inverse=True)
    texts = np.array([_text(names, marks[row]) for row in first], dtype=object)
    return pa.DictionaryArray.from_arrays(pa.array(place.astype(np.int32)), pa.array(texts, type=pa.string()))


def _text(names: list[str], marks: Any) -> str:
    said = {
        "found": [name for name, mark in zip(names, marks, strict=False) if mark == 1],
        "unknown": [name for name, mark in zip(names, marks, strict=False) if mark == 2],
    }
    return json.dumps(said, ensure_ascii=False)


def write(columns: Mapping[str, Any], folder: Path, name: str = NAME) -> int:
    """Keep every row as `folder`/`name`.parquet, NaN as unknown; how many rows."""
    table = pa.table({name: _array(column) for name, column in columns.items()})
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd", row_group_size=50_000)
    return int(table.num_rows)


def _array(column: Any) -> pa.Array:
    if isinstance(column, pa.DictionaryArray):
        return column.cast(pa.string())
    if isinstance(column, pa.Array):
        return column
    if column.dtype == object:
        return pa.array(column, type=pa.string(), from_pandas=True)
    return pa.array(column, from_pandas=True)
