"""What is wrong with a filled-in form: where and what, never the answer itself, which may be nobody's to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Code = Literal[
    "unreadable",
    "unknown_field",
    "required",
    "wrong_type",
    "too_long",
    "constraint",
    "not_a_choice",
    "not_relevant",
    "too_many",
    "not_checked",
]
#: These are told and stop nothing: the answer is left out, or only a phone could hold it against the form.
TOLD = frozenset({"unknown_field", "not_relevant", "not_checked"})


@dataclass(frozen=True)
class Problem:
    """One thing: `where` is the answer's address in the filled-in form, `question` the path of what was asked."""

    code: str
    where: str = ""
    question: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)
    stops: bool = True

    def to_data(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "where": self.where,
            "question": self.question,
            "facts": dict(self.facts),
            "stops": self.stops,
        }
