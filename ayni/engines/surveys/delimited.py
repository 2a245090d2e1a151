"""CSV files as they come: any delimiter, UTF-8 or Latin-1, and rows that cannot be read left out by name.

A row is one line. A quote opened and not closed on its line spoils that row, not the ones after it.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as arrow_csv

from ayni.engines.surveys import survey as surveys

Rows = npt.NDArray[np.int64]
Fault = tuple[str, str, str]  # the row's text, the reason, the remedy

DELIMITERS = b",;\t|"
NEWLINE, RETURN, QUOTE = 0x0A, 0x0D, 0x22
SNIFFED = 64 * 1024
LATIN = re.compile(rb"[\t\x20-\x7e\xa0-\xfd]*")  # no control bytes; þ and ÿ begin most binary rubbish
BAD_BYTES: Fault = (
    "",
    "holds bytes that are not text.",
    "Correct the row, or state `encoding:` in the mapping.",
)
OPEN_QUOTE: Fault = ("", "opens a quote and does not close it.", "Close the quote; a row is one line.")


class Unreadable(Exception):
    """The file as a whole is not delimited text."""


def header(path: Path, encoding: str = "") -> tuple[str, ...]:
    """The column names; errors: Unreadable when the first line is not a header of distinct names."""
    with path.open("rb") as file:
        start = file.read(SNIFFED).removeprefix(b"\xef\xbb\xbf")
    line = start.lstrip(b"\r\n").split(b"\n", 1)[0]
    if b"\x00" in line:
        raise Unreadable("its first line holds zero bytes, which a text never does")
    try:
        text = line.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text = line.decode("latin-1")
    delimiter = sniff(start).decode()
    names = tuple(next(csv.reader([text.rstrip("\r")], delimiter=delimiter), []))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Unreadable(f"its header has {', '.join(twice)} twice")
    return names


def sniff(start: bytes) -> bytes:
    """The delimiter that cuts the header into most pieces and the next lines into as many."""
    lines = [line for line in start.splitlines()[:40] if line.strip()][:20]
    if not lines:
        raise Unreadable("it holds no line")

    def agreement(delimiter: bytes) -> tuple[float, int]:
        pieces = lines[0].count(delimiter)
        same = sum(line.count(delimiter) == pieces for line in lines) / len(lines)
        return (same if pieces else 0.0, pieces)

    return max((bytes([one]) for one in DELIMITERS), key=agreement)


def read(
    path: Path, wanted: list[str], encoding: str = ""
) -> tuple[dict[str, pa.Array], Rows, tuple[surveys.Refusal, ...]]:
    """The wanted columns as text, the number of each row, and the rows that could not be read.

    An empty field is null. Row n stands on line n + 1 when the header is the first line.
    """
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    starts, ends = lines_of(data)
    codec, faults = decoding(data, starts, ends, encoding)
    faults |= dict.fromkeys(marked(data, starts, QUOTE, odd=True).tolist(), OPEN_QUOTE)
    faults |= dict.fromkeys(marked(data, starts, 0, odd=False).tolist(), BAD_BYTES)
    keep = ends > starts
    keep[list(faults)] = False
    lines = np.flatnonzero(keep)
    kept = data if keep.all() else b"\n".join([*(data[starts[at] : ends[at]] for at in lines.tolist()), b""])
    table, uneven = parse(kept, sniff(data[:SNIFFED]).decode(), wanted, codec)
    first = int(np.flatnonzero(ends > starts)[0])
    found = {**faults, **{int(lines[at]): why for at, why in uneven.items()}}
    refusals = tuple(refusal(path.name, line - first, found[line]) for line in sorted(found))
    rows = np.delete(lines, [0, *uneven]) - first
    return {name: plain(table[name]) for name in wanted}, rows, refusals


def lines_of(data: bytes) -> tuple[Rows, Rows]:
    """Where each line starts and ends, its line break left out."""
    raw = np.frombuffer(data, np.uint8)
    breaks = np.flatnonzero(raw == NEWLINE)
    starts = np.concatenate([[0], breaks + 1]).astype(np.int64)
    ends = np.concatenate([breaks, [len(raw)]]).astype(np.int64)
    full = ends > starts
    ends[full] -= raw[ends[full] - 1] == RETURN
    return starts, ends


def marked(data: bytes, starts: Rows, byte: int, *, odd: bool) -> Rows:
    """The lines that hold a byte, or, when `odd`, an odd number of them."""
    at = np.flatnonzero(np.frombuffer(data, np.uint8) == byte)
    lines, times = np.unique(np.searchsorted(starts, at, side="right") - 1, return_counts=True)
    return np.asarray(lines[times % 2 == 1] if odd else lines)


def decoding(data: bytes, starts: Rows, ends: Rows, encoding: str) -> tuple[str, dict[int, Fault]]:
    """The encoding of a text, and its lines that are not written in it.

    Without a declared encoding a text is UTF-8; it is Latin-1 when no line has an accented letter in UTF-8
    and every other line reads as plain Latin-1 letters.
    """
    codec = encoding or "utf-8"
    try:
        data.decode(codec)
        return codec, {}
    except UnicodeDecodeError:
        raw = np.frombuffer(data, np.uint8)
    foreign = np.unique(np.searchsorted(starts, np.flatnonzero(raw >= 0x80), side="right") - 1).tolist()
    bad = [line for line in foreign if not decodes(data[starts[line] : ends[line]], codec)]
    latin = not encoding and len(bad) == len(foreign)
    if latin and all(LATIN.fullmatch(data[starts[line] : ends[line]]) for line in bad):
        return "latin-1", {}
    return codec, dict.fromkeys(bad, BAD_BYTES)


def decodes(line: bytes, codec: str) -> bool:
    """Whether a line is written in an encoding."""
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def parse(data: bytes, delimiter: str, wanted: list[str], codec: str) -> tuple[pa.Table, dict[int, Fault]]:
    """The wanted columns as text, and the lines (0 is the header) with another number of fields."""
    uneven: dict[int, Fault] = {}

    def leave_out(row: Any) -> str:
        reason = f"has {row.actual_columns} fields where the header has {row.expected_columns}."
        uneven[row.number - 1] = (row.text or "", reason, "Look for a missing or extra delimiter.")
        return "skip"

    table = arrow_csv.read_csv(
        pa.BufferReader(data),
        read_options=arrow_csv.ReadOptions(use_threads=False, encoding=codec),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, invalid_row_handler=leave_out),
        convert_options=arrow_csv.ConvertOptions(
            include_columns=wanted,
            column_types=dict.fromkeys(wanted, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    return table, uneven


def plain(column: pa.ChunkedArray) -> pa.Array:
    """One array of a column read in pieces."""
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def refusal(file: str, row: int, fault: Fault) -> surveys.Refusal:
    """A row that could not be read; its text is cut short."""
    text, reason, remedy = fault
    return surveys.Refusal(file, row, "", "", text[:80], f"the row {reason}", remedy)
