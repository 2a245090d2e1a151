"""What stops the reading of a survey, said all at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ayni.kernel import refusals


@dataclass(frozen=True)
class Problem:
    """One thing to put right before a survey can be read.

    `where` names a file or a place in it, `line` the line of a YAML file when it is known.
    """

    where: str
    what: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.where}, line {self.line}" if self.line else self.where
        return f"{place}: {self.what} {self.remedy}".rstrip()


class SurveyError(refusals.Refused):
    """A survey folder or its mapping cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(name: str, known: Iterable[str], limit: int = 3) -> str:
    """A sentence naming the known names most like `name`, or the first few when none is like it."""
    names = sorted(set(known))
    lowered = {other.lower(): other for other in names}
    close = difflib.get_close_matches(name.lower(), list(lowered), n=limit, cutoff=0.55)
    if close:
        return "Nearest: " + ", ".join(lowered[match] for match in close) + "."
    if not names:
        return ""
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"Known: {shown}."
