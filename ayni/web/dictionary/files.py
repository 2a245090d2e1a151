"""A dictionary's file that somebody sends: YAML, or an XLSForm."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ayni.engines.dictionary import Dictionary, DictionaryError, Variable, xlsform
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


def read(file: UploadedFile) -> Read:
    """Raises DictionaryError for a file that is neither, too large, or wrong."""
    if (file.size or 0) > LARGEST:
        raise DictionaryError("The file is larger than 5 MB. Send a part of it.")
    content = file.read()
    if content.startswith(WORKBOOK):
        file.seek(0)
        found = xlsform.examine(file)
        return Read(Dictionary(found.variables).to_yaml(), found.refused, found.left_out)
    try:
        return Read(Dictionary.from_yaml(content.decode()).to_yaml())
    except UnicodeDecodeError as error:
        raise DictionaryError("The file is neither a YAML text nor an .xlsx workbook.") from error


def seen(read: Read, form: Any) -> dict[str, Any]:
    """The page that shows what a file would do."""
    effect = queries.effect(read.variables)
    return {"read": read, "form": form, "effect": effect, "told": shown.told(effect.changes)}
