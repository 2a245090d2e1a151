"""What stops the reading of a file, said all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ayni.engines.surveys.errors import nearest
from ayni.kernel import refusals

__all__ = ["FileUnreadable", "Problem", "nearest", "single"]


@dataclass(frozen=True)
class Problem:
    """One thing to put right before a file can be read: what is wrong, and what to do."""

    what: str
    remedy: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.remedy}".removeprefix(": ").rstrip()


class FileUnreadable(refusals.Refused):
    """A file or its mapping cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def single(what: str, remedy: str, where: str = "") -> FileUnreadable:
    """A refusal for one problem."""
    return FileUnreadable([Problem(what, remedy, where)])
