"""Which column of a file is what, written in YAML; kept and used again for the next file of the same shape."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import yaml

from ayni.engines.files import calendars, errors


class _Loader(yaml.SafeLoader):
    """YAML in which only true and false are truth: on, no and yes are words that columns and cells have."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not (tag.endswith(":bool") and letter not in "tTfF")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

#: What a person's row can tell, besides answers to the dictionary's questions.
PERSON = (
    "key", "household", "number", "relationship", "name", "given_name", "family_name", "given_name_latin",
    "family_name_latin", "sex", "born", "age", "died", "phone", "area", "mother", "father", "spouse", "part_of",
    "identifier",
)  # fmt: skip
KNOWN = ("refuse", "skip", "update")
ALIKE = ("load", "skip")
ORDERS = ("", "day", "month", "year")
WORDS = {
    "source",
    "on",
    "sheet",
    "encoding",
    "delimiter",
    "header",
    "homes",
    "person",
    "answers",
    "known",
    "alike",
    "area",
}
FIELD_WORDS = {"column", "choices", "order", "calendar", "missing", "decimal_comma"}
LONGEST_SOURCE = 60


@dataclass(frozen=True)
class Field:
    """From which column, and how its cells are read. `choices` gives for a cell the code it means; `missing` lists what
    stands for no answer; `order` says what comes first in a date; `calendar` may name two, tried in turn."""

    column: str
    choices: Dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    order: str = ""
    calendar: tuple[str, ...] = ("gregorian",)
    decimal_comma: bool = False


@dataclass(frozen=True)
class Homes:
    """Where the households stand, when they have a sheet of their own: its columns are called `homes.NAME`."""

    key: str
    sheet: str = ""


@dataclass(frozen=True)
class Mapping:
    """`source` is the name under which the people are known, `on` the day the file tells of, `area` the code of the
    area of rows that name none, `known` what becomes of rows whose key the registry has, `alike` of rows
    like somebody whom it has under another key."""

    source: str
    on: date
    person: Dict[str, Field]
    answers: Dict[str, Dict[str, Field]] = field(default_factory=dict)
    known: str = "refuse"
    alike: str = "load"
    area: str = ""
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header: int = 0
    homes: Homes | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once."""
        fields = [*self.person.values(), *(one for told in self.answers.values() for one in told.values())]
        return tuple(dict.fromkeys(one.column for one in fields))

    def as_yaml(self) -> str:
        return yaml.safe_dump(written(self), allow_unicode=True, sort_keys=False)


def written(mapping: Mapping) -> dict[str, Any]:
    """The mapping as plain values; what is as usual is left out."""
    told: dict[str, Any] = {"source": mapping.source, "on": mapping.on}
    for word in ("sheet", "encoding", "delimiter", "header", "area"):
        if getattr(mapping, word):
            told[word] = getattr(mapping, word)
    if mapping.homes:
        told["homes"] = {word: said for word, said in vars(mapping.homes).items() if said}
    told["known"], told["alike"] = mapping.known, mapping.alike
    told["person"] = {name: _field(one) for name, one in mapping.person.items()}
    told["answers"] = {
        entity: {name: _field(one) for name, one in fields.items()}
        for entity, fields in mapping.answers.items()
        if fields
    }
    return told


def _field(one: Field) -> Any:
    usual = Field(one.column)
    told = {word: said for word, said in vars(one).items() if word != "column" and said != getattr(usual, word)}
    if not told:
        return one.column
    plain = {word: list(said) if isinstance(said, tuple) else said for word, said in told.items()}
    return {"column": one.column, **plain}


def loose(text: str) -> Mapping:
    """A mapping that may lack something still, such as one that is proposed. Refuses: FileUnreadable."""
    return read(text, is_whole=False)


def read(text: str, *, is_whole: bool = True) -> Mapping:
    """A mapping from its YAML. Refuses: FileUnreadable, with every problem in it."""
    try:
        told = yaml.load(text, _Loader)  # noqa: S506 a safe loader
    except yaml.YAMLError as error:
        raise errors.single("The mapping is no YAML.", str(error).replace("\n", " ")) from error
    if not isinstance(told, dict):
        raise errors.single("The mapping is empty.", "Save one from the screen, and change that.")
    problems: list[errors.Problem] = []
    _known(told, WORDS, "", problems)
    person = _fields(told.get("person"), "person", problems) if told.get("person") or is_whole else {}
    _known(person, set(PERSON), "person", problems)
    answers = told.get("answers") or {}
    if not isinstance(answers, dict):
        answers = {}
        problems.append(errors.Problem("lists no answers.", "Write household: and person: below it.", "answers"))
    _known(answers, {"person", "household"}, "answers", problems)
    fields = {entity: _fields(answers[entity], f"answers.{entity}", problems) for entity in answers}
    homes = told.get("homes")
    if homes is not None and not (isinstance(homes, dict) and homes.get("key")):
        problems.append(
            errors.Problem("names no key.", "Write the households' key column: homes: {key: hid}.", "homes")
        )
        homes = None
    day = told.get("on")
    if not isinstance(day, date):
        problems.append(errors.Problem("is no day.", "Write it as 2026-06-30.", "on"))
        day = date.min
    mapping = Mapping(
        source=str(told.get("source") or ""),
        on=day,
        person=person,
        answers=fields,
        known=str(told.get("known") or "refuse"),
        alike=str(told.get("alike") or "load"),
        area=str(told.get("area") or ""),
        sheet=str(told.get("sheet") or ""),
        encoding=str(told.get("encoding") or ""),
        delimiter=str(told.get("delimiter") or ""),
        header=told["header"] if isinstance(told.get("header"), int) else 0,
        homes=Homes(str(homes["key"]), str(homes.get("sheet") or "")) if homes else None,
    )
    problems += wrong(mapping) if is_whole else []
    if problems:
        raise errors.FileUnreadable(problems)
    return mapping


def wrong(mapping: Mapping) -> list[errors.Problem]:
    """What keeps a mapping from being used, whatever the file."""
    problem, person = errors.Problem, mapping.person
    found = []
    if not mapping.source or len(mapping.source) > LONGEST_SOURCE:
        found.append(problem("is empty or too long.", f"Name the file's source in {LONGEST_SOURCE} letters.", "source"))
    if mapping.known not in KNOWN:
        found.append(problem(f"“{mapping.known}” is not known.", f"Choose {', '.join(KNOWN)}.", "known"))
    if mapping.alike not in ALIKE:
        found.append(problem(f"“{mapping.alike}” is not known.", f"Choose {', '.join(ALIKE)}.", "alike"))
    if "key" not in person:
        found.append(problem("No column is the key.", "Choose the column that numbers the persons.", "person"))
    if not {"name", "given_name", "family_name"} & person.keys():
        found.append(problem("No column is a name.", "Choose the column of the name.", "person"))
    if "area" not in person and not mapping.area:
        found.append(problem("No column is the area.", "Choose one, or the one area of all rows.", "person"))
    if "relationship" in person and "household" not in person:
        found.append(problem("There is no household.", "Choose the households' key.", "person"))
    for one in person.values():
        if one.order not in ORDERS:
            found.append(problem(f"“{one.order}” comes first in no date.", "Write day, month or year.", one.column))
        for name in one.calendar:
            if name not in calendars.KNOWN:
                known = ", ".join(calendars.KNOWN)
                found.append(problem(f"“{name}” is no calendar we know.", f"Choose {known}.", one.column))
    return found


def changed(mapping: Mapping, fields: Dict[str, Field], **told: Any) -> Mapping:
    """The mapping with other fields, by `person.NAME`, `answers.person.NAME` and `answers.household.NAME`."""
    person = {name.removeprefix("person."): one for name, one in fields.items() if name.startswith("person.")}
    answers = {
        entity: {
            name.removeprefix(f"answers.{entity}."): one
            for name, one in fields.items()
            if name.startswith(f"answers.{entity}.")
        }
        for entity in ("person", "household")
    }
    return replace(mapping, person=person, answers=answers, **told)


def dated(one: Field, order: str, calendar: tuple[str, ...]) -> Field:
    """A field of dates with another order and calendar."""
    return replace(one, order=order, calendar=calendar)


def _fields(told: Any, where: str, problems: list[errors.Problem]) -> dict[str, Field]:
    if not isinstance(told, dict):
        problems.append(errors.Problem("names no columns.", "Write `name: column` below it.", where))
        return {}
    found = {}
    for name, said in told.items():
        said = {"column": said} if isinstance(said, str | int) else said
        if not isinstance(said, dict) or not str(said.get("column") or ""):
            problems.append(errors.Problem("names no column.", "Write column: its name.", f"{where}.{name}"))
            continue
        _known(said, FIELD_WORDS, f"{where}.{name}", problems)
        choices = said.get("choices") or {}
        calendar = said.get("calendar") or "gregorian"
        found[str(name)] = Field(
            column=str(said["column"]),
            choices={_cell(cell): _cell(code) for cell, code in choices.items()} if isinstance(choices, dict) else {},
            missing=tuple(_cell(one) for one in said.get("missing") or ()),
            order=str(said.get("order") or ""),
            calendar=(calendar,) if isinstance(calendar, str) else tuple(str(one) for one in calendar),
            decimal_comma=said.get("decimal_comma") is True,
        )
    return found


def _cell(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _known(told: Dict[Any, Any], words: set[str], where: str, problems: list[errors.Problem]) -> None:
    for word in told:
        if word not in words:
            problems.append(
                errors.Problem(f"“{word}” is not known.", errors.nearest(str(word), words), where or "mapping")
            )
