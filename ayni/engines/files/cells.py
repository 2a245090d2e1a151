"""One cell as text: days ISO, whole numbers without a point, nothing for what is empty."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any


def text(cell: Any) -> str | None:
    """What a program shows of a cell; none when there is nothing in it."""
    if cell is None or cell == "" or cell != cell:
        return None
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
