"""What each kind of change asks, rests on and would do: one description for screens, the API and the checks.

A *field* is one thing that is asked. A *need* is one thing of the record that the change rests on: when the registry
no longer says of it what it said, the change is not applied blindly. A *difference* is one line of "before → after".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from django.utils.functional import Promise

from ayni.engines.dictionary import answers
from ayni.intake import errors, models
from ayni.intake.queries.changes import wrong
from ayni.kernel.partial_dates import PartialDate

Text = str | Promise
Asked = Literal[
    "text",
    "choice",
    "day",
    "partial_day",
    "area",
    "household",
    "person",
    "member",
    "members",
    "answers",
    "yes",
    "number",
    "numbers",
]


@dataclass(frozen=True)
class Field:
    """One thing that a kind of change asks. `choices` are (code, word) pairs."""

    name: str
    label: Text
    asks: Asked = "text"
    is_required: bool = True
    choices: tuple[tuple[str, Text], ...] = ()
    says: Text = ""
    most: int = 120


class Need(NamedTuple):
    """One thing of the record: of a person or a household, by number."""

    entity: Literal["person", "household"]
    id: int
    what: str

    @property
    def key(self) -> str:
        return f"{self.entity}:{self.id}:{self.what}"


@dataclass(frozen=True)
class Difference:
    """What a record says and what it would say; empty is nothing."""

    label: Text
    before: str
    after: str


@dataclass(frozen=True)
class Subject:
    """Whom a change is about, and what is proposed, in plain values."""

    kind: str
    household_id: int | None
    person_id: int | None
    proposed: Mapping[str, Any]
    happened_on: date

    @classmethod
    def of(cls, change: models.ChangeRequest) -> Subject:
        """Whom a request is about, as its kind reads it."""
        return cls(change.kind, change.household_id, change.person_id, change.proposed, change.happened_on)


class Kind:
    """A kind of change. Each has its own class; `check` refuses ProposalRefused."""

    code: str
    of: Literal["person", "household"]
    days = 30  # until it is due
    is_grave = False  # two officers check it
    is_offered = True  # whether it is asked for freely
    leaves_area = False  # whether the record may go to another area
    asks_day: Text = ""  # how the day it happened is asked for
    fields: tuple[Field, ...] = ()
    evidence: tuple[str, ...] = tuple(models.EvidenceKind.values)

    @property
    def label(self) -> str:
        return str(models.ChangeKind(self.code).label)

    def check(self, subject: Subject) -> dict[str, Any]:
        """What is proposed, each value in its one form. Refuses: ProposalRefused, with all that is wrong."""
        problems: list[str] = []
        checked: dict[str, Any] = {}
        known = {field.name: field for field in self.fields}
        for name in sorted(subject.proposed.keys() - known.keys()):
            problems.append(wrong.no_such_field(name, list(known)))
        for field in self.fields:
            given = subject.proposed.get(field.name)
            try:
                value = None if given in (None, "", []) else read(field, given)
            except (ValueError, TypeError) as error:
                problems.append(wrong.wrong_field(field.label, error))
                continue
            if value is not None:
                checked[field.name] = value
            elif field.is_required:
                problems.append(wrong.field_missing(field.label))
        if problems:
            raise errors.ProposalRefused(problems)
        self.judge(checked, subject)
        return checked

    def judge(self, proposed: dict[str, Any], subject: Subject) -> None:
        """Refuse what does not fit together: ProposalRefused."""

    def needs(self, subject: Subject) -> Iterator[Need]:
        """What of the record the change rests on."""
        raise AssertionError

    def differences(self, subject: Subject, ground: Mapping[str, Any]) -> Sequence[Difference]:
        """Before → after, from what the registry says now."""
        raise AssertionError

    def to_area(self, proposed: Mapping[str, Any]) -> str:
        """The code of the area where the record goes; empty when it stays."""
        return ""


def read(field: Field, given: Any) -> Any:
    """One value in its form. Raises ValueError, TypeError."""
    return READ[field.asks](field, given)


def born(text: str) -> PartialDate:
    """A day of birth as it is kept in a request: two days with a slash between, or one."""
    earliest, _slash, latest = text.partition("/")
    return PartialDate(date.fromisoformat(earliest), date.fromisoformat(latest or earliest))


def _text(field: Field, given: Any) -> str:
    if not isinstance(given, str) or len(given.strip()) > field.most or "\x00" in given:
        raise ValueError(wrong.write_text(field.most))
    return given.strip()


def _choice(field: Field, given: Any) -> str:
    codes = [code for code, _label in field.choices]
    if given not in codes:
        raise ValueError(wrong.choose_of(codes))
    return str(given)


def _day(field: Field, given: Any) -> str:
    try:
        return (given if isinstance(given, date) else date.fromisoformat(given)).isoformat()
    except (ValueError, TypeError):
        raise ValueError(wrong.write_day()) from None


def _partial_day(field: Field, given: Any) -> str:
    try:
        found = born(given) if "/" in given else answers.days(given)
    except (ValueError, TypeError):
        raise ValueError(wrong.write_partial_day()) from None
    return f"{found.earliest.isoformat()}/{found.latest.isoformat()}"


def _number(field: Field, given: Any) -> int:
    text = str(given).strip().upper().lstrip("HP")
    if isinstance(given, bool) or not text.isdecimal() or len(text) > 18:
        raise ValueError(wrong.write_number())
    return int(text)


def _numbers(field: Field, given: Any) -> list[int]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise ValueError(wrong.write_number())
    return sorted({_number(field, one) for one in given})


def _answers(field: Field, given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given) or len(given) > 200:
        raise ValueError(wrong.write_answers())
    return dict(given)


READ: dict[str, Any] = {
    "text": _text,
    "choice": _choice,
    "day": _day,
    "partial_day": _partial_day,
    "area": _text,
    "household": _number,
    "person": _number,
    "member": _number,
    "members": _numbers,
    "number": _number,
    "numbers": _numbers,
    "answers": _answers,
    "yes": lambda field, given: bool(given),
}
