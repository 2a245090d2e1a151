"""What kind of file it is, by its bytes; a workbook is measured before anything of it is unpacked."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO, Literal

from ayni.engines.files import errors, limits

Kind = Literal["csv", "xlsx", "stata", "spss", "parquet"]
SIGNS: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "xlsx"),
    (b"PAR1", "parquet"),
    (b"$FL2", "spss"),
    (b"$FL3", "spss"),
    (b"<stata_dta>", "stata"),
)
OLD_STATA = frozenset(range(102, 116))
OTHERS = {
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file (.xls, .doc), or a workbook with a password",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a packed file (.gz)",
    b"Rar!": "a packed file (.rar)",
    b"7z\xbc\xaf": "a packed file (.7z)",
}
CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})')
ROW = re.compile(rb'<row [^>]*?r="(\d+)')
READ = 1024 * 1024
DAMAGE = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError)


def kind(path: Path) -> Kind:
    """The kind of a file, whatever it is called. Refuses: FileUnreadable."""
    if not path.is_file() and not path.is_char_device():
        raise errors.single("There is no such file.", "Check its name.", path.name)
    size = path.stat().st_size
    if not size:
        raise errors.single("The file is empty.", "Copy or export it again.")
    if size > limits.LARGEST:
        raise errors.single(f"The file is larger than {limits.LARGEST // 2**30} GB.", "Send it in parts.")
    with path.open("rb") as file:
        start = file.read(4096)
    for sign, found in SIGNS:
        if start.startswith(sign):
            if found == "xlsx":
                _check_workbook(path)
            return found
    for sign, name in OTHERS.items():
        if start.startswith(sign):
            raise errors.single(f"The file is {name}.", "Save it as .xlsx or as CSV (UTF-8), and send that.")
    if start[0] in OLD_STATA and start[1:4] in (b"\x01\x01\x00", b"\x02\x01\x00"):
        return "stata"
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise errors.single("The file is no table that we know.", "Send CSV, .xlsx, Stata, SPSS or Parquet.")
    return "csv"


def _check_workbook(path: Path) -> None:
    """A workbook that unpacks to what it says, is no bomb and holds no sheet too large for memory."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" not in names:
                raise errors.single(
                    "The file is a packed archive, and no .xlsx workbook.", "Unpack it, and send the table."
                )
            _check_sizes(entries)
            for entry in entries:
                with archive.open(entry) as part:
                    _measure(part, entry, is_sheet=entry.filename.startswith("xl/worksheets/sheet"))
    except DAMAGE as error:
        raise errors.single(
            "The workbook is damaged or locked.", "Open it, save it again without a password."
        ) from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.MOST_PARTS or sum(entry.file_size for entry in entries) > limits.LARGEST_UNPACKED:
        raise errors.single(
            "The workbook unpacks to far more than a table would.", "Save the one sheet as CSV, and send that."
        )
    for entry in entries:
        if entry.file_size > 50 * READ and entry.file_size > limits.LARGEST_RATIO * max(entry.compress_size, 1):
            raise errors.single(
                "The workbook unpacks to far more than it is.", "Save the one sheet as CSV, and send that."
            )


def _measure(part: IO[bytes], entry: zipfile.ZipInfo, *, is_sheet: bool) -> None:
    """Unpack to the end, as the table of contents says, and count how wide and long a sheet is."""
    columns: set[bytes] = set()
    last = size = 0
    tail = b""
    while block := part.read(READ):
        size += len(block)
        if size > entry.file_size:
            raise zipfile.BadZipFile
        if is_sheet:
            text = tail + block
            columns.update(CELL.findall(text))
            last = max([last, *(int(found) for found in ROW.findall(text))])
            tail = text[-200:]
    width = max((_position(letters) for letters in columns), default=0)
    if width > limits.MOST_COLUMNS or last > limits.MOST_ROWS or width * last > limits.MOST_CELLS:
        raise errors.single(
            f"A sheet reaches to column {width:,} and row {last:,}: more than {limits.MOST_COLUMNS} columns or"
            f" {limits.MOST_CELLS // 10**6} million cells.",
            "Delete what stands far away from the table, or save the table as CSV.",
        )


def _position(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place
