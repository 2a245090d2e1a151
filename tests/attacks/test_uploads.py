"""Files made to be more than they seem: polyglots, bombs, and what acts when it is opened."""

import io
import struct
import zipfile
import zlib

import pytest

from ayni.commons.uploads import archives, kinds, trees
from ayni.commons.uploads.errors import NotTaken
from tests.unit.uploads import made

SCRIPT = b"<script>fetch('/tokens/')</script>"
SCRIPTED = made.packed(b"/Type /ObjStm /N 1 /First 4", b"<< /S /JavaScript /JS (app.alert(1)) >>")


@pytest.mark.parametrize(
    "data",
    [
        made.png(behind=SCRIPT),
        made.png((b"tEXt", b"Comment\0" + SCRIPT)),
        made.png((b"tEXt", b"Comment\0<?PHP system($_GET[0]) ?>")),
        made.png(behind=made.workbook()),
        made.png((b"prVt", b"%PDF-1.7 a document in a picture")),
        made.png()[:-4],
        made.png().replace(b"IHDR", b"IHDr"),
        made.jpeg(comment=SCRIPT),
        made.jpeg(comment=b"<SvG onload=alert(1)>"),
        made.jpeg(behind=made.workbook()),
        made.jpeg(behind=b"moov and a film"),
        made.jpeg()[:-2],
        made.pdf(behind=made.workbook()),
        made.pdf(behind=SCRIPT),
        made.pdf(objects=b"<html>" + SCRIPT),
        made.pdf(objects=b"3 0 obj << /S /JavaScript /JS (app.alert(1)) >>"),
        made.pdf(objects=b"3 0 obj << /S /J#61vaScr#69pt /J#53 (app.alert(1)) >>"),
        made.pdf(objects=b"3 0 obj << /S /Launch /F (calc.exe) >>"),
        made.pdf(objects=b"3 0 obj << /Type /EmbeddedFile >>"),
        made.pdf(objects=SCRIPTED),
        made.pdf(objects=SCRIPTED.replace(b"/ObjStm", b"/O#62jStm")),
        made.pdf(objects=made.packed(b"/Type /ObjStm", b"\0" * (kinds.LARGEST_STREAMS + 10))),
        made.pdf(objects=b"3 0 obj << /Type /ObjStm /Filter /LZWDecode >> stream\nabc\nendstream"),
        made.pdf(objects=b"3 0 obj << /Encrypt 4 0 R >>"),
        b"<!DOCTYPE html>" + SCRIPT,
        b"  \n<svg onload='alert(1)'>",
        b'<?xml version="1.0"?><svg/>',
        b"GIF89a\x01\x00\x01\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"MZ\x90\x00\x03",
        b"a text\0 with a byte that no text has",
        "a text in another coding: é".encode("latin-1"),
    ],
)
def test_what_is_more_than_it_seems_is_not_taken(data):
    with pytest.raises(NotTaken):
        kinds.of(data)


@pytest.mark.parametrize("before", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", SCRIPT, b" "])
def test_an_archive_with_something_before_it(before):
    """zipfile itself opens these: an archive is found from its end."""
    data = before + made.workbook()
    assert zipfile.ZipFile(io.BytesIO(data)).namelist()
    with pytest.raises(NotTaken):
        archives.check(data)
    with pytest.raises(NotTaken):
        kinds.of(data)


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/vbaProject.bin": b"macros"},
        {"xl/activeX/activeX1.xml": b"<ax/>"},
        {"../../etc/cron.d/x": b"* * * * *"},
        {"/etc/passwd": b"root"},
        {"C:\\autoexec.bat": b"del"},
        {"xl/inner.zip": made.archive({"a": b"a"})},
        {"xl/inner.gz": b"\x1f\x8b\x08\0\0\0\0\0"},
        {"xl/large.xml": b"0" * (archives.LARGEST_UNPACKED + 1)},
        {"xl/tight.xml": b"0" * 30_000_000},
        {f"xl/{number}.xml": b"" for number in range(archives.MOST_ENTRIES)},
    ],
    ids=lambda parts: next(iter(parts)),
)
def test_a_workbook_that_is_a_bomb_or_a_trap(parts):
    with pytest.raises(NotTaken):
        kinds.of(made.workbook(**parts))


def test_an_archive_that_is_no_workbook():
    with pytest.raises(NotTaken, match=r"not an \.xlsx"):
        kinds.of(made.archive({"document.xml": b"<a/>"}))


def test_an_archive_that_lies_about_its_sizes():
    data = bytearray(made.workbook(**{"xl/a.xml": b"0" * 500_000}))
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)  # the size of the last part, in the table of contents
    with pytest.raises(NotTaken):
        archives.check(bytes(data))


def test_an_archive_with_a_part_twice():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a", "one")
        archive.writestr("a", "two")
    with pytest.raises(NotTaken, match="one name"):
        archives.check(file.getvalue())


def test_archives_that_overlap_or_are_cut():
    data = made.workbook()
    for length in range(0, len(data), 7):
        with pytest.raises(NotTaken):
            archives.check(data[:length])


LAUGHS = (
    b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>"""
)
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>"""
FETCHED = b"""<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>"""


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE, FETCHED, LAUGHS.decode().encode("utf-16")])
def test_xml_with_words_of_its_own(data):
    with pytest.raises(NotTaken, match="own XML words"):
        trees.xml(data)


@pytest.mark.parametrize("data", [b"<a>" * 10_000, b"<a>" * 60 + b"</a>" * 60, b"<a/><b/>", b"", b"<a"])
def test_xml_that_is_deep_or_none(data):
    with pytest.raises(NotTaken):
        trees.xml(data)


def test_xml_with_too_many_parts():
    with pytest.raises(NotTaken, match="parts"):
        trees.xml(b"<a>" + b"<b/>" * trees.MOST_PARTS + b"</a>")
    assert len(trees.xml(b"<a>" + b"<b/>" * 1000 + b"</a>")) == 1000


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"a":' * 51 + b"1" + b"}" * 51,
        b"[" + b"1," * (trees.MOST_PARTS + 1) + b"1]",
        b"{" + b",".join(b'"k%d":1' % number for number in range(60_000)) + b"}",
        b" " * (trees.LARGEST + 1),
    ],
    ids=["opened", "deep", "long", "keys", "large"],
)
def test_json_that_is_deep_or_has_too_many_parts(data):
    with pytest.raises(NotTaken):
        trees.json(data)


def test_marks_within_texts_are_not_counted():
    text = '[{:,\\"' * 60_000
    data = trees.json(b'{"a": "' + text.encode() + b'"}')
    assert len(data["a"]) == 5 * 60_000  # each has an escape
    with pytest.raises(ValueError):
        trees.json(b'{"a": ')


def test_a_picture_that_unpacks_to_far_more_is_not_unpacked_here():
    """Pictures are checked by their frames alone: nothing of one is unpacked, whatever it says of itself."""
    bomb = made.png((b"zTXt", b"c\0\0" + zlib.compress(b"0" * 50_000_000)))
    assert kinds.of(bomb) is kinds.PNG
