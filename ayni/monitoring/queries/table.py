"""Figures as a CSV file, safe to open in a spreadsheet."""

from __future__ import annotations

import csv as writers
import io

from ayni.commons.access.models import User
from ayni.monitoring.queries import newest
from ayni.snapshots.models import Snapshot

HEADER = (
    "indicator",
    "title",
    "unit",
    "area",
    "area_name",
    "group",
    "category",
    "value",
    "low",
    "high",
    "n",
    "is_estimate",
    "note",
    "on",
    "snapshot",
)
#: What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv(reader: User, *, snapshot: Snapshot | None = None) -> str:
    """Every newest figure the reader may see, one a line, with a header. Refuses: NotPermitted."""
    buffer = io.StringIO(newline="")
    writer = writers.writer(buffer)
    writer.writerow(HEADER)
    for one in newest.everything(reader, snapshot=snapshot):
        writer.writerow([_safe(cell) for cell in _cells(one)])
    return buffer.getvalue()


def _cells(one: newest.FigureShown) -> tuple[object, ...]:
    place = (one.area, one.area_name if one.area else "", one.group, one.category)
    return (
        *(one.code, one.title, one.unit, *place),
        *(one.value, one.low, one.high, one.n, one.is_estimate, one.note, one.on, one.snapshot),
    )


def _safe(cell: object) -> object:
    """A text that a spreadsheet would run is written after an apostrophe; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return "'" + cell
    return "" if cell is None else cell
