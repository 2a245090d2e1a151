"""Delimited text: its encoding and delimiter recognised, and rows with an open quote told apart."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ayni.engines.files import errors, limits

DELIMITERS = ",;\t|"
BLOCK = 4 * 1024 * 1024
SNIFFED = 256 * 1024
QUOTE, LOST = b'"', "\ufffd".encode()
HIGH = re.compile(rb"[\x80-\xff]+")
ARABIC = re.compile("[\u0600-\u06ff]")
NAMED = ("utf-8", "utf-16", "cp1252", "cp1256", "cp1251", "latin-1")


@dataclass(frozen=True)
class Looked:
    """`is_damaged`: some letters do not read in the encoding; `is_open`: a quote is opened and not closed."""

    encoding: str
    is_damaged: bool = False
    is_open: bool = False


def look(path: Path, given: str = "") -> Looked:
    """Read it once: UTF-8 when most of its letters read as that, UTF-16 by its mark, else the one-byte encoding whose
    letters it holds most."""
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    if given not in ("", "utf-8"):
        return Looked(given)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Looked("utf-16")
    bad, good, quotes = _counts(path)
    if given or not bad or good > 4 * bad:
        return Looked("utf-8", bool(bad), bool(quotes % 2))
    return Looked(_old(start))


def _old(start: bytes) -> str:
    """Which encoding of one byte a letter: accents stand alone, other scripts write whole words."""
    runs = HIGH.findall(start)
    high = b"".join(runs)
    if len(runs) > 0.5 * len(high):
        return "cp1252"
    return "cp1256" if len(ARABIC.findall(high.decode("cp1256", "replace"))) > 0.8 * len(high) else "cp1251"


def _counts(path: Path) -> tuple[int, int, int]:
    """Letters that do not read as UTF-8, those beyond ASCII that do (in bytes past the first), and quotes."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    bad = good = quotes = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            quotes += block.count(QUOTE)
            if block.isascii():
                continue
            text = decoder.decode(block)
            lost = text.count("\ufffd") - block.count(LOST)
            bad += lost
            good += len(block) - len(text)
    return bad, good, quotes


def lines(path: Path, coded: str, most: int) -> list[str]:
    """The first lines of a text. Refuses: FileUnreadable when one is far too long."""
    with path.open("rb") as file:
        start = file.read(limits.LONGEST_HEADER)
    found = start.decode("utf-8-sig" if coded == "utf-8" else coded, "replace").splitlines()
    if len(found) < 2 and len(start) == limits.LONGEST_HEADER:
        size = limits.LONGEST_HEADER // 2**20
        raise errors.single(f"The first line has more than {size} MB.", "Check that rows end with line breaks.")
    return found[:-1][:most] if len(start) == limits.LONGEST_HEADER else found[:most]


def delimiter(rows: list[str]) -> str:
    """The one that cuts most lines into the same number of pieces, more than one."""
    csv.field_size_limit(limits.LONGEST_HEADER)
    told = [row for row in rows if row.strip()][:25]

    def agreement(mark: str) -> tuple[float, int]:
        pieces = [len(row) for row in csv.reader(told, delimiter=mark)]
        usual = max(set(pieces), key=pieces.count) if pieces else 1
        return (pieces.count(usual) / len(pieces) if usual > 1 else 0.0, usual)

    return max(DELIMITERS, key=agreement)


def recoded(path: Path, coded: str, into: Path) -> None:
    """Write the text again in UTF-8; what cannot be read becomes the sign for that."""
    with (
        path.open(encoding=coded, errors="replace", newline="") as old,
        into.open("w", encoding="utf-8", newline="") as new,
    ):
        while block := old.read(BLOCK):
            new.write(block)


def rows(path: Path, mark: str, after: int) -> Iterator[list[str] | None]:
    """Rows of a text in UTF-8 line by line, none for one whose quotes are open: slower than the usual road."""
    with path.open(encoding="utf-8-sig", errors="replace", newline=None) as file:
        for place, line in enumerate(file):
            if place >= after:
                is_open = line.count('"') % 2 or "\0" in line
                yield None if is_open else next(csv.reader([line.rstrip("\n")], delimiter=mark), [])
