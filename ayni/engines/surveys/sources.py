"""Opening a survey's files: labelled Stata and SPSS, CSV and Parquet, all as columns with their labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from ayni.engines.surveys import delimited, document, errors, labelled
from ayni.engines.surveys import survey as surveys

KINDS = {
    ".dta": "Stata",
    ".sav": "SPSS",
    ".zsav": "SPSS",
    ".csv": "CSV",
    ".tsv": "CSV",
    ".parquet": "Parquet",
}
SIGNS = {
    b"PAR1": "Parquet",
    b"$FL": "SPSS",
    b"<stata_dta>": "Stata",
    b"PK\x03\x04": "Excel or zip",
    b"\xff\xfe": "UTF-16",
}
LABELLED = ("Stata", "SPSS")


@dataclass(frozen=True)
class Header:
    """What a file says of itself before its rows are read; value labels are by column, then by code."""

    names: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """The rows of a file. `rows` numbers them from 1 as they stand in the file; those that could not be
    read at all are in `refusals` and not in `columns`."""

    file: str
    header: Header
    columns: Mapping[str, pa.Array]
    rows: npt.NDArray[np.int64]
    refusals: tuple[surveys.Refusal, ...] = ()


def header(path: Path, encoding: str = "") -> Header:
    """The columns of a file.

    Errors: SurveyError when it is missing, a folder, empty, or not of the kind its name says.
    """
    kind = kind_of(path)
    try:
        if kind in LABELLED:
            return labelled_header(path, kind)
        if kind == "Parquet":
            return Header(tuple(pq.read_schema(path).names))
        if looks_like(path) in SIGNS.values():
            raise unreadable(path, kind, "")
        return Header(delimited.header(path, encoding))
    except (labelled.Damaged, pa.ArrowInvalid, delimited.Unreadable) as error:
        raise unreadable(path, kind, str(error)) from error


def labelled_header(path: Path, kind: str) -> Header:
    """The header of a Stata or SPSS file, with its labels."""
    _, meta = labelled.columns(path, kind, metadataonly=True)
    labels = {name: label or "" for name, label in meta.column_names_to_labels.items()}
    values = {
        name: {document.code_text(code): str(label).strip() for code, label in coded.items()}
        for name, coded in meta.variable_value_labels.items()
    }
    return Header(tuple(meta.column_names), labels, values)


def read(path: Path, known: Header, wanted: Sequence[str], encoding: str = "") -> Source:
    """The wanted columns of a file whose header is known.

    Errors: SurveyError when the rows cannot be read at all.
    """
    kind, names = kind_of(path), list(dict.fromkeys(wanted))
    rows: npt.NDArray[np.int64] | None = None
    refused: tuple[surveys.Refusal, ...] = ()
    try:
        if kind in LABELLED:
            data, _ = labelled.columns(path, kind, usecols=names, output_format="dict")
            columns = {name: arrow(np.asarray(data[name])) for name in names}
        elif kind == "Parquet":
            table = pq.read_table(path, columns=names)
            columns = {name: plain(table[name].combine_chunks()) for name in names}
        else:
            columns, rows, refused = delimited.read(path, names, encoding)
    except (labelled.Damaged, pa.ArrowException) as error:
        raise unreadable(path, kind, str(error)) from error
    if rows is None:
        rows = np.arange(1, len(columns[names[0]]) + 1, dtype=np.int64)
    return Source(path.name, known, columns, rows, refused)


def kind_of(path: Path) -> str:
    """The kind of a file by its name, after checking that it is there and has something in it."""
    if path.is_dir():
        raise single(path, "is a folder, not a file.", "Name the file inside it.")
    if not path.is_file():
        there = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        raise single(path, "there is no such file.", f"{errors.nearest(path.name, there)}".strip())
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise single(path, f"files ending in “{path.suffix}” cannot be read.", f"Use {', '.join(KINDS)}.")
    if path.stat().st_size == 0:
        raise single(path, "is empty.", "Copy it again.")
    return kind


def looks_like(path: Path) -> str:
    """What the first bytes of a file say it is, whatever its name."""
    with path.open("rb") as file:
        start = file.read(512)
    for sign, kind in SIGNS.items():
        if start.startswith(sign):
            return kind
    return "text" if b"\x00" not in start else "unknown"


def unreadable(path: Path, kind: str, detail: str) -> errors.SurveyError:
    """A file that is not of the kind its name says, or is damaged."""
    seems = looks_like(path)
    if seems != kind and not (kind == "CSV" and seems == "text"):
        remedy = f"Its content looks like {seems}: export it as {kind}, or rename it and correct `files:`."
        return single(path, f"is not a {kind} file.", remedy)
    return single(path, f"is a damaged {kind} file ({detail}).", "Copy or export it again.")


def single(path: Path, what: str, remedy: str) -> errors.SurveyError:
    """An error of one problem about a file."""
    return errors.SurveyError([errors.Problem(str(path), what, remedy)])


def arrow(values: npt.NDArray[Any]) -> pa.Array:
    """A column of a labelled file: numbers, texts or dates; what is missing becomes null."""
    if values.dtype.kind in "iuf":
        return pa.array(values, from_pandas=True)
    try:
        return plain(pa.array(values, from_pandas=True))
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        texts = [None if value is None or value != value else str(value) for value in values]
        return pa.array(texts, pa.string())


def plain(array: pa.Array) -> pa.Array:
    """A Parquet column in one of the types the reader knows: numbers, boolean, date or text."""
    kind = array.type
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], kind)
    if pa.types.is_dictionary(kind):
        return plain(array.dictionary_decode())
    if pa.types.is_timestamp(kind) or pa.types.is_date64(kind):
        return array.cast(pa.date32(), safe=False)
    if pa.types.is_decimal(kind) or pa.types.is_float16(kind):
        return array.cast(pa.float64())
    if pa.types.is_null(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return array.cast(pa.string())
    return array
