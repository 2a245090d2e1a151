"""A dictionary's file that somebody sends: YAML, or an XLSForm."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ayni.engines.dictionary import Dictionary, Variable, xlsform
from ayni.engines.dictionary.xlsform import Passage
from ayni.registry import queries
from ayni.web.dictionary import shown

LARGEST = 5 * 1024 * 1024
WORKBOOK = b"PK\x03\x04"  # how a file begins that is a workbook, whatever it is called


@dataclass(frozen=True)
class Read:
    """What a file says: its variables as YAML, the rows that cannot be read, and what no dictionary keeps."""

    text: str
    refused: list[Passage] = field(default_factory=list)
    left_out: list[Passage] = field(default_factory=list)

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        return Dictionary.from_yaml(self.text).variables


def read(content: bytes) -> Read:
    """Raises DictionaryError for what is wrong in it."""
    if content.startswith(WORKBOOK):
        found = xlsform.examine(io.BytesIO(content))
        return Read(Dictionary(found.variables).to_yaml(), found.refused, found.left_out)
    return Read(Dictionary.from_yaml(content.decode("utf-8-sig")).to_yaml())


def seen(read: Read, form: Any) -> dict[str, Any]:
    """The page that shows what a file would do."""
    effect = queries.effect(read.variables)
    return {"read": read, "form": form, "effect": effect, "told": shown.told(effect.changes)}
