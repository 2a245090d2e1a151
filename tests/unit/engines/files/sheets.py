"""Files made for a test, and how they are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from ayni.engines.dictionary import Choice, Dictionary, Variable
from ayni.engines.files import checking, describing, mapping, tidying

ON = date(2026, 7, 1)
DICTIONARY = Dictionary(
    [
        Variable(
            "roof", "household", "choice", {"en": "Roof"}, (Choice("tin", {"en": "Tin"}), Choice("mud", {"en": "Mud"}))
        ),
        Variable("rooms", "household", "integer", {"en": "Rooms"}, minimum=0, maximum=20),
        Variable("spent", "person", "decimal", {"en": "Spent"}),
        Variable("works", "person", "boolean", {"en": "Works"}),
    ]
)
KNOWN = tidying.Known(
    DICTIONARY, {"N1": "N1", "n1": "N1", "S1": "S1", "s1": "S1", "hill": "N1", "coast": "S1", "twin": None}
)


def fields(**columns: object) -> dict[str, mapping.Field]:
    return {name: one if isinstance(one, mapping.Field) else mapping.Field(str(one)) for name, one in columns.items()}


def given(answers: dict[str, dict[str, mapping.Field]] | None = None, **person: object) -> mapping.Mapping:
    usual = {"key": "id", "given_name": "name", "area": "area"}
    return mapping.Mapping("camp", ON, fields(**{**usual, **person}), answers or {})


def write(folder: Path, text: str | bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def checked(path: Path, one: mapping.Mapping) -> checking.Checked:
    return checking.check(path, one, KNOWN)


def codes(found: checking.Checked) -> set[tuple[int, str, str]]:
    """(row, column, code) of everything found."""
    return set(found.found.select("row", "column", "code").iter_rows())


def tidied(path: Path, one: mapping.Mapping) -> pl.DataFrame:
    told = checking.describe(path, one)
    return pl.concat([tidying.tidy(chunk, one, KNOWN)[0] for chunk in checking.chunks(path, told, one)])


def described(path: Path) -> describing.Described:
    return describing.describe(path)
