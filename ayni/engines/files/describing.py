"""What a file says of itself: its kind, its sheet, where its header is, its columns and a few of their values."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from ayni.engines.files import cells, errors, limits, opening, texts
from ayni.engines.surveys import labelled

SAMPLE = 200


@dataclass(frozen=True)
class Described:
    """A file before its rows are read. `header` counts the rows above and with the header; samples are texts."""

    kind: opening.Kind
    columns: tuple[str, ...]
    rows: int | None = None
    encoding: str = ""
    is_damaged: bool = False
    is_open: bool = False
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    header: int = 1
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)


def describe(path: Path, *, sheet: str = "", encoding: str = "", delimiter: str = "", header: int = 0) -> Described:
    """Look at a file; what is given is taken instead of what would be recognised. Refuses: FileUnreadable."""
    kind = opening.kind(path)
    try:
        if kind == "csv":
            return _text(path, encoding, delimiter, header)
        if kind == "xlsx":
            return _workbook(path, sheet, header)
        if kind == "parquet":
            return _parquet(path)
        return _labelled(path, kind)
    except (
        CalamineError,
        PasswordError,
        OSError,
        ValueError,
    ) as error:
        raise errors.single(f"The {kind} file is damaged or locked ({error}).", "Open it and save it again.") from error


def _text(path: Path, encoding: str, delimiter: str, header: int) -> Described:
    if encoding and encoding not in texts.NAMED:
        raise errors.single(f"“{encoding}” is no encoding that we read.", f"Choose {', '.join(texts.NAMED)}.")
    looked = texts.look(path, encoding)
    coded = looked.encoding
    start = texts.lines(path, coded, SAMPLE)
    mark = delimiter or texts.delimiter(start)
    rows = list(csv.reader(start, delimiter=mark))
    place = header or header_row(rows)
    names = named(rows[place - 1] if rows else [])
    return Described(
        "csv",
        names,
        encoding=coded,
        is_damaged=looked.is_damaged,
        is_open=looked.is_open,
        delimiter=mark,
        header=place,
        samples=sampled(names, rows[place:]),
    )


def _workbook(path: Path, sheet: str, header: int) -> Described:
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        sheets = tuple(book.sheet_names)
        if sheet and sheet not in sheets:
            raise errors.single(f"There is no sheet “{sheet}”.", errors.nearest(sheet, sheets))
        chosen = sheet or sheets[0]
        table = book.get_sheet_by_name(chosen)
        rows = [[cells.text(cell) or "" for cell in row] for row in table.to_python(nrows=SAMPLE)]
        place = header or header_row(rows)
        names = named(rows[place - 1] if rows else [])
        return Described(
            "xlsx",
            names,
            rows=max(table.height - place, 0),
            sheets=sheets,
            sheet=chosen,
            header=place,
            samples=sampled(names, rows[place:]),
        )


def _parquet(path: Path) -> Described:
    with path.open("rb") as file:
        found = pq.ParquetFile(file)
        names = named(found.schema_arrow.names)
        begin = next(found.iter_batches(SAMPLE), None)
        rows = [] if begin is None else [[cells.text(cell) or "" for cell in row.values()] for row in begin.to_pylist()]
        return Described("parquet", names, rows=found.metadata.num_rows, samples=sampled(names, rows))


def _labelled(path: Path, kind: opening.Kind) -> Described:
    data, meta = labelled.columns(path, kind, row_limit=SAMPLE, output_format="dict")
    names = named(meta.column_names)
    values = {
        name: {cells.text(code) or "": str(label).strip() for code, label in coded.items()}
        for name, coded in meta.variable_value_labels.items()
    }
    labels = {name: label or "" for name, label in meta.column_names_to_labels.items()}
    samples = {name: tuple(filter(None, (cells.text(value) for value in data[name])))[:20] for name in names}
    return Described(kind, names, rows=meta.number_rows, labels=labels, value_labels=values, samples=samples)


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """The number of the row with the names of columns: the first as full as rows usually are, all of words."""
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows[:30]]
    if not widths or not max(widths):
        raise errors.single("The file has no rows.", "Check that it is the right one, and the right sheet.")
    usual = max(widths)
    return next(place for place, width in enumerate(widths, 1) if width >= max(1, 0.6 * usual))


def named(given: Sequence[Any]) -> tuple[str, ...]:
    """Names of columns, each once: one without a name is called by its place. Refuses: FileUnreadable."""
    if len(given) > limits.MOST_COLUMNS:
        raise errors.single(
            f"The file has {len(given):,} columns; the most we read is {limits.MOST_COLUMNS}.",
            "Check the delimiter, or leave out columns that are not about people.",
        )
    names: list[str] = []
    for place, cell in enumerate(given, 1):
        name = " ".join(str(cell).split())[:200] or f"column {place}"
        times = 1
        while name in names:
            times += 1
            name = f"{name.removesuffix(f' ({times - 1})')} ({times})"
        names.append(name)
    while names and names[-1] == f"column {len(names)}":  # what a trailing delimiter makes
        names.pop()
    return tuple(names)


def sampled(names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The first values of each column that say something."""
    return {
        name: tuple(row[place].strip() for row in rows if place < len(row) and row[place].strip())[:20]
        for place, name in enumerate(names)
    }
