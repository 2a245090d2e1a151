"""What is wrong with a written text, beside the line it is wrong in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Wrong:
    """One mistake: where it is, the line as it was written with what stands before the mistake, and what to do."""

    line: int
    column: int
    before: str
    after: str
    message: str

    @property
    def told(self) -> str:
        place = {"line": self.line, "column": self.column, "message": self.message}
        return _("Line %(line)d, column %(column)d: %(message)s") % place


def wrong(text: str, problems: Iterable[Any]) -> list[Wrong]:
    """Each problem (with line and column from 1, a message and perhaps a hint) beside its line."""
    lines = text.split("\n")
    found = []
    for problem in problems:
        line = lines[problem.line - 1] if problem.line <= len(lines) else ""
        said = f"{problem.message} {getattr(problem, 'hint', '')}".strip()
        at = problem.column - 1
        found.append(Wrong(problem.line, problem.column, line[:at], line[at:], said))
    return found
