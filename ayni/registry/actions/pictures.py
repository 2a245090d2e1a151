"""Pictures without what a camera writes beside them: the place, the day, its owner."""

from __future__ import annotations

PNG = b"\x89PNG\r\n\x1a\n"
#: The parts of a PNG picture that are the picture; a viewer needs no other.
SHOWN = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA"}
#: Segments of a JPEG picture in which programs write what they like, and the comment. The first tells its density, the
#: one of Adobe how its colours are meant.
TOLD = {*range(0xE1, 0xEE), 0xEF, 0xFE}


def bare(data: bytes) -> bytes:
    """The same picture, for a file that the upload's door has taken as a JPEG or a PNG."""
    return _png(data) if data.startswith(PNG) else _jpeg(data)


def _png(data: bytes) -> bytes:
    kept, place = [PNG], len(PNG)
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4])
        if data[place + 4 : place + 8] in SHOWN:
            kept.append(data[place:end])
        place = end
    return b"".join(kept)


def _jpeg(data: bytes) -> bytes:
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4])
        if data[place + 1] not in TOLD:
            kept.append(data[place:end])
        place = end
    return b"".join([*kept, data[place:]])
