"""A mapping proposed for a file: by the names of its columns, what stands in them, and the dictionary's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import date

from ayni.engines.dictionary import Dictionary, Variable
from ayni.engines.files import calendars, words
from ayni.engines.files.describing import Described
from ayni.engines.files.mapping import Field, Mapping

SURE, LIKELY = 3, 2
DAY_FIRST = re.compile(r"^\s*(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}")


@dataclass(frozen=True)
class Suggestion:
    """What a column may be: `person.NAME`, `answers.person.NAME`, `answers.household.NAME`, and how sure that is."""

    column: str
    target: str
    sure: int


def suggest(told: Described, dictionary: Dictionary, *, source: str, on: date, areas: Iterable[str] = ()) -> Mapping:
    """The likeliest mapping. Nothing is invented: a column that is like nothing stays aside."""
    found = [one for column in told.columns for one in _of_column(column, told, dictionary, set(areas))]
    found.sort(key=lambda one: -one.sure)
    taken: dict[str, str] = {}
    used: set[str] = set()
    for one in found:
        if one.target not in taken and one.column not in used:
            taken[one.target] = one.column
            used.add(one.column)
    if "person.given_name" in taken or "person.family_name" in taken:
        taken.pop("person.name", None)
    if "person.born" in taken:
        taken.pop("person.age", None)
    person = {
        name.removeprefix("person."): _field(name, column, told)
        for name, column in taken.items()
        if name.startswith("person.")
    }
    answers: dict[str, dict[str, Field]] = {"person": {}, "household": {}}
    for target, column in taken.items():
        if target.startswith("answers."):
            _, entity, name = target.split(".")
            answers[entity][name] = _answer(column, told, dictionary.get(entity, name))
    ordered = {name: person[name] for name in words.COLUMNS if name in person}
    return Mapping(source=source, on=on, person=ordered, answers=answers, sheet=told.sheet)


def _of_column(column: str, told: Described, dictionary: Dictionary, areas: set[str]) -> Iterable[Suggestion]:
    names = {folded(column), folded(told.labels.get(column, ""))} - {""}
    for target, known in words.COLUMNS.items():
        spelt = [folded(one) for one in known]
        if names & set(spelt):
            place = min(spelt.index(name) for name in names if name in spelt)
            yield Suggestion(column, f"person.{target}", 100 - place)
        elif any(one in name for name in names for one in spelt if len(one) > 4):
            yield Suggestion(column, f"person.{target}", 20)
    for variable in dictionary:
        if variable.entity in ("person", "household") and names & _names(variable):
            yield Suggestion(column, f"answers.{variable.entity}.{variable.name}", 60)
    yield from _by_values(column, told, areas)


def _by_values(column: str, told: Described, areas: set[str]) -> Iterable[Suggestion]:
    values = told.samples.get(column, ())
    if len(values) < 3:
        return
    labels = told.value_labels.get(column, {})
    said = {folded(labels.get(value, value)) for value in values}
    for target, vocabulary in (("sex", words.SEX), ("relationship", words.RELATIONSHIP)):
        known = {folded(word) for word in words.cells(vocabulary)}
        if said <= known and len(said) > 1:
            yield Suggestion(column, f"person.{target}", 15)
    if areas and set(values) <= areas:
        yield Suggestion(column, "person.area", 50)


def _field(target: str, column: str, told: Described) -> Field:
    values, labels = told.samples.get(column, ()), told.value_labels.get(column, {})
    missing = tuple(sorted({value for value in values if value.casefold() in words.NOTHING}))
    name = target.removeprefix("person.")
    vocabulary = {"sex": words.SEX, "relationship": words.RELATIONSHIP}.get(name)
    choices: dict[str, str] = {}
    if vocabulary and labels:
        known = {folded(word): code for word, code in words.cells(vocabulary).items()}
        choices = {cell: known[folded(label)] for cell, label in labels.items() if folded(label) in known}
    if name in ("born", "died"):
        return Field(column, missing=missing, order=_order(values), calendar=_calendar(values))
    return Field(column, choices=choices, missing=missing)


def _answer(column: str, told: Described, variable: Variable | None) -> Field:
    values, labels = told.samples.get(column, ()), told.value_labels.get(column, {})
    missing = tuple(sorted({value for value in values if value.casefold() in words.NOTHING}))
    choices: dict[str, str] = {}
    if variable is not None and variable.choices and labels:
        known = {folded(label): one.code for one in variable.choices for label in (*one.labels.values(), one.code)}
        choices = {cell: known[folded(label)] for cell, label in labels.items() if folded(label) in known}
    comma = sum(bool(re.fullmatch(r"-?\d+,\d{1,2}|\d{1,3}(\.\d{3})+,\d+", value)) for value in values)
    return Field(column, choices=choices, missing=missing, decimal_comma=bool(values) and comma > len(values) / 2)


def _order(values: Iterable[str]) -> str:
    """Whether the day or the month stands first, when a value decides it."""
    pairs = [(int(found[1]), int(found[2])) for value in values if (found := DAY_FIRST.match(value))]
    if any(first > 12 for first, _ in pairs):
        return "day"
    return "month" if any(second > 12 for _, second in pairs) else ""


def _calendar(values: Iterable[str]) -> tuple[str, ...]:
    """The calendar in which most of the values are days of people alive; several when some need another."""
    left = [value.translate(calendars.DIGITS) for value in values]
    years = [int(found[0]) for value in left if (found := re.search(r"(?<!\d)(1[2-9]|20)\d\d(?!\d)", value))]
    old = sum(1250 <= year <= 1420 for year in years)
    if not old:
        return ("gregorian",)
    return ("solar_hijri",) if old == len(years) else ("gregorian", "solar_hijri")


def _names(variable: Variable) -> set[str]:
    return {folded(one) for one in (variable.name, *variable.labels.values(), *variable.question.values())} - {""}


def folded(text: str) -> str:
    """Without case, accents, signs and doubled spaces: how names of columns are held against each other."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def targets(dictionary: Dictionary, language: str) -> Dict[str, str]:
    """Everything that a column can be: answers by their label."""
    return {
        f"answers.{one.entity}.{one.name}": one.label(language)
        for one in dictionary
        if one.entity in ("person", "household")
    }
