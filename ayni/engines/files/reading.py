"""The rows of a file in chunks: every cell as text, none where it is empty; rows are numbered from 1 below the header.

Empty rows are left out and keep their number. What is wrong with a row as such is in the chunk's findings.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from ayni.engines.files import cells, errors, findings, limits, texts
from ayni.engines.files.describing import Described
from ayni.engines.surveys import labelled

ROW, MORE = "\0row", "\0more"


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file, in their order."""

    rows: pl.DataFrame
    findings: pl.DataFrame

    def column(self, name: str) -> pl.Series:
        return self.rows[name]


def chunks(path: Path, told: Described, wanted: Sequence[str] = (), *, after: int = 0) -> Iterator[Chunk]:
    """Every row below number `after`, in the wanted columns (all, when none is named). Refuses: FileUnreadable."""
    names = list(dict.fromkeys(wanted)) or list(told.columns)
    if missing := [name for name in names if name not in told.columns]:
        raise errors.FileUnreadable(
            [
                errors.Problem(f"The file has no column “{name}”.", errors.nearest(name, told.columns))
                for name in missing
            ]
        )
    roads: dict[str, Callable[..., Iterator[Chunk]]] = {"csv": _csv, "xlsx": _workbook, "parquet": _parquet}
    count = 0
    try:
        for chunk in roads.get(told.kind, _labelled)(path, told, names, after):
            count = chunk.rows[ROW].item(-1) if chunk.rows.height else count
            if count > limits.MOST_ROWS:
                raise errors.single(f"The file has more than {limits.MOST_ROWS:,} rows.", "Send it in parts.")
            yield chunk
    except (pl.exceptions.PolarsError, CalamineError, OSError, UnicodeError) as error:
        text = str(error).partition("\n")[0]
        raise errors.single(f"The rows of the file cannot be read ({text}).", "Open it and save it again.") from error


def _csv(path: Path, told: Described, names: list[str], after: int) -> Iterator[Chunk]:
    looked = texts.Looked(told.encoding, told.is_damaged, told.is_open)
    with _in_utf8(path, looked) as readable:
        if looked.is_open or (looked.encoding != "utf-8" and texts.look(readable, "utf-8").is_open):
            yield from _line_by_line(readable, told, names, after)
            return
        schema = {**dict.fromkeys(told.columns, pl.String()), MORE: pl.String()}
        scanned = pl.scan_csv(
            readable,
            has_header=False,
            skip_lines=told.header + after,
            schema=schema,
            separator=told.delimiter,
            encoding="utf8-lossy" if looked.is_damaged else "utf8",
            truncate_ragged_lines=True,
            row_index_name=ROW,
            row_index_offset=after + 1,
            missing_columns="insert",
            glob=False,
        ).select(ROW, *names, MORE)
        for frame in scanned.collect_batches(chunk_size=limits.CHUNK, maintain_order=True):
            found = findings.none()
            if frame[MORE].null_count() < frame.height:
                wide = frame.filter(pl.col(MORE).is_not_null())
                found = findings.of(wide[ROW], "", wide[MORE], "too_wide")
            yield _chunk(frame.drop(MORE), found)


@contextmanager
def _in_utf8(path: Path, looked: texts.Looked) -> Iterator[Path]:
    """The text in UTF-8: itself, or a copy that is there for as long as it is read."""
    if looked.encoding == "utf-8":
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="ayni-") as folder:
        copy = Path(folder) / "text"
        texts.recoded(path, looked.encoding, copy)
        yield copy


def _line_by_line(path: Path, told: Described, names: list[str], after: int) -> Iterator[Chunk]:
    numbered = enumerate(texts.rows(path, told.delimiter, told.header + after), after + 1)
    while block := list(islice(numbered, limits.CHUNK)):
        width = len(told.columns)
        whole = [(row, [*cells_, *[""] * (width - len(cells_))]) for row, cells_ in block if cells_ is not None]
        open_ = pl.Series(ROW, [row for row, cells_ in block if cells_ is None], pl.UInt32)
        wide = pl.Series(ROW, [row for row, cells_ in whole if len(cells_) > width], pl.UInt32)
        frame = _frame([row for row, _ in whole], told.columns, [cells_ for _, cells_ in whole]).select(ROW, *names)
        left = pl.DataFrame({ROW: open_}).select(ROW, *(pl.lit(None, pl.String).alias(name) for name in names))
        found = [findings.of(open_, "", None, "open_quote"), findings.of(wide, "", None, "too_wide")]
        yield Chunk(_filled(frame).vstack(left).sort(ROW), pl.concat(found))


def _frame(rows: list[int], columns: Sequence[str], table: list[Any]) -> pl.DataFrame:
    data = {name: [row[place] or None for row in table] for place, name in enumerate(columns)}
    return pl.DataFrame({ROW: rows, **data}, schema={ROW: pl.UInt32(), **dict.fromkeys(columns, pl.String())})


def _workbook(path: Path, told: Described, names: list[str], after: int) -> Iterator[Chunk]:
    with path.open("rb") as file:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_name(told.sheet)
        first, _ = sheet.start or (0, 0)
        merged = _merged(sheet.merged_cell_ranges or [], first + told.header)
        wanted = [told.columns.index(name) for name in names]
        rows = islice(enumerate(sheet.iter_rows(), 1 - told.header), told.header + after, None)
        text = cells.text
        while block := list(islice(rows, limits.CHUNK)):
            data = {
                name: [text(row[place]) if place < len(row) else None for _, row in block]
                for name, place in zip(names, wanted, strict=True)
            }
            numbers = [number for number, _ in block]
            frame = pl.DataFrame({ROW: numbers, **data}, schema={ROW: pl.UInt32(), **dict.fromkeys(names, pl.String())})
            here = pl.Series(ROW, sorted(merged.intersection(numbers)), pl.UInt32)
            yield _chunk(frame, findings.of(here, "", None, "merged"))


def _merged(ranges: Sequence[Any], above: int) -> set[int]:
    """The rows in which a cell is merged with one above it: what stands there is told once for several."""
    found: set[int] = set()
    for (top, _), (bottom, _) in ranges:
        if bottom - top < limits.CHUNK:
            found.update(row - above + 1 for row in range(top, bottom + 1) if bottom > top and row >= above)
    return found


def _parquet(path: Path, told: Described, names: list[str], after: int) -> Iterator[Chunk]:
    with path.open("rb") as file:
        place = 0
        source = pq.ParquetFile(file)
        given = dict(zip(told.columns, source.schema_arrow.names, strict=True))
        for batch in source.iter_batches(limits.CHUNK, columns=[given[name] for name in names]):
            frame = pl.DataFrame(pl.from_arrow(batch)).rename({given[name]: name for name in names})
            numbered = _as_text(frame).with_row_index(ROW, place + 1)
            place += frame.height
            yield _chunk(numbered.filter(pl.col(ROW) > after), findings.none())


def _labelled(path: Path, told: Described, names: list[str], after: int) -> Iterator[Chunk]:
    place = after
    while True:
        data, _ = labelled.columns(
            path, told.kind, usecols=names, row_offset=place, row_limit=limits.CHUNK, output_format="dict"
        )
        height = len(next(iter(data.values()))) if data else 0
        if not height:
            return
        columns = {name: [cells.text(value) for value in data[name]] for name in names}
        frame = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String()))
        yield _chunk(frame.with_row_index(ROW, place + 1), findings.none())
        place += height


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns of any type as text, whole numbers without a point and moments as days."""
    shown = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if kind.is_float():
            column = column.cast(pl.String).str.strip_suffix(".0")
        elif kind.is_temporal() and kind != pl.Date:
            column = column.cast(pl.Date, strict=False)
        elif kind.is_nested() or kind == pl.Binary:
            raise errors.single(f"The column “{name}” holds lists or bytes.", "Leave it out, or write it as text.")
        shown.append(column.cast(pl.String))
    return frame.select(shown)


def _chunk(frame: pl.DataFrame, found: pl.DataFrame) -> Chunk:
    return Chunk(_filled(frame), found)


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    """Without the rows in which nothing stands."""
    names = [name for name in frame.columns if name != ROW]
    last = frame[names[0]] if names else None
    if last is not None and not last.null_count():
        return frame
    return frame.filter(~pl.all_horizontal(pl.col(names).is_null()))
