"""What a file is, by its bytes: one kind from the first byte to the last, or none."""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.commons.uploads import archives
from ayni.commons.uploads.errors import NotTaken


@dataclass(frozen=True)
class Kind:
    """`begins` are the bytes it may begin with; `check` refuses one that is not whole, or is something else besides."""

    name: str
    says: Any  # in the reader's language
    begins: tuple[bytes, ...]
    check: Callable[[bytes], None]
    media_type: str


#: What runs in a browser or on a server, wherever it stands in a picture. Each is long enough never to come by chance.
PROGRAMS = re.compile(rb"<script|<\?php|<svg[\s>]|<html|<!doctype|<iframe|javascript:", re.IGNORECASE)
#: Other files' beginnings, which have no business inside a picture; and an archive's end, which is near its own.
OTHERS = (b"%PDF-", b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c")
ARCHIVE_END_WITHIN = 70_000
#: What a document may carry that acts by itself, or that cannot be looked into.
ACTING = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoTo[ER]|Encrypt)(?![A-Za-z0-9])"
)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?P<told><<(?:(?!stream).){0,2000}?)stream\r?\n(?P<packed>.*?)endstream", re.DOTALL)
LARGEST_STREAMS = 40 * 1024 * 1024
MARKUP = re.compile(r"\s*<(?:!doctype|html|script|svg|\?xml|\?php|%)", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _check_png(data: bytes) -> None:
    place = 8
    while place + 12 <= len(data):
        length, name = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(data) or zlib.crc32(data[place + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            raise _damaged()
        if name == b"IEND":
            _check_alone(data, is_at_its_end=end == len(data))
            return
        place = end
    raise _damaged()


def _check_jpeg(data: bytes) -> None:
    """Its end is the last end mark; before the picture itself, segments follow each other without a gap."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        if data[place + 1] == 0xDA:  # from here on, the picture: a mark within it is always followed by a zero
            end = re.compile(rb"\xff\xd9").search(data, place)
            _check_alone(data, is_at_its_end=end is not None and data[end.end() :].strip(b"\0") == b"")
            return
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    raise _damaged()


def _check_pdf(data: bytes) -> None:
    if data.rstrip()[-5:] != b"%%EOF" or archives.END in data[-ARCHIVE_END_WITHIN:] or PROGRAMS.search(data[:1024]):
        raise _two()
    objects = STREAM.sub(lambda found: found["told"], data)
    for text in (objects, *_packed_objects(data)):
        if ACTING.search(_plain(text)):
            raise _acting()


def _packed_objects(data: bytes) -> Iterator[bytes]:
    """The objects that a document keeps packed: what acts can hide there."""
    left = LARGEST_STREAMS
    for found in STREAM.finditer(data):
        if b"/ObjStm" not in _plain(found["told"]):
            continue
        try:
            unpacked = zlib.decompressobj().decompress(found["packed"], left)
        except zlib.error as error:
            raise _acting() from error
        left -= len(unpacked)
        if left <= 0:
            raise _acting()
        yield unpacked


def _plain(text: bytes) -> bytes:
    """Names without their escapes: `/J#61vaScript` is `/JavaScript`."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _check_workbook(data: bytes) -> None:
    names = set(archives.check(data))
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise NotTaken(_("The file is an archive, but not an .xlsx workbook. Save it as .xlsx."))
    if any("vbaproject" in name.lower() or "activex" in name.lower() for name in names):
        raise NotTaken(_("The workbook carries macros. Save it as .xlsx, without them."))


def _check_text(data: bytes) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTaken(_("The file is not a text in UTF-8. Save it as UTF-8.")) from error
    if CONTROLS.search(text):
        raise NotTaken(_("The file has characters in it that no text has. Save it as plain text."))
    if MARKUP.match(text):
        raise NotTaken(_("The file is a page or a picture for a browser, not a plain text."))


def _check_alone(data: bytes, *, is_at_its_end: bool) -> None:
    is_archive = archives.END in data[-ARCHIVE_END_WITHIN:]
    if not is_at_its_end or is_archive or PROGRAMS.search(data) or any(other in data for other in OTHERS):
        raise _two()


def _acting() -> NotTaken:
    return NotTaken(
        _("The document carries a program or another file, or is locked. Print it to a new PDF and send that.")
    )


def _two() -> NotTaken:
    return NotTaken(
        _("The file is two things at once, or more than it seems. Save it again from the program that made it.")
    )


def _damaged() -> NotTaken:
    return NotTaken(_("The file is damaged, or ends too early. Save it again."))


PNG = Kind("png", gettext_lazy("a PNG picture"), (b"\x89PNG\r\n\x1a\n",), _check_png, "image/png")
JPEG = Kind("jpeg", gettext_lazy("a JPEG picture"), (b"\xff\xd8\xff",), _check_jpeg, "image/jpeg")
PDF = Kind("pdf", gettext_lazy("a PDF document"), (b"%PDF-",), _check_pdf, "application/pdf")
WORKBOOK = Kind(
    "workbook",
    gettext_lazy("an .xlsx workbook"),
    (b"PK\x03\x04",),
    _check_workbook,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
TEXT = Kind("text", gettext_lazy("a text in UTF-8"), (), _check_text, "text/plain; charset=utf-8")
KNOWN = (PNG, JPEG, PDF, WORKBOOK)


def of(data: bytes) -> Kind:
    """The one kind a file is, by how it begins; a text when it begins like nothing else. Refuses: NotTaken."""
    kind = next((one for one in KNOWN if data.startswith(one.begins)), TEXT)
    kind.check(data)
    return kind
