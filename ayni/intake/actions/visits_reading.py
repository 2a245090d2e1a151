"""Reading a listing of dwellings from a CSV file or a workbook: each row by the columns that are known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from ayni.commons.uploads import kinds, receiving
from ayni.commons.uploads.errors import NotTaken
from ayni.engines.files import cells
from ayni.intake import errors

Row = dict[str, str]
LARGEST = 25_000_000  # bytes
MOST_ROWS = 500_000
SEPARATORS = (",", ";", "\t")
#: What each column may be called at the top of a file, in the languages that files come in.
COLUMNS: dict[str, tuple[str, ...]] = {
    "area": ("area", "area code", "code of the area", "pcode", "zone", "code de la zone", "المنطقة", "رمز المنطقة"),
    "key": ("key", "dwelling", "number", "id", "numéro", "logement", "الرقم", "المسكن"),
    "head_name": ("head", "head name", "name", "nom", "nom du chef", "الاسم", "رب الأسرة"),
    "phone": ("phone", "telephone", "mobile", "téléphone", "الهاتف"),
    "address": ("address", "adresse", "العنوان"),
    "directions": ("directions", "place", "description", "how to find it", "description du lieu", "الوصف"),
    "latitude": ("latitude", "lat", "خط العرض"),
    "longitude": ("longitude", "lon", "long", "lng", "خط الطول"),
}
NAMES = {word: column for column, words in COLUMNS.items() for word in (column.replace("_", " "), *words)}


def rows(content: bytes) -> Iterator[tuple[int, Row]]:
    """Each row with its number as a spreadsheet shows it, without those that are empty. Refuses: ListingRefused."""
    try:
        whole = receiving.content(io.BytesIO(content), kinds=(kinds.WORKBOOK, kinds.TEXT), largest=LARGEST)
    except NotTaken as refused:
        raise errors.ListingRefused(str(refused)) from refused
    is_workbook = whole.startswith(b"PK\x03\x04")
    return _by_column(_of_workbook(whole) if is_workbook else _of_text(whole.decode("utf-8-sig")))


def _by_column(lines: Iterator[Sequence[str]]) -> Iterator[tuple[int, Row]]:
    heads = [NAMES.get(head.strip().lower().replace("_", " "), "") for head in next(lines, ())]
    if "area" not in heads:
        raise errors.ListingRefused(
            _("The first row has no column “area”. It names the columns: area, and any of key, head name, phone,"
              " address, directions, latitude, longitude.")
        )  # fmt: skip
    if twice := {head for head in heads if head and heads.count(head) > 1}:
        raise errors.ListingRefused(_("Two columns are the same: %(columns)s. Keep one.") % {"columns": min(twice)})
    return _filled(heads, lines)


def _filled(heads: Sequence[str], lines: Iterator[Sequence[str]]) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(lines, 2):
        row = {head: text.strip() for head, text in zip(heads, line, strict=False) if head and text.strip()}
        if number > MOST_ROWS + 1:
            raise errors.ListingRefused(
                _("The file has more than %(most)s rows. Send it in parts.") % {"most": f"{MOST_ROWS:,}"}
            )
        if row:
            yield number, row


def _of_text(text: str) -> Iterator[Sequence[str]]:
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise errors.ListingRefused(
            _("The file cannot be read as CSV: %(problem)s. Save it again from your spreadsheet.") % {"problem": error}
        ) from error


def _of_workbook(content: bytes) -> Iterator[Sequence[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except (CalamineError, IndexError) as error:
        raise errors.ListingRefused(_("The workbook cannot be opened. Save it again as .xlsx.")) from error
    for _number in range(sheet.start[0] if sheet.start else 0):
        yield ()
    for line in sheet.iter_rows():
        yield [cells.text(cell) or "" for cell in line]
