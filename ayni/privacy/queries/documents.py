"""A copy of all that is kept on a person: as JSON with its schema, as CSV files, and as sections for a page."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone, translation

from ayni.commons import holdings
from ayni.commons.access.models import User
from ayni.commons.holdings import Section, Subject
from ayni.privacy import errors, lifecycle, models
from ayni.privacy.queries import scope, texts
from ayni.registry.queries import records

OPEN_FOR = timedelta(hours=24)
#: What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Made:
    """A copy as it was made: its sections, the same as plain data, and the digest of that."""

    copy: models.DataCopy
    sections: tuple[Section, ...]
    data: dict[str, Any]

    @property
    def text(self) -> str:
        return json.dumps(self.data, ensure_ascii=False, indent=2)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each section holds."""
        return {section.code: len(section.rows) for section in self.sections}


def made(copy: models.DataCopy, *, reader: User, at: datetime) -> Made:
    """Make a copy now, in the language that was asked for. That the officer sees it is recorded as a look."""
    on = timezone.localdate(at)
    subject = Subject(copy.person_id, scope.home(copy.person, on=on), reader, on)
    records.look(copy.person, reader=reader, road="copy")
    with translation.override(copy.language):
        sections = tuple(give(subject) for give in holdings.declared().sections)
        return Made(copy, sections, _plain(copy, sections, at))


def handed_over(copy: models.DataCopy, *, reader: User, at: datetime) -> Made:
    """The copy once more, for the officer who handed it over, within a day. Refuses: NotHandedToYou."""
    if not may_open(copy, reader=reader, at=at):
        raise errors.NotHandedToYou
    return made(copy, reader=reader, at=at)


def may_open(copy: models.DataCopy, *, reader: User, at: datetime) -> bool:
    """Whether this officer handed it over, less than a day ago."""
    is_theirs = copy.status == lifecycle.HANDED_OVER and copy.handed_over_by_id == reader.pk
    return is_theirs and copy.handed_over_at is not None and at - copy.handed_over_at <= OPEN_FOR


def archive(made: Made) -> bytes:
    """The copy for machines: copy.json, its schema, and a CSV file for each section, zipped."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("copy.json", made.text)
        zipped.writestr("schema.json", json.dumps(schema(made.sections), ensure_ascii=False, indent=2))
        for section in made.sections:
            zipped.writestr(f"{section.code}.csv", _csv(section))
    return file.getvalue()


def schema(sections: tuple[Section, ...]) -> dict[str, Any]:
    """The JSON Schema of a copy, with the meaning of each section and column."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A copy of what is kept on a person",
        "type": "object",
        "required": ["person", "language", "made_at", "purposes", "sections", "left_out"],
        "properties": {
            "person": {"type": "string"},
            "language": {"type": "string"},
            "made_at": {"type": "string", "format": "date-time"},
            "purposes": {"type": "array", "items": {"type": "object"}},
            "sections": {
                "type": "object",
                "required": [section.code for section in sections],
                "properties": {section.code: _shape(section) for section in sections},
            },
            "left_out": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }


def _shape(section: Section) -> dict[str, Any]:
    columns = {
        column.name: {"title": str(column.label), **({"description": str(column.meaning)} if column.meaning else {})}
        for column in section.columns
    }
    row = {"type": "object", "required": list(columns), "properties": columns, "additionalProperties": False}
    return {"title": str(section.title), "type": "array", "items": row}


def _plain(copy: models.DataCopy, sections: tuple[Section, ...], at: datetime) -> dict[str, Any]:
    return {
        "person": copy.person.code,
        "language": copy.language,
        "made_at": at.isoformat(),
        "purposes": [_purpose(one) for one in texts.in_force_all(timezone.localdate(at))],
        "sections": {section.code: [dict(row) for row in section.rows] for section in sections},
        "left_out": {table: str(why) for table, why in holdings.declared().left_out.items()},
    }


def _purpose(purpose: models.Purpose) -> dict[str, Any]:
    return {
        "code": purpose.code,
        "name": purpose.name,
        "basis": str(purpose.get_basis_display()),
        "law": purpose.law,
        "keep_months": purpose.keep_months,
    }


def _csv(section: Section) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in section.columns])
    for row in section.rows:
        writer.writerow([cell(row[column.name]) for column in section.columns])
    return "\ufeff" + text.getvalue()


def cell(value: Any) -> Any:
    """A value as a spreadsheet may open it: nothing in it is taken for a formula."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value.isoformat() if isinstance(value, date) else value
