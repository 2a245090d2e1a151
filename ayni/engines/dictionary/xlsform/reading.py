"""Reading an XLSForm, or a fragment of one, as variables; whatever has no place in a dictionary is named."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from ayni.engines.dictionary import errors, variables
from ayni.engines.dictionary.variables import Variable
from ayni.engines.dictionary.xlsform import opening, words

LANGUAGE = re.compile(r"(?P<word>[a-z_]+)\s*::?\s*(?:.*\((?P<code>[a-zA-Z_-]+)\)|(?P<bare>.+))")
BOUNDS = re.compile(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)(?:\s+and\s+\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?))?")
PLAIN = {"integer": "integer", "int": "integer", "decimal": "decimal", "text": "text", "date": "date"}
PLAIN |= {"string": "text", "geopoint": "location"}
CHOOSING = {"select_one": "choice", "select1": "choice", "select_multiple": "many_choice", "select": "many_choice"}
BEGINS = ("begin_group", "begin_repeat")
ENDS = ("end_group", "end_repeat")

#: What a form does beside asking: there is nothing of it for a dictionary to keep.
NOT_ASKED = frozenset(
    """note calculate hidden start end today deviceid subscriberid simserial phonenumber username email audit
    start-geopoint acknowledge trigger""".split()  # noqa: SIM905 a list of words reads as one
)
READ_COLUMNS = frozenset({"type", "name", "required", "constraint", "constraint_message", *words.OWN})


@dataclass(frozen=True)
class Passage:
    """Something in the form, and what is said of it."""

    sheet: str
    row: int
    said: str

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.row}: {self.said}"


@dataclass
class Fragment:
    """What a form says: its variables; what cannot be read (`refused`); what no dictionary keeps (`left_out`)."""

    variables: list[Variable] = field(default_factory=list)
    refused: list[Passage] = field(default_factory=list)
    left_out: list[Passage] = field(default_factory=list)


def read(file: Path | str | IO[bytes], entity: variables.Entity = "household") -> list[variables.Variable]:
    """The variables of a form. Raises DictionaryError with every row that cannot be read; see `examine`."""
    found = examine(file, entity)
    if found.refused:
        raise errors.DictionaryError("\n".join(str(passage) for passage in found.refused))
    return found.variables


def examine(file: Path | str | IO[bytes], entity: variables.Entity = "household") -> Fragment:
    """Everything a form says. Questions in a repeat are a person's; others, the `entity`'s unless a group names one.

    Raises DictionaryError for a file that is no workbook, too large, or without a survey sheet.
    """
    sheets = opening.sheets(file)
    if "survey" not in sheets:
        raise errors.DictionaryError("The file has no sheet named survey. An XLSForm has survey and choices.")
    found = Fragment()
    lists = _lists(sheets.get("choices", []), found)
    around: list[tuple[str, variables.Entity]] = []
    for row in sheets["survey"]:
        kind, _, rest = row.get("type").partition(" ")
        kind, rest = _joined(kind, rest)
        if kind in BEGINS:
            around.append((kind, _entity_of(kind, row.get("name"), around[-1][1] if around else entity)))
            _leave_out_columns(row, found, also={"type", "name", "label"})
        elif kind in ENDS:
            if around:
                around.pop()
        elif kind in NOT_ASKED:
            found.left_out.append(Passage("survey", row.number, f"{kind} {row.get('name')} asks nothing to be kept."))
        else:
            list_name, _, other = rest.strip().partition(" ")
            if other:
                found.left_out.append(Passage("survey", row.number, f"{other!r} after the list's name is not kept."))
            _question(row, kind, list_name, around[-1][1] if around else entity, lists, found)
    return found


def _joined(kind: str, rest: str) -> tuple[str, str]:
    """`begin group`, as older forms write it, is `begin_group`."""
    first, _, others = rest.partition(" ")
    return (f"{kind}_{first}", others) if kind in ("begin", "end") and first in ("group", "repeat") else (kind, rest)


def _entity_of(kind: str, name: str, outer: variables.Entity) -> variables.Entity:
    if name in words.GROUPS:
        return name  # type: ignore[return-value]
    return "person" if kind == "begin_repeat" else outer


def _question(
    row: opening.Row,
    kind: str,
    rest: str,
    entity: variables.Entity,
    lists: Mapping[str, list[variables.Choice]],
    found: Fragment,
) -> None:
    try:
        type_, choices = _type(row, kind, rest, lists)
        bounds = _bounds(row, type_, found)
        found.variables.append(_variable(row, entity, {"type": type_, "choices": choices, **bounds}))
    except errors.DictionaryError as error:
        found.refused.append(Passage("survey", row.number, str(error)))
    else:
        _leave_out_columns(row, found)


def _type(
    row: opening.Row, kind: str, rest: str, lists: Mapping[str, list[variables.Choice]]
) -> tuple[str, tuple[variables.Choice, ...]]:
    if kind in CHOOSING:
        choices = lists.get(rest)
        if not choices:
            raise errors.DictionaryError(f"{row.get('name')} names the list {rest!r}, and the choices sheet has none.")
        if kind.startswith("select_one") and rest == words.YES_NO and {c.code for c in choices} == {"yes", "no"}:
            return "boolean", ()
        return CHOOSING[kind], tuple(choices)
    if kind == "text" and row.get("constraint") == words.PARTIAL_DATE:
        return "partial_date", ()
    if kind not in PLAIN:
        known = ", ".join((*PLAIN, *CHOOSING))
        raise errors.DictionaryError(f"{row.get('name')} is of type {kind!r}; a dictionary keeps {known}.")
    return PLAIN[kind], ()


def _variable(row: opening.Row, entity: variables.Entity, read: Mapping[str, Any]) -> variables.Variable:
    labels, short = _labels(row, row.get("name")), _texts(row, words.SHORT)
    return variables.Variable(
        name=row.get("name"),
        entity=entity,
        labels=short or labels,
        question=labels if short else {},
        unit=row.get("unit"),
        source=row.get("source"),
        sensitivity=row.get("sensitivity") or "personal",  # type: ignore[arg-type]
        version=_whole(row, "version") or 1,
        since=_day(row, "since"),
        missing=_missing(row),  # type: ignore[arg-type]
        **read,
    )


def _missing(row: opening.Row) -> tuple[str, ...]:
    written = row.get("missing")
    if written:
        return () if written == "never" else tuple(written.replace(",", " ").split())
    return () if row.get("required").lower() in ("yes", "true", "true()") else ("unknown", "refused")


def _bounds(row: opening.Row, type_: str, found: Fragment) -> dict[str, float]:
    written = row.get("constraint")
    if not written or type_ == "partial_date":
        return {}
    match = BOUNDS.fullmatch(written)
    if match is None or type_ not in variables.NUMBERS:
        found.left_out.append(Passage("survey", row.number, f"the constraint {written!r} is no range of a number."))
        return {}
    pairs = [(match[1], match[2]), (match[3], match[4])]
    return {("minimum" if sign == ">=" else "maximum"): _number(bound) for sign, bound in pairs if sign}


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)


def _whole(row: opening.Row, head: str) -> int | None:
    text = row.get(head)
    if text and not text.isdigit():
        raise errors.DictionaryError(f"{head} is {text!r}; write a whole number.")
    return int(text) if text else None


def _day(row: opening.Row, head: str) -> date | None:
    text = row.get(head)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise errors.DictionaryError(f"{head} is {text!r}; write a day, as 2026-01-31.") from error


def _lists(rows: Iterable[opening.Row], found: Fragment) -> dict[str, list[variables.Choice]]:
    lists: dict[str, list[variables.Choice]] = {}
    for row in rows:
        list_name, code = row.get("list_name") or row.get("list name"), row.get("name") or row.get("value")
        if not list_name or not code:
            found.refused.append(Passage("choices", row.number, "a choice has a list_name and a name."))
            continue
        lists.setdefault(list_name, []).append(variables.Choice(code, _labels(row, code)))
    return lists


def _labels(row: opening.Row, name: str) -> dict[str, str]:
    """Its labels; one that only says the name again is none."""
    found = _texts(row, "label")
    return {} if found == {"en": name} else found


def _texts(row: opening.Row, word: str) -> dict[str, str]:
    """Its texts by language; a column without a language is English."""
    found = {}
    for head, text in row.cells.items():
        if head == word:
            found["en"] = text
        elif (match := LANGUAGE.fullmatch(head)) and match["word"] == word:
            found[match["code"] or match["bare"].strip()] = text
    return found


def _leave_out_columns(row: opening.Row, found: Fragment, also: Iterable[str] = ()) -> None:
    for head, text in row.cells.items():
        match = LANGUAGE.fullmatch(head)
        word = match["word"] if match else head
        is_unit = word == "hint" and text == row.get("unit")
        if not is_unit and word not in {*READ_COLUMNS, "label", words.SHORT, *also}:
            found.left_out.append(Passage("survey", row.number, f"{head} {text!r} is not kept in a dictionary."))
