"""What changes between two texts of rules, line by line."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

AROUND = 3  # unchanged lines shown around a change


@dataclass(frozen=True)
class Line:
    """One line: `sign` is "+" for a new one, "-" for one that goes, " " for one that stays, "…" for lines left out."""

    sign: str
    text: str


@dataclass(frozen=True)
class Change:
    """The lines to show, and how many come and go."""

    lines: tuple[Line, ...]
    added: int
    removed: int


def change(before: Any, text: str) -> Change | None:
    """From a version's text to another; None when there is nothing to compare with."""
    if before is None:
        return None
    lines: list[Line] = []
    found = difflib.unified_diff(before.text.splitlines(), text.splitlines(), n=AROUND, lineterm="")
    for line in list(found)[2:]:
        if not line.startswith("@@"):
            lines.append(Line(line[0], line[1:]))
        elif lines:
            lines.append(Line("…", ""))
    signs = [line.sign for line in lines]
    return Change(tuple(lines), signs.count("+"), signs.count("-"))
