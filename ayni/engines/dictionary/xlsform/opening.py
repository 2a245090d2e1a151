"""Opening a workbook somebody sent: within its limits, without following what it might try."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import openpyxl  # type: ignore[import-untyped]

from ayni.engines.dictionary import errors

FILE_LIMIT = 5 * 1024 * 1024
UNPACKED_LIMIT = 60 * 1024 * 1024
PARTS_LIMIT = 500
#: How an archive fails that is cut, encrypted, or not packed as it says.
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, OSError, EOFError, ValueError)
ROW_LIMIT = 10_000
COLUMN_LIMIT = 200


@dataclass(frozen=True)
class Row:
    """One row of a sheet below its head: its number as a spreadsheet shows it, and its texts by column."""

    number: int
    cells: dict[str, str]

    def get(self, head: str) -> str:
        return self.cells.get(head, "")


def sheets(file: Path | str | IO[bytes]) -> dict[str, list[Row]]:
    """Its sheets by name, in lower case. Raises DictionaryError for what is no such file, or is too large."""
    data = _content(file)
    _check_parts(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return {sheet.title.strip().lower(): list(_rows(sheet)) for sheet in book.worksheets}
    except errors.DictionaryError:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as there are parts in it
        raise _unreadable() from error


def _content(file: Path | str | IO[bytes]) -> bytes:
    if isinstance(file, Path | str):
        with Path(file).open("rb") as opened:
            data = opened.read(FILE_LIMIT + 1)
    else:
        data = file.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise errors.DictionaryError("The file is larger than 5 MB. Keep only the survey and choices sheets in it.")
    return data


def _check_parts(data: bytes) -> None:
    """Refuse what unpacks to far more than it is, and XML that defines words of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
                raise errors.DictionaryError("The file unpacks to more than 60 MB or 500 parts: it is not read.")
            for part in parts:
                if b"<!DOCTYPE" in archive.read(part).replace(b"\0", b""):
                    raise errors.DictionaryError("The file defines its own XML words, as no XLSForm does: not read.")
    except DAMAGE as error:
        raise _unreadable() from error


def _rows(sheet: Any) -> Iterator[Row]:
    heads: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > ROW_LIMIT:
            raise errors.DictionaryError(f"Sheet {sheet.title} has more than {ROW_LIMIT} rows. Divide it.")
        if len(cells) > COLUMN_LIMIT:
            raise errors.DictionaryError(f"Sheet {sheet.title} has more than {COLUMN_LIMIT} columns. Remove the empty.")
        texts = [_text(cell) for cell in cells]
        if not heads:
            heads = texts
        elif any(texts):
            yield Row(number, {head: text for head, text in zip(heads, texts, strict=False) if head and text})


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _unreadable() -> errors.DictionaryError:
    return errors.DictionaryError("The file is not a readable .xlsx workbook. Save it again as .xlsx and retry.")
