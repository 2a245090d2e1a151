"""A result as a spreadsheet (XLSX) and as a plain table (CSV): every figure with its error, and the method note.

Figures that rest on fewer than 25 are empty and say so, as on the pages; texts are guarded, so that no name of an area
or a group is taken for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from ayni.engines.briefs.reading import Names, Plain, Reading, Teller, own_figures
from ayni.kernel import spreadsheets

Cell = str | float | int | None

NUMBERS = ("value", "se", "low", "high", "n", "degrees", "design_effect")
WIDEST = 60


def table(
    result: Plain, read: Reading, *, names: Names | None = None, figures: Plain | None = None
) -> list[list[Cell]]:
    """A heading and one row a figure: its name, what it is called, what it is of, its numbers, whether it is thin."""
    keys = list(dict.fromkeys(key for one in result["figures"] for key in (one.get("of") or {})))
    teller = Teller(read.speaker, names or {}, {**own_figures(read.method), **(figures or {})})
    heading: list[Cell] = ["figure", "label", *keys, *NUMBERS, "thin"]
    return [heading, *(_row(one, keys, teller) for one in result["figures"])]


def as_csv(rows: Iterable[list[Cell]]) -> bytes:
    """UTF-8 with a mark at its beginning, so that a spreadsheet reads every script."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def as_xlsx(rows: list[list[Cell]], read: Reading) -> bytes:
    """Three sheets: the figures; who was left out and what they rest on; how it was measured."""
    book = Workbook()
    say = read.speaker.say
    book.properties.title = read.title
    _sheet(book.active, say("figures"), rows)
    facts: list[tuple[Cell, ...]] = [(say("rests_on"), ""), *read.sample, ("", "")]
    facts += [(say("left_out"), say("how_many")), *read.left_out]
    _sheet(book.create_sheet(), say("rests_on"), facts)
    _sheet(book.create_sheet(), say("method"), list(_method(read)))
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = read.speaker.is_right_to_left
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(figure: Plain, keys: Iterable[str], teller: Teller) -> list[Cell]:
    of = figure.get("of") or {}
    is_hidden = figure.get("thin") == "very few"
    shown: list[Cell] = [None if is_hidden and name != "n" else figure.get(name) for name in NUMBERS]
    qualities: list[Cell] = [_quality(key, of[key], teller) if key in of else "" for key in keys]
    thin = _thin(figure, teller)
    return [figure["figure"], teller.label(figure["figure"]), *qualities, *shown, thin]


def _quality(key: str, value: Any, teller: Teller) -> Cell:
    return value if isinstance(value, (int, float)) else teller.quality(key, value)


def _thin(figure: Plain, teller: Teller) -> str:
    """Why a figure is hidden or to be read with care; empty for one that is neither."""
    return teller.told(figure).note if figure.get("thin") else ""


def _method(read: Reading) -> Iterator[list[Cell]]:
    say = read.speaker.say
    yield [read.title, ""]
    yield [say("definition"), read.definition]
    yield [say("missing"), read.missing]
    yield [say("error"), read.error]
    for note in read.notes:
        yield [say("notes"), note]
    for source in read.sources:
        yield [say("sources"), source]


def _sheet(sheet: Any, title: str, rows: Sequence[Sequence[Cell]]) -> None:
    sheet.title = title[:31]
    for row in rows:
        sheet.append([_guarded(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, column in enumerate(zip(*rows, strict=True), start=1):
        longest = max((len(str(cell)) for cell in column if cell is not None), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest, 6) + 2, WIDEST)
        if longest > WIDEST:
            for cell in sheet[get_column_letter(place)]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def _guarded(text: str) -> str:
    """Text that is no formula, without what a spreadsheet cannot hold and the marks of direction of a screen."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text.replace("\u2066", "").replace("\u2069", ""))
    return spreadsheets.guarded(plain)
