import io
import zipfile
from datetime import date

import openpyxl
import polars as pl
import pyreadstat
import pytest

from ayni.engines.files import describing, errors, limits, opening, reading
from tests.unit.engines.files import sheets

ROWS = [["id", "name", "born", "number"], ["a1", "Amina", date(1984, 5, 12), 7], ["a2", "Fatou", None, 1.5]]
TEXTS = [("a1", "Amina", "1984-05-12", "7"), ("a2", "Fatou", None, "1.5")]


def workbook(rows, *, merge="", sheets_=("People",), title=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets_:
        sheet = book.create_sheet(name)
        for row in [*title, *rows]:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(path, **more):
    told = describing.describe(path, **more)
    frames = [chunk.rows for chunk in reading.chunks(path, told)]
    return told, [row[1:] for row in pl.concat(frames).iter_rows()]


def test_the_same_rows_come_from_every_kind_of_file(tmp_path):
    table = pl.DataFrame(
        {"id": ["a1", "a2"], "name": ["Amina", "Fatou"], "born": [date(1984, 5, 12), None], "number": [7.0, 1.5]}
    )
    table.write_parquet(tmp_path / "p")
    (tmp_path / "x").write_bytes(workbook(ROWS))
    (tmp_path / "c").write_text("id,name,born,number\na1,Amina,1984-05-12,7\na2,Fatou,,1.5\n")
    for name, kind in (("p", "parquet"), ("x", "xlsx"), ("c", "csv")):
        told, rows = read(tmp_path / name)
        assert (told.kind, told.columns, rows) == (kind, ("id", "name", "born", "number"), TEXTS)


@pytest.mark.parametrize(("write", "kind"), [(pyreadstat.write_dta, "stata"), (pyreadstat.write_sav, "spss")])
def test_labelled_files_tell_their_labels(tmp_path, write, kind):
    import pandas

    path = tmp_path / ("f.dta" if kind == "stata" else "f.sav")
    labels = {"sex": {1: "Male", 2: "Female"}}
    data = pandas.DataFrame({"id": ["a", "b"], "sex": [1, 2], "age": [3.5, float("nan")]})
    write(data, str(path), column_labels=["Key", "Sex of the person", "Age"], variable_value_labels=labels)
    told, rows = read(path)
    assert (told.kind, told.rows, told.labels["sex"]) == (kind, 2, "Sex of the person")
    assert told.value_labels["sex"] == {"1": "Male", "2": "Female"}
    assert rows == [("a", "1", "3.5"), ("b", "2", None)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("id,name\n1,Zoé\n".encode(), "utf-8"),
        ("id,name\n1,Zoé\n".encode("utf-8-sig"), "utf-8"),
        ("id,name\n1,Zoé\n".encode("utf-16"), "utf-16"),
        ("id,name\n1,Zoé\n2,Élise Lefèvre\n".encode("cp1252"), "cp1252"),
        ("id,name\n1,أحمد حداد\n".encode("cp1256"), "cp1256"),
        ("id,name\n1,Иван Петров\n".encode("cp1251"), "cp1251"),
    ],
)
def test_encodings_are_recognised(tmp_path, text, encoding):
    told, rows = read(sheets.write(tmp_path, text))
    assert (told.encoding, told.columns) == (encoding, ("id", "name"))
    assert rows[0][1] in ("Zoé", "أحمد حداد", "Иван Петров")


@pytest.mark.parametrize("mark", list(",;\t|"))
def test_delimiters_are_recognised(tmp_path, mark):
    text = "".join(f"{mark.join(row)}\n" for row in (("id", "name", "town"), ("1", "A b", "X"), ("2", "C", "Y")))
    told, rows = read(sheets.write(tmp_path, text))
    assert (told.delimiter, len(told.columns), rows[0][2]) == (mark, 3, "X")


def test_a_header_below_a_title_is_found(tmp_path):
    path = sheets.write(tmp_path, workbook(ROWS, title=[["List of the camp"], []]), "x.xlsx")
    told, rows = read(path)
    assert (told.header, told.columns, rows) == (3, tuple(ROWS[0]), TEXTS)


def test_columns_without_a_name_or_with_the_same_are_told_apart(tmp_path):
    told, rows = read(sheets.write(tmp_path, "id,,name,name\n1,2,3,4\n"))
    assert told.columns == ("id", "column 2", "name", "name (2)")
    assert rows == [("1", "2", "3", "4")]


def test_uneven_rows_and_open_quotes_are_told_and_the_others_read(tmp_path):
    path = sheets.write(tmp_path, "id,name,area\na,Ann,N1\nb,Bob,N1,more\nc,Cy,N1\n")
    found = sheets.checked(path, sheets.given())
    assert sheets.codes(found) == {(2, "", "too_wide")}
    path = sheets.write(tmp_path, 'id,name,area\na,"Ann,N1\nb,Bob,N1\nc,Cy,N1,x\n')
    found = sheets.checked(path, sheets.given())
    assert {(1, "", "open_quote"), (3, "", "too_wide")} <= sheets.codes(found)
    assert found.counts()["new"] == 1


def test_merged_cells_are_told_and_a_failed_formula_is_an_empty_cell(tmp_path):
    rows = [["id", "name", "area"], ["a", "Ann", "N1"], ["b", "Bob", "N1"], ["c", "Cy", None], ["d", "#REF!", "N1"]]
    path = sheets.write(tmp_path, workbook(rows, merge="C3:C4"), "x.xlsx")
    found = sheets.codes(sheets.checked(path, sheets.given()))
    assert {(2, "", "merged"), (3, "", "merged"), (4, "name", "no_name")} <= found


def test_a_hundred_thousand_columns_are_refused(tmp_path):
    path = sheets.write(tmp_path, ",".join(f"c{n}" for n in range(100_000)) + "\n1\n")
    with pytest.raises(errors.FileUnreadable, match="100,000 columns"):
        describing.describe(path)


def test_a_sheet_that_reaches_far_is_refused_before_it_takes_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "id"
    book.active["XFD1048576"] = "far"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(errors.FileUnreadable, match="reaches to column 16,384"):
        opening.kind(tmp_path / "far.xlsx")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    with pytest.raises(errors.FileUnreadable, match="far more"):
        opening.kind(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (b"\x00\x01\x02 rubbish", "no table"),
        (b"PK\x03\x04 cut short", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_send(tmp_path, content, says):
    with pytest.raises(errors.FileUnreadable, match=says):
        opening.kind(sheets.write(tmp_path, content))


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("people.csv", "id\n1\n")
    with pytest.raises(errors.FileUnreadable, match=r"no \.xlsx workbook"):
        opening.kind(tmp_path / "a.zip")


def test_reading_goes_on_after_a_row(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "CHUNK", 3)
    text = "id,name\n" + "".join(f"{n},x\n" for n in range(1, 12))
    (tmp_path / "x.xlsx").write_bytes(workbook([["id", "name"], *[[n, "x"] for n in range(1, 12)]]))
    for path in (sheets.write(tmp_path, text), tmp_path / "x.xlsx"):
        told = describing.describe(path)
        rows = [
            row
            for chunk in reading.chunks(path, told, after=7)
            for row in chunk.rows.select(reading.ROW, "id").iter_rows()
        ]
        assert rows == [(8, "8"), (9, "9"), (10, "10"), (11, "11")]
