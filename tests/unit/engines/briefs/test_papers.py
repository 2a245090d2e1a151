"""Briefs on paper and in spreadsheets, in three languages."""

import csv
import io
import re
import zlib
from datetime import date

import openpyxl
import pytest

from ayni.engines.briefs import printing, reading, sheets
from ayni.engines.briefs.speaking import LANGUAGES, Speaker
from tests.unit.engines.briefs.told import result

DAY = date(2026, 4, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_is_tagged_and_says_its_title_and_language(language: str) -> None:
    read = reading.of(result(), Speaker(language))
    brief = printing.Brief((printing.Chapter(read),), DAY, author="Ministry #strong[of] *Affairs*", cover=("Survey",))
    paper = printing.pdf(brief)
    assert paper.startswith(b"%PDF-") and b"/StructTreeRoot" in _plain(paper)
    assert f"/Lang({language})".encode() in _plain(paper).replace(b"/Lang (", b"/Lang(")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in _plain(paper)
    assert paper == printing.pdf(brief)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_of_several_measures_has_a_chapter_for_each(language: str) -> None:
    chapters = tuple(
        printing.Chapter(reading.of(result(method=method), Speaker(language))) for method in ("mpi", "poverty", "food")
    )
    brief = printing.Brief(chapters, DAY, title="The country in 2026")
    told = printing.plain(brief)
    assert told["title"] == "The country in 2026" and len(told["chapters"]) == 3
    assert len(printing.pictures(brief)) >= 4
    assert b"<pdfuaid:part>1</pdfuaid:part>" in _plain(printing.pdf(brief))


def test_a_brief_of_nothing_is_still_a_brief() -> None:
    read = reading.of(result(figures=[], left_out={}, notes=[]), Speaker("en"))
    assert len(printing.pictures(printing.Brief((printing.Chapter(read),), DAY))) == 1


def test_a_long_table_goes_on_and_then_points_to_the_spreadsheet() -> None:
    from tests.unit.engines.briefs.told import figure

    many = [figure("H", 0.3, region=f"Region {number}") for number in range(80)]
    read = reading.of(result(figures=many), Speaker("en"))
    told = printing.plain(printing.Brief((printing.Chapter(read),), DAY))["chapters"][0]
    assert len(told["sections"][0]["rows"]) == 60
    assert told["sections"][0]["more"] == ["20 more rows stand in the spreadsheet."]
    assert len(printing.pictures(printing.Brief((printing.Chapter(read),), DAY))) > 2


def test_a_machine_without_the_letters_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "families", lambda: frozenset({"Libertinus Serif"}))
    assert printing.fonts(Speaker("fr")) == ["Libertinus Serif"]
    with pytest.raises(printing.BriefError, match="apt-get install fonts-dejavu-core"):
        printing.pdf(printing.Brief((printing.Chapter(reading.of(result(), Speaker("ar"))),), DAY))


def test_every_figure_is_in_the_table_and_no_name_is_a_formula() -> None:
    read = reading.of(result(), Speaker("en"))
    rows = sheets.table(result(), read)
    text = sheets.as_csv(rows).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == len(result()["figures"])
    south = next(one for one in lines if one["region"] == "South")
    assert (south["value"], south["low"], south["n"]) == ("", "", "12")
    assert south["thin"] == "Hidden: too few (n = 12)"
    assert "'=HYPERLINK()" in text
    assert next(one for one in lines if one["region"] == "North")["value"] == "0.41"


def test_the_spreadsheet_has_figures_sample_and_method() -> None:
    read = reading.of(result(), Speaker("ar"))
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(sheets.table(result(), read), read)))
    assert len(book.worksheets) == 3 and all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    first = book.worksheets[0]
    assert first["A1"].value == "figure" and first.max_row == len(result()["figures"]) + 1
    cells = [cell.value for row in first.iter_rows() for cell in row]
    assert "'=HYPERLINK()" in cells and 0.41 in cells
    assert any("Alkire" in str(cell.value) for row in book.worksheets[2].iter_rows() for cell in row)


def _plain(paper: bytes) -> bytes:
    """The PDF with what is compressed in it unfolded, as far as it can be."""
    found = [paper]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper, re.DOTALL):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(found)
