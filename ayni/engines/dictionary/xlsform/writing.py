"""Writing a dictionary as an XLSForm fragment."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

import openpyxl  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from ayni.engines.dictionary import contents, variables
from ayni.engines.dictionary.xlsform import words

Row = dict[str, str]


def write(
    dictionary: contents.Dictionary, file: Path | str | IO[bytes], entity: variables.Entity | None = None
) -> None:
    """Write the variables of a dictionary, or those of one entity, as an .xlsx file."""
    asked = dictionary.of(entity) if entity else dictionary.variables
    languages = _languages(asked)
    lists = _lists(asked)
    book = openpyxl.Workbook(write_only=True)
    _sheet(book.create_sheet("survey"), _survey_heads(languages), _survey(asked, lists))
    _sheet(
        book.create_sheet("choices"),
        ["list_name", "name", *_heads("label", languages)],
        _choices(asked, lists, languages),
    )
    book.save(file)


def _survey_heads(languages: list[str]) -> list[str]:
    heads = ["type", "name", *_heads("label", languages), *_heads("hint", languages)]
    return [*heads, "required", "constraint", "constraint_message", *_heads(words.SHORT, languages), *words.OWN]


def _heads(word: str, languages: list[str]) -> list[str]:
    return [words.heading(word, language) for language in languages]


def _survey(asked: Iterable[variables.Variable], lists: Mapping[tuple[str, str], str]) -> Iterator[Row]:
    asked = tuple(asked)
    for entity, (begin, name, end) in words.GROUPS.items():
        rows = [_question(variable, lists) for variable in asked if variable.entity == entity]
        if rows:
            yield {"type": begin, "name": name, words.heading("label", "en"): name.capitalize()}
            yield from rows
            yield {"type": end, "name": name}


def _question(variable: variables.Variable, lists: Mapping[tuple[str, str], str]) -> Row:
    asked = variable.question or variable.labels or {"en": variable.name}  # a form shows nothing without a label
    row = {"type": _type(variable, lists), "name": variable.name, **_texts("label", asked)}
    if variable.question:
        row |= _texts(words.SHORT, variable.labels)
    if variable.unit:
        row |= _texts("hint", dict.fromkeys(asked, variable.unit))
    row |= {"required": "" if variable.missing else "yes", **_constraint(variable)}
    return row | {
        "unit": variable.unit,
        "sensitivity": variable.sensitivity,
        "missing": " ".join(variable.missing) or "never",
        "source": variable.source,
        "since": variable.since.isoformat() if variable.since else "",
        "version": str(variable.version),
    }


def _type(variable: variables.Variable, lists: Mapping[tuple[str, str], str]) -> str:
    list_name = lists.get((variable.entity, variable.name), "")
    return f"{words.QUESTION_TYPES[variable.type]} {list_name}".strip()


def _constraint(variable: variables.Variable) -> Row:
    if variable.type == "partial_date":
        return {"constraint": words.PARTIAL_DATE, "constraint_message": words.PARTIAL_DATE_MESSAGE}
    bounds = ((">=", variable.minimum), ("<=", variable.maximum))
    return {"constraint": " and ".join(f". {sign} {bound!r}" for sign, bound in bounds if bound is not None)}


def _choices(
    asked: Iterable[variables.Variable], lists: Mapping[tuple[str, str], str], languages: list[str]
) -> Iterator[Row]:
    asked = tuple(asked)
    if any(variable.type == "boolean" for variable in asked):
        for code, labels in words.YES_NO_LABELS.items():
            shown = {language: label for language, label in labels.items() if language in languages}
            yield {"list_name": words.YES_NO, "name": code, **_texts("label", shown)}
    for variable in asked:
        for choice in variable.choices:
            list_name = lists[(variable.entity, variable.name)]
            yield {"list_name": list_name, "name": choice.code, **_texts("label", choice.labels or {"en": choice.code})}


def _lists(asked: Iterable[variables.Variable]) -> dict[tuple[str, str], str]:
    """A list's name is its variable's, with the entity before it where another list has that name already."""
    named: dict[tuple[str, str], str] = {}
    for variable in asked:
        if variable.choices:
            taken = variable.name == words.YES_NO or variable.name in named.values()
            named[(variable.entity, variable.name)] = f"{variable.entity}.{variable.name}" if taken else variable.name
    return named


def _languages(asked: Iterable[variables.Variable]) -> list[str]:
    """English, then the others in the order in which they appear."""
    found = {"en": None}
    for variable in asked:
        for texts in (variable.labels, variable.question, *(choice.labels for choice in variable.choices)):
            found |= dict.fromkeys(texts)
    return list(found)


def _texts(word: str, texts: Mapping[str, str]) -> Row:
    return {words.heading(word, language): text for language, text in texts.items()}


def _sheet(sheet: Worksheet, heads: list[str], rows: Iterable[Row]) -> None:
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, row.get(head, "")) for head in heads])


def _cell(sheet: Worksheet, text: str) -> WriteOnlyCell:
    """Always a text: an answer's label that begins with "=" is no formula."""
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"
    return cell
