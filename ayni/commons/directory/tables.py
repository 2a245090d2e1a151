"""Tables of areas and places that come as CSV or XLSX: rows by column name, and what is wrong with a cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from ayni.commons.directory.errors import FileUnread

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 100
WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True)
class Flaw:
    """What is wrong in a row: the row as a spreadsheet numbers it, the column, and what to do."""

    row: int
    column: str
    what: str


@dataclass(frozen=True)
class Row:
    """One row: its number in the file and its cells as texts by column name."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def texts(self, prefix: str) -> dict[str, str]:
        """What is told in columns `name_en`, `name_fr`, by language."""
        begins = f"{prefix}_"
        return {
            name.removeprefix(begins): text for name, text in self.cells.items() if name.startswith(begins) and text
        }


def read(content: bytes) -> list[Row]:
    """The rows of a file below its first, which names the columns. Rows without anything in them are left out.

    Refuses: FileUnread.
    """
    if len(content) > LARGEST:
        raise FileUnread(_("The file is larger than %(megabytes)s MB. Divide it.") % {"megabytes": LARGEST // 2**20})
    lines = _workbook(content) if content.startswith(WORKBOOK) else _text(content)
    header = [name.strip().lower() for name in next(lines, [])]
    named = [name for name in header if name]
    if not named:
        raise FileUnread(_("The file has no column names in its first row. Begin from the example file."))
    if len(header) > MOST_COLUMNS or len(set(named)) < len(named):
        raise FileUnread(_("The file has too many columns, or two of one name. Keep those of the example file."))
    rows = []
    for number, cells in enumerate(lines, start=2):
        told = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name}
        if any(told.values()):
            rows.append(Row(number, told))
        if len(rows) > MOST_ROWS:
            raise FileUnread(_("The file has more than %(most)s rows. Divide it.") % {"most": MOST_ROWS})
    return rows


def missing(rows: Sequence[Row], needed: Sequence[str]) -> list[str]:
    """The columns that are needed and are not there."""
    known = rows[0].cells.keys() if rows else set()
    return [name for name in needed if name not in known]


def day(text: str) -> date | None:
    """A day written 2026-07-01; empty is none. Raises ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%d").date() if text else None


def number(text: str) -> float | None:
    """A number with a point or a comma; empty is none. Raises ValueError for anything else."""
    return float(text.replace(",", ".")) if text else None


def _text(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnread(_("The file is not a text in UTF-8. Save it as CSV UTF-8, or as .xlsx.")) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise FileUnread(_("The file is not whole CSV: %(why)s. Save it again.") % {"why": error}) from error


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError) as error:
        raise FileUnread(_("The workbook cannot be read. Save it again as .xlsx, or as CSV.")) from error
    for row in rows:
        yield [_cell(cell) for cell in row]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)
