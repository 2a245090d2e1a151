import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ayni.engines import dictionary
from ayni.engines.dictionary import xlsform
from ayni.engines.dictionary.xlsform import opening

Choice, Variable = dictionary.Choice, dictionary.Variable
EVERYTHING = dictionary.Dictionary(
    [
        Variable(
            "floor",
            "household",
            "choice",
            {"en": "Floor", "fr": "Sol", "ar": "الأرضية"},
            (Choice("earth", {"en": "Earth", "fr": "Terre"}), Choice("1", {"en": "=1+1"})),
            question={"en": "What is the floor made of?", "fr": "De quoi est fait le sol ?"},
            sensitivity="public",
            source="census",
        ),
        Variable("rooms", "household", "integer", {"en": "Rooms"}, unit="rooms", minimum=1, maximum=40, missing=()),
        Variable("income", "household", "decimal", minimum=0.5, missing=("unknown", "refused", "not_applicable")),
        Variable("goods", "household", "many_choice", choices=(Choice("radio"), Choice("phone"))),
        Variable("yes_no", "household", "choice", choices=(Choice("yes"), Choice("no"))),
        Variable("place", "household", "location"),
        Variable("married", "person", "partial_date", since=date(2026, 1, 31), version=3),
        Variable("moved", "person", "date"),
        Variable("disability", "person", "boolean", sensitivity="sensitive"),
        Variable("floor", "person", "choice", choices=(Choice("mat"), Choice("bed"))),
        Variable("notes", "person", "text"),
        Variable("road", "area", "boolean", {"en": "A road all year"}),
    ]
)


def form(survey: Sequence[Sequence[object]], choices: Iterable[Sequence[object]] = ()) -> io.BytesIO:
    book = openpyxl.Workbook()
    for row in survey:
        book.active.append(row)
    book.active.title = "survey"
    sheet = book.create_sheet("choices")
    for row in (("list_name", "name", "label"), *choices):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_there_and_back_nothing_is_lost(tmp_path: Path) -> None:
    xlsform.write(EVERYTHING, tmp_path / "fragment.xlsx")
    found = xlsform.examine(tmp_path / "fragment.xlsx")
    assert (found.refused, found.left_out) == ([], [])
    assert dictionary.Dictionary(found.variables) == EVERYTHING


def test_one_entity_alone() -> None:
    file = io.BytesIO()
    xlsform.write(EVERYTHING, file, "area")
    file.seek(0)
    assert xlsform.read(file) == [EVERYTHING.get("area", "road")]


def test_writes_what_a_form_server_reads() -> None:
    file = io.BytesIO()
    xlsform.write(EVERYTHING, file)
    book = openpyxl.load_workbook(file)
    heads, *rows = list(book["survey"].values)
    survey = {(row[1], row[0]): dict(zip(heads, row, strict=True)) for row in rows}
    assert ("person", "begin_repeat") in survey and ("household", "end_group") in survey
    floor = survey[("floor", "select_one floor")]
    assert floor["label::English (en)"] == "What is the floor made of?"
    assert floor["label::French (fr)"] == "De quoi est fait le sol ?"
    rooms = survey[("rooms", "integer")]
    assert (rooms["constraint"], rooms["hint::English (en)"], rooms["required"]) == (
        ". >= 1 and . <= 40",
        "rooms",
        "yes",
    )
    assert survey[("income", "decimal")]["label::English (en)"] == "income", "a form shows nothing without a label"
    assert ("disability", "select_one yes_no") in survey
    assert ("goods", "select_multiple goods") in survey and ("place", "geopoint") in survey
    assert "regex(" in survey[("married", "text")]["constraint"]
    choices = {row[:2]: row for row in book["choices"].values}
    assert ("yes_no", "yes") in choices and ("person.floor", "mat") in choices
    assert choices[("floor", "1")][2] == "=1+1", "kept as a text, not reckoned as a formula"


def test_reads_an_ordinary_small_form_and_says_what_it_leaves_out() -> None:
    found = xlsform.examine(
        form(
            [
                ("type", "name", "label", "hint", "relevant", "constraint"),
                ("start", "start", None, None, None, None),
                ("note", "hello", "Good morning", None, None, None),
                ("select_one wall", "wall", "Wall?", None, None, None),
                ("integer", "cows", "Cows?", "Count calves too", "${wall} = 'mud'", ". < 900"),
                ("begin repeat", "member", "Member", None, None, None),
                ("text", "school", "School", None, None, None),
                ("end repeat", None, None, None, None, None),
                ("date", "visited", "Visited", None, None, None),
            ],
            [("wall", "mud", "Mud"), ("wall", 2, "Brick")],
        )
    )
    assert found.refused == []
    assert [(v.entity, v.name, v.type) for v in found.variables] == [
        ("household", "wall", "choice"),
        ("household", "cows", "integer"),
        ("person", "school", "text"),
        ("household", "visited", "date"),
    ]
    assert found.variables[0].codes == ("mud", "2") and found.variables[0].labels == {"en": "Wall?"}
    told = [(passage.row, passage.said.split()[0]) for passage in found.left_out]
    assert told == [(2, "start"), (3, "note"), (5, "the"), (5, "hint"), (5, "relevant")]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("image", "photo", "Photo"), "survey, row 2: photo is of type 'image'"),
        (("select_one nothing", "wall", "Wall"), "row 2: wall names the list 'nothing'"),
        (("text", "Two Words", "Wall"), "row 2: .*lower-case"),
        (("", "wall", "Wall"), "row 2: wall is of type ''"),
    ],
)
def test_refuses_a_question_with_its_place(row: tuple[str, ...], words: str) -> None:
    with pytest.raises(dictionary.DictionaryError, match=words):
        xlsform.read(form([("type", "name", "label"), row]))


def test_names_every_row_it_refuses() -> None:
    rows = [("type", "name"), ("image", "a"), ("text", "b"), ("audio", "c")]
    found = xlsform.examine(form(rows, [("", "x", "X")]))
    assert [(p.sheet, p.row) for p in found.refused] == [("choices", 2), ("survey", 2), ("survey", 4)]
    assert [v.name for v in found.variables] == ["b"]


def zipped(parts: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def sent(survey: bytes) -> io.BytesIO:
    """A sound workbook whose survey sheet is exchanged for other bytes."""
    with zipfile.ZipFile(form([("type", "name")])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"xl/worksheets/sheet1.xml": survey})


def damaged(at: int) -> io.BytesIO:
    """A sound workbook with some bytes turned over inside."""
    content = bytearray(form([("type", "name")]).getvalue())
    content[at : at + 40] = bytes(byte ^ 0xFF for byte in content[at : at + 40])
    return io.BytesIO(bytes(content))


@pytest.mark.parametrize("at", range(0, 4000, 200))
def test_a_damaged_workbook_is_refused_or_read_never_a_crash(at: int) -> None:
    try:
        xlsform.examine(damaged(at))
    except dictionary.DictionaryError as refused:
        assert "workbook" in str(refused) or "survey" in str(refused)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (io.BytesIO(b"no workbook"), "not a readable"),
        (io.BytesIO(b"PK\3\4 cut"), "not a readable"),
        (io.BytesIO(b"\0" * (opening.FILE_LIMIT + 1)), "larger than 5 MB"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "not a readable"),
        (zipped({"a": b" " * (opening.UNPACKED_LIMIT + 1)}), "unpacks to more than"),
        (zipped({f"{number}": b"" for number in range(501)}), "unpacks to more than"),
        (sent(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "its own XML words"),
        (sent('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")), "its own XML words"),
        (sent(b"<worksheet"), "not a readable|no sheet named survey"),
        (form([("type", "name"), *[("text", f"v{number}") for number in range(10_000)]]), "more than 10000 rows"),
        (form([[f"c{number}" for number in range(201)]]), "more than 200 columns"),
    ],
)
def test_refuses_a_file_that_is_no_form(file: io.BytesIO, words: str) -> None:
    with pytest.raises(dictionary.DictionaryError, match=words):
        xlsform.read(file)


def test_refuses_a_workbook_without_a_survey() -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.save(file)
    file.seek(0)
    with pytest.raises(dictionary.DictionaryError, match="no sheet named survey"):
        xlsform.read(file)
