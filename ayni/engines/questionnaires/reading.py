"""Reading an XLSForm: the XForm that phones read, and the typed tree, with everything that is wrong with either."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ayni.engines.questionnaires import errors, xpath
from ayni.engines.questionnaires.tree import Choice, Form, Group, Item, Question, Texts

XF, H, JR = "{http://www.w3.org/2002/xforms}", "{http://www.w3.org/1999/xhtml}", "{http://openrosa.org/javarosa}"
LANGUAGE = re.compile(r"\(\s*(?P<code>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\s*\)\s*\Z")
FORM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,59}")
MOST_QUESTIONS = 2_000
#: The form's own word for what an XLSForm may call in several ways.
TYPES = {
    "string": "text",
    "int": "integer",
    "photo": "image",
    "select one": "select_one",
    "select all that apply": "select_multiple",
    "select one from file": "select_one",
    "select multiple from file": "select_multiple",
    "time": "time",
    "datetime": "dateTime",
    "dateTime": "dateTime",
    "trigger": "acknowledge",
    "barcode": "text",
    "osm": "text",
    "background-audio": "audio",
    "phonenumber": "metadata",
    "simserial": "metadata",
    "subscriberid": "metadata",
    "email": "metadata",
    "start-geopoint": "metadata",
}
BINDS = {"int": "integer", "string": "text", "binary": "file", "select1": "select_one", "select": "select_multiple"}


@dataclass(frozen=True)
class Read:
    """A form as it was read. `warnings` are what the converter says, in its own words."""

    form: Form
    xform: str
    warnings: tuple[str, ...]


def read(workbook: bytes) -> Read:
    """The form in an .xlsx workbook. Raises FormError with everything that keeps it from being one."""
    converted = _converted(workbook)
    try:
        form = _Tree(converted._pyxform, etree.fromstring(converted.xform.encode())).form()
    except errors.ExpressionError as error:
        raise errors.FormError([str(error)]) from error
    problems = list(_problems(form))
    if problems:
        raise errors.FormError(problems)
    return Read(form, converted.xform, tuple(dict.fromkeys(converted.warnings)))


def _converted(workbook: bytes) -> Any:
    from pyxform import errors as refused  # type: ignore[import-untyped]  # imported when a form is read: it is slow to begin
    from pyxform import xls2xform

    logging.getLogger("pyxform").setLevel(logging.ERROR)
    for name in ("pyxform.xls2xform", "pyxform.validators.odk_validate"):
        logging.getLogger(name).handlers.clear()
    try:
        return xls2xform.convert(workbook, file_type=".xlsx", pretty_print=False)
    except refused.PyXFormError as error:
        raise errors.FormError([line for line in str(error).splitlines() if line.strip()]) from error
    except (KeyError, AttributeError, TypeError, ValueError, IndexError) as error:
        raise errors.FormError(
            ["The workbook is no XLSForm: it needs a sheet “survey” with the columns type, name and label."]
        ) from error


class _Tree:
    """Makes the tree: what there is from the XForm's own empty form, the words from the workbook."""

    def __init__(self, told: Mapping[str, Any], xform: etree._Element) -> None:
        self.told = told
        self.model = xform.find(f"{H}head/{XF}model")
        self.body = xform.find(f"{H}body")
        self.binds = {bind.get("nodeset"): bind.attrib for bind in self.model.iterfind(f"{XF}bind")}
        self.repeats = {repeat.get("nodeset"): repeat for repeat in self.body.iter(f"{XF}repeat")}
        self.controls = {control.get("ref"): control for control in self.body.iter() if control.get("ref")}
        self.default = _code(told.get("default_language") or "default", "en")
        self.languages: dict[str, None] = {}

    def form(self) -> Form:
        primary = self.model.find(f"{XF}instance")[0]
        root = etree.QName(primary).localname
        children = self._items(primary, f"/{root}", self.told.get("children", ()))
        lists = {name: tuple(map(self._choice, listed)) for name, listed in self.told.get("choices", {}).items()}
        titles = {self.default: str(self.told.get("title") or self.told.get("id_string") or "")}
        return Form(
            id=str(primary.get("id") or ""),
            version=str(primary.get("version") or ""),
            titles=titles,
            languages=tuple(self.languages) or (self.default,),
            default_language=self.default,
            children=children,
            lists=lists,
            files=tuple(self._files()),
            root=root,
        )

    def _items(self, element: etree._Element, path: str, told: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
        """Each child once: a repeat stands in the empty form as a template and as its first."""
        words = {str(one.get("name")): one for one in told}
        children = {etree.QName(child).localname: child for child in reversed(element)}
        names = dict.fromkeys(etree.QName(child).localname for child in element)
        return tuple(self._item(children[name], f"{path}/{name}", words.get(name, {})) for name in names)

    def _item(self, element: etree._Element, path: str, told: Mapping[str, Any]) -> Item:
        name, bind = etree.QName(element).localname, self.binds.get(path, {})
        appearance = str((told.get("control") or {}).get("appearance", ""))
        if len(element) or path in self.repeats:
            repeat = self.repeats.get(path)
            return Group(
                name=name,
                path=path,
                labels=self._texts(told.get("label")),
                relevant=bind.get("relevant", "").strip(),
                appearance=appearance,
                is_repeat=repeat is not None,
                count="" if repeat is None else repeat.get(f"{JR}count", "").strip(),
                children=self._items(element, path, told.get("children", ())),
            )
        return Question(
            name=name,
            path=path,
            type=_type(told, bind),
            labels=self._texts(told.get("label")),
            hints=self._texts(told.get("hint")),
            required=bind.get("required", "").strip(),
            relevant=bind.get("relevant", "").strip(),
            constraint=bind.get("constraint", "").strip(),
            constraint_messages=self._texts((told.get("bind") or {}).get("jr:constraintMsg")),
            calculate=bind.get("calculate", "").strip(),
            default=(element.text or "").strip(),
            appearance=appearance,
            choices=str(told.get("list_name") or ""),
            items=self._items_of(path),
            file=str(told.get("itemset") or "") if "." in str(told.get("itemset") or "") else "",
            becomes=str(told.get("becomes") or "").strip(),
            sensitivity=str(told.get("sensitivity") or "").strip(),
            is_read_only=bind.get("readonly", "").strip() == "true()",
            parameters=_parameters(told.get("parameters")),
        )

    def _items_of(self, path: str) -> str:
        """The XPath of the choices that a question offers."""
        control = self.controls.get(path)
        itemset = control.find(f"{XF}itemset") if control is not None else None
        return "" if itemset is None else str(itemset.get("nodeset", "")).strip()

    def _choice(self, told: Mapping[str, Any]) -> Choice:
        more = {str(word): str(said) for word, said in told.items() if word not in ("name", "label", "media")}
        return Choice(str(told["name"]), self._texts(told.get("label")), more)

    def _texts(self, told: Any) -> Texts:
        if not told:
            return {}
        texts = told if isinstance(told, Mapping) else {"default": told}
        found = {_code(str(language), self.default): str(text) for language, text in texts.items() if text}
        self.languages |= dict.fromkeys(found)
        return found

    def _files(self) -> Iterator[str]:
        for instance in self.model.iterfind(f"{XF}instance"):
            if src := instance.get("src"):
                yield str(src).rpartition("/")[2]
        for value in self.model.iter(f"{XF}value"):
            text = (value.text or "").strip()
            if value.get("form") and text.startswith("jr://"):
                yield text.rpartition("/")[2]


def _code(language: str, default: str) -> str:
    """The code of a language as a heading names it: `French (fr)` is fr."""
    if language == "default":
        return default
    found = LANGUAGE.search(language)
    return found["code"].lower() if found else language.strip().lower()[:20]


def _parameters(told: Any) -> Texts:
    """Of some questions they are told as a text, `max-pixels=1024`."""
    if isinstance(told, Mapping):
        return {str(word): str(said) for word, said in told.items()}
    pairs = (part.partition("=") for part in str(told or "").replace(",", " ").split())
    return {word: said for word, _, said in pairs}


def _type(told: Mapping[str, Any], bind: Mapping[str, str]) -> str:
    given = str(told.get("type") or "")
    if not given:  # the form's own: a count of repeats, the number of the form
        return "calculate" if "calculate" in bind else BINDS.get(bind.get("type", ""), "hidden")
    return TYPES.get(given, given)


def _problems(form: Form) -> Iterator[str]:
    if not FORM_ID.fullmatch(form.id):
        yield (
            f"settings: form_id is “{form.id}”. Write up to 60 letters, digits, points, dashes and underscores, "
            "beginning with a letter or digit."
        )
    if not form.version or len(form.version) > 40:
        yield "settings: give each version of the form a “version” of at most 40 letters, for example 2026-01-31."
    questions = list(form.questions)
    if len(questions) > MOST_QUESTIONS:
        yield f"The form has {len(questions)} questions; at most {MOST_QUESTIONS} are read. Divide it."
    if not any(question.is_asked for question in questions):
        yield "The form asks nothing: the sheet “survey” has no question."
    for item in form.items:
        yield from _wrong_expressions(item)


def _wrong_expressions(item: Item) -> Iterator[str]:
    words = (
        ("relevant", "count")
        if isinstance(item, Group)
        else ("relevant", "required", "constraint", "calculate", "items")
    )
    for word in words:
        text = getattr(item, word)
        if text:
            try:
                xpath.read(text)
            except errors.ExpressionError as error:
                yield f"{item.path}: {word}: {error}"
