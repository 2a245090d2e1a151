"""Files of each kind, made here byte by byte."""

import io
import struct
import zipfile
import zlib


def png(*more: tuple[bytes, bytes], behind: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), *more, (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks) + behind


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def jpeg(*, comment: bytes = b"", behind: bytes = b"") -> bytes:
    def segment(mark: int, data: bytes) -> bytes:
        return bytes((0xFF, mark)) + struct.pack(">H", len(data) + 2) + data

    parts = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + (segment(0xFE, comment) if comment else b"")
    return b"\xff\xd8" + parts + segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\x34\xff\x00\x56" + b"\xff\xd9" + behind


def pdf(*, objects: bytes = b"", behind: bytes = b"", before: bytes = b"") -> bytes:
    return (
        before + b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n" + objects + b"\nendobj\n"
        b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n" + behind
    )


def packed(told: bytes, content: bytes) -> bytes:
    return b"3 0 obj\n<< " + told + b" /Filter /FlateDecode >>\nstream\n" + zlib.compress(content) + b"\nendstream"


def archive(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


WORKBOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def workbook(**more: bytes) -> bytes:
    return archive({**WORKBOOK, **more})
