"""The rows that stayed out, as a file that can be corrected and sent again: its own columns, and why beside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import openpyxl  # type: ignore[import-untyped]
import polars as pl
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

from ayni.engines.files import describing, findings, reading
from ayni.kernel import spreadsheets

ROW = reading.ROW
WHY = ("row in the file", "what is wrong", "what to do")
Translate = Any
MOST_ROWS_OF_A_SHEET = 1_048_576


def reasons(found: pl.DataFrame, translate: Translate = None) -> dict[int, tuple[str, str]]:
    """What is wrong with each refused row, and what to do, in words."""
    refused = findings.refusing(found)
    told: dict[int, tuple[list[str], list[str]]] = {}
    here = found.filter(pl.col("row").is_in(refused.implode()))
    for row, column, value, code, detail in here.select("row", "column", "value", "code", "detail").iter_rows():
        what, then = told.setdefault(row, ([], []))
        what.append(f"{column}: {findings.reason(code, value, detail, translate)}".removeprefix(": "))
        remedy = findings.remedy(code, translate)
        if remedy not in then:
            then.append(remedy)
    return {row: (" ".join(what), " ".join(then)) for row, (what, then) in told.items()}


def found(kept: bytes) -> pl.DataFrame:
    """The findings that were kept of a check."""
    return pl.read_parquet(io.BytesIO(kept))


def page(kept: bytes, *, code: str = "", limit: int, offset: int) -> tuple[list[dict[str, Any]], int]:
    """Some of the findings, those of one code or all, and how many there are."""
    every = found(kept)
    chosen = every.filter(pl.col("code") == code) if code else every
    return chosen.slice(offset, limit).to_dicts(), chosen.height


def rows(
    path: Path,
    told: describing.Described,
    everything: pl.DataFrame,
    translate: Translate = None,
    hidden: Sequence[str] = (),
) -> Iterator[list[str]]:
    """The header, then each refused row as it came, with its reasons at the end; without the `hidden` columns."""
    why = reasons(everything, translate)
    columns = [
        name for name in told.columns if name not in WHY and name not in hidden and not name.startswith("homes.")
    ]
    yield [*columns, *WHY]
    refused = pl.Series("refused", list(why), pl.UInt32).implode()
    for chunk in reading.chunks(path, told, columns):
        for number, *row in chunk.rows.filter(pl.col(ROW).is_in(refused)).select(ROW, *columns).iter_rows():
            yield [*(cell or "" for cell in row), str(number), *why[number]]


def write_csv(out: IO[str], lines: Iterator[list[str]]) -> int:
    """Write them as CSV that a spreadsheet takes for text; how many rows."""
    written = csv.writer(out)
    count = 0
    for line in lines:
        written.writerow([spreadsheets.guarded(cell) for cell in line])
        count += 1
    return max(count - 1, 0)


def write_xlsx(out: IO[bytes], lines: Iterator[list[str]]) -> int:
    """Write them as a workbook in which every cell is text; how many rows. What one sheet cannot hold goes on in the
    next, with the header again."""
    book = openpyxl.Workbook(write_only=True)
    header = next(lines)
    sheet, count = None, 0
    for line in lines:
        if sheet is None or count % (MOST_ROWS_OF_A_SHEET - 1) == 0:
            sheet = book.create_sheet()
            sheet.append([_text(sheet, cell) for cell in header])
        sheet.append([_text(sheet, cell) for cell in line])
        count += 1
    if sheet is None:
        sheet = book.create_sheet()
        sheet.append([_text(sheet, cell) for cell in header])
    book.save(out)
    return count


def _text(sheet: Any, cell: str) -> Any:
    """A cell that is text, also when it looks like a formula."""
    made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", cell))
    made.data_type = "s"
    return made
