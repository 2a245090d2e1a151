"""Writing the registration questionnaire of a dictionary as an XLSForm: who lives in a household, and what is asked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

import openpyxl  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary.xlsform import words
from ayni.engines.questionnaires import wording
from ayni.engines.questionnaires.wording import Texts

Row = dict[str, str]
AREAS = "areas.csv"
#: Exactly one head: a note that must be answered, and cannot be, keeps the form from being ended.
HEADS = "count(${members}[relationship = 'head'])"
ANOTHER = ". >= 1 and . <= count(${members}) and . != position(..)"


def workbook(
    dictionary: dictionaries.Dictionary,
    *,
    form_id: str,
    version: str,
    languages: Sequence[str] = wording.LANGUAGES,
    titles: Texts = wording.TITLE,
    left_out: Iterable[tuple[str, str]] = (),
) -> bytes:
    """An .xlsx workbook that registers a household and asks every variable but those left out (entity and name)."""
    made = _Making(dictionary, tuple(languages), frozenset(left_out))
    book = openpyxl.Workbook(write_only=True)
    _sheet(book.create_sheet("survey"), list(made.survey()))
    _sheet(book.create_sheet("choices"), list(made.choices()))
    heading = words.heading("x", languages[0]).partition("::")[2]
    settings = {
        "form_title": titles.get(languages[0]) or next(iter(titles.values())),
        "form_id": form_id,
        "version": version,
        "default_language": heading,
        "instance_name": "concat(${head_name}, ' · ', ${today})",
    }
    _sheet(book.create_sheet("settings"), [settings])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class _Making:
    def __init__(
        self, dictionary: dictionaries.Dictionary, languages: tuple[str, ...], left_out: frozenset[tuple[str, str]]
    ) -> None:
        self.languages = languages
        self.asked = {
            entity: tuple(one for one in dictionary.of(entity) if (entity, one.name) not in left_out)
            for entity in ("household", "person")
        }

    def survey(self) -> Iterator[Row]:
        yield from ({"type": kind, "name": kind} for kind in ("start", "end", "today", "deviceid"))
        yield self._told("calculate", "interviewed_on", calculation="${today}", becomes="interviewed_on", silent=True)
        area = f"select_one_from_file {AREAS}"
        yield self._told(area, "area", required="yes", becomes="area", appearance="minimal autocomplete")
        yield self._told(
            "text", "household", becomes="household", constraint="regex(., '^H[0-9]{8}$')", message="household"
        )
        yield self._told("begin_group", "dwelling_group")
        yield self._told("geopoint", "place", becomes="place")
        yield self._told("text", "address", becomes="address")
        yield self._told("text", "directions", becomes="directions")
        yield self._told("image", "picture", becomes="picture", parameters="max-pixels=1024")
        yield {"type": "end_group"}
        if self.asked["household"]:
            yield self._told("begin_group", "household_group")
            yield from map(self._question, self.asked["household"])
            yield {"type": "end_group"}
        yield self._told("begin_repeat", "members")
        yield from self._person()
        yield from map(self._question, self.asked["person"])
        yield {"type": "end_repeat"}
        yield self._told("calculate", "heads", calculation=HEADS, becomes="-", silent=True)
        name = "${members}[relationship = 'head'][1]"
        yield self._told(
            "calculate", "head_name", calculation=f"concat({name}/given_name, ' ', {name}/family_name)", silent=True,
            becomes="-",
        )  # fmt: skip
        yield self._told("note", "one_head", relevant="${heads} != 1", required="yes")

    def _person(self) -> Iterator[Row]:
        yield self._told("calculate", "number", calculation="position(..)", becomes="number", silent=True)
        yield self._told("text", "given_name", required="yes", becomes="given_name")
        yield self._told("text", "family_name", becomes="family_name")
        yield self._told("select_one relationship", "relationship", required="yes", becomes="relationship")
        yield self._told("select_one sex", "sex", required="yes", becomes="sex")
        yield self._told("select_one birth_known", "birth_known", required="yes", becomes="-")
        yield self._told(
            "date",
            "born_on",
            required="yes",
            relevant="${birth_known} = 'day'",
            becomes="born_on",
            constraint=". <= today() and . >= date('1880-01-01')",
            message="born_on",
        )
        yield self._told(
            "integer",
            "born_in",
            required="yes",
            relevant="${birth_known} = 'year'",
            becomes="born_in",
            constraint=". <= number(format-date(today(), '%Y')) and . >= 1880",
            message="born_on",
        )
        yield self._told(
            "integer",
            "age",
            required="yes",
            relevant="${birth_known} = 'age'",
            becomes="age",
            constraint=". >= 0 and . <= 130",
            message="age",
        )
        yield self._told("text", "phone", becomes="phone", appearance="numbers")
        for parent in ("mother", "father"):
            yield self._told("integer", parent, becomes=parent, constraint=ANOTHER, message="mother")

    def _told(self, kind: str, name: str, *, silent: bool = False, message: str = "", **more: str) -> Row:
        row = {"type": kind, "name": name, **more}
        if not silent:
            row |= self._texts("label", wording.LABELS[name])
        return row | (self._texts("constraint_message", wording.MESSAGES[message]) if message else {})

    def _question(self, variable: dictionaries.Variable) -> Row:
        """One variable of the dictionary. Where an answer may be missing it is not required."""
        asked = variable.question or variable.labels or {"en": variable.name}
        row = {
            "type": self._type(variable),
            "name": self._name(variable),
            "becomes": f"{variable.entity}.{variable.name}",
            "sensitivity": variable.sensitivity,
            "required": "yes" if not variable.missing or variable.type in ("boolean", "choice") else "",
            **self._texts("label", asked),
        }
        if variable.unit:
            row |= self._texts("hint", dict.fromkeys(self.languages, variable.unit))
        if variable.type == "partial_date":
            row |= {
                "constraint": words.PARTIAL_DATE,
                **self._texts("constraint_message", wording.MESSAGES["partial_date"]),
            }
        bounds = ((">=", variable.minimum), ("<=", variable.maximum))
        if told := " and ".join(f". {sign} {bound:g}" for sign, bound in bounds if bound is not None):
            row |= {"constraint": told, **self._texts("constraint_message", wording.MESSAGES["range"])}
        return row

    def _name(self, variable: dictionaries.Variable) -> str:
        """Its own name; with its entity before it where the questionnaire itself has that name."""
        return (
            f"{variable.entity}_{variable.name}"
            if variable.name in wording.LABELS or self._is_twice(variable)
            else variable.name
        )

    def _is_twice(self, variable: dictionaries.Variable) -> bool:
        own = ("heads", "head_name", "number", "interviewed_on", "start", "end", "today", "deviceid", "meta")
        other = "person" if variable.entity == "household" else "household"
        return variable.name in own or any(one.name == variable.name for one in self.asked[other])

    def _type(self, variable: dictionaries.Variable) -> str:
        if variable.type in ("boolean", "choice", "many_choice"):
            kind = "select_multiple" if variable.type == "many_choice" else "select_one"
            return f"{kind} {self._list(variable)}"
        return words.QUESTION_TYPES[variable.type]

    def _list(self, variable: dictionaries.Variable) -> str:
        if variable.type == "boolean":
            return "_".join(["yes_no", *self._missing(variable)])
        return f"{variable.entity}_{variable.name}"

    @staticmethod
    def _missing(variable: dictionaries.Variable) -> tuple[str, ...]:
        """The words that may stand for an answer, which are no codes of its own."""
        return tuple(kind for kind in variable.missing if kind not in variable.codes and variable.type != "many_choice")

    def choices(self) -> Iterator[Row]:
        for name in ("sex", "relationship", "birth_known"):
            yield from self._choices(name, wording.CHOICES[name])
        written = set()
        for variable in (*self.asked["household"], *self.asked["person"]):
            if variable.type not in ("boolean", "choice", "many_choice") or self._list(variable) in written:
                continue
            written.add(self._list(variable))
            own = {one.code: one.labels or {"en": one.code} for one in variable.choices}
            listed = wording.CHOICES["yes_no"] if variable.type == "boolean" else own
            missing = {kind: wording.MISSING[kind] for kind in self._missing(variable)}
            yield from self._choices(self._list(variable), {**listed, **missing})

    def _choices(self, name: str, listed: Mapping[str, Texts]) -> Iterator[Row]:
        for code, labels in listed.items():
            yield {"list_name": name, "name": code, **self._texts("label", labels)}

    def _texts(self, word: str, texts: Texts) -> Row:
        """In every language; where it was not translated, as it was first told: a phone shows a dash otherwise."""
        first = texts.get("en") or next(iter(texts.values()), "")
        return {words.heading(word, language): texts.get(language) or first for language in self.languages}


def _sheet(sheet: object, rows: Sequence[Row]) -> None:
    heads = list(dict.fromkeys(head for row in rows for head in row))
    sheet.append(heads)  # type: ignore[attr-defined]
    for row in rows:
        sheet.append([_cell(sheet, row.get(head, "")) for head in heads])  # type: ignore[attr-defined]


def _cell(sheet: object, text: str) -> WriteOnlyCell:
    """Always a text: a label that begins with "=" is no formula."""
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"
    return cell
