"""Holding every answer against the form: does it apply, must it be there, is it of its type, may it be so."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from ayni.engines.questionnaires import errors, instances, xpath
from ayni.engines.questionnaires.instances import MOST_PROBLEMS, Instance
from ayni.engines.questionnaires.nodes import Node
from ayni.engines.questionnaires.problems import Problem
from ayni.engines.questionnaires.tree import CHOOSING, Form, Group, Question

LONGEST_ANSWER = 10_000
INTEGER = re.compile(r"[+-]?\d{1,15}")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def check(
    instance: Instance, *, now: datetime, files: Mapping[str, Sequence[Mapping[str, str]]] | None = None
) -> list[Problem]:
    """Every problem of a filled-in form, in its order; those already found in reading it first.

    Marks what is not relevant. `now` is the moment the form was filled in; `files` are the rows of lists kept in files,
    by name: a list that is not given is not held against.
    """
    return _Check(instance, now, files or {}).all()


def compute(
    instance: Instance, *, now: datetime, files: Mapping[str, Sequence[Mapping[str, str]]] | None = None
) -> None:
    """Work out every calculation, and what is relevant, in the order of the form, as a phone does."""
    _Check(instance, now, files or {}).compute()


class _Check:
    def __init__(self, instance: Instance, now: datetime, files: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        self.instance = instance
        self.found = list(instance.problems)
        self.lists = instances.lists(instance.form, files)
        self.around = xpath.Surroundings(now, self.lists, self._choice_label)
        self.offered: dict[str, frozenset[str] | None] = {}

    def all(self) -> list[Problem]:
        for node in self.instance.root.walk():
            if node.item is None or not _is_within_relevant(node):
                continue
            self._relevance(node)
            if isinstance(node.item, Question):
                self._question(node, node.item)
        return self.found

    def compute(self) -> None:
        for node in self.instance.root.walk():
            if node.item is None:
                continue
            self._relevance(node, tells=False)
            if isinstance(node.item, Question) and node.item.calculate and node.value == node.text:
                try:
                    node.text = xpath.as_text(xpath.read(node.item.calculate).on(node, self.around))
                except errors.NotEvaluated:
                    continue

    def _relevance(self, node: Node, *, tells: bool = True) -> None:
        assert node.item is not None
        node.is_relevant = True
        if node.item.relevant and self._holds(node.item.relevant, node, "relevant") is False:
            has_said = tells and any(one.text for one in node.walk() if not _is_worked_out(one))
            node.is_relevant = False
            if has_said:
                self._tell("not_relevant", node)

    def _question(self, node: Node, question: Question) -> None:
        text = node.value
        if not node.is_relevant or question.type == "note":
            return
        if not text:
            if question.required and question.is_asked and self._holds(question.required, node, "required"):
                self._tell("required", node)
            return
        if len(text) > LONGEST_ANSWER:
            self._tell("too_long", node, most=LONGEST_ANSWER)
            return
        if not _fits(question, text):
            self._tell("wrong_type", node, type=question.type)
            return
        if question.type in CHOOSING and not self._is_offered(question, node, text):
            self._tell("not_a_choice", node)
        elif question.constraint and self._holds(question.constraint, node, "constraint") is False:
            self._tell("constraint", node, messages=dict(question.constraint_messages))

    def _is_offered(self, question: Question, node: Node, text: str) -> bool:
        offered = self._offers(question, node)
        chosen = [text] if question.type == "select_one" else text.split()
        return offered is None or (set(chosen) <= offered and len(set(chosen)) == len(chosen))

    def _offers(self, question: Question, node: Node) -> frozenset[str] | None:
        """The codes that may be chosen here; None when the list is not at hand."""
        if question.items and "[" in question.items:
            return self._listed(question, node)
        if question.items not in self.offered:
            self.offered[question.items] = self._listed(question, node)
        return self.offered[question.items]

    def _listed(self, question: Question, node: Node) -> frozenset[str] | None:
        if not question.items:
            named = self.instance.form.lists.get(question.choices)
            return frozenset(one.name for one in named) if named else None
        try:
            found = xpath.read(question.items).on(node, self.around)
        except errors.NotEvaluated:
            return None
        if found and isinstance(found[0].item, Group | Question):
            return None  # choices made of other answers: each is itself
        return frozenset(name.text for item in found for name in item.named("name"))

    def _holds(self, expression: str, node: Node, what: str) -> bool | None:
        """Whether it holds; None, and told, when only a phone can say."""
        try:
            return xpath.as_boolean(xpath.read(expression).on(node, self.around))
        except (errors.NotEvaluated, errors.ExpressionError):
            self._tell("not_checked", node, stops=False, what=what)
            return None

    def _choice_label(self, path: str, code: str) -> str:
        question = next((one for one in self.instance.form.questions if one.path == path.strip()), None)
        listed = self.instance.form.lists.get(question.choices, ()) if question else ()
        labels = next((one.labels for one in listed if one.name == code), {})
        return labels.get(self.instance.form.default_language) or next(iter(labels.values()), code)

    def _tell(self, code: str, node: Node, *, stops: bool = True, **facts: Any) -> None:
        if len(self.found) < MOST_PROBLEMS:
            path = node.item.path if node.item else ""
            self.found.append(Problem(code, node.where, path, facts, stops and code != "not_relevant"))


def _is_within_relevant(node: Node) -> bool:
    upper = node.parent
    while upper is not None:
        if not upper.is_relevant:
            return False
        upper = upper.parent
    return True


def _is_worked_out(node: Node) -> bool:
    return isinstance(node.item, Question) and not node.item.is_asked


def _fits(question: Question, text: str) -> bool:
    read = READ.get(question.type)
    if CONTROLS.search(text):
        return False
    if read is None:
        return True
    try:
        return read(text)
    except (ValueError, OverflowError):
        return False


def _decimal(text: str) -> bool:
    return math.isfinite(float(text)) and "_" not in text


def _point(text: str) -> bool:
    parts = [float(part) for part in text.split()]
    return 2 <= len(parts) <= 4 and all(map(math.isfinite, parts)) and abs(parts[0]) <= 90 and abs(parts[1]) <= 180


def _points(text: str) -> bool:
    return all(_point(part) for part in text.strip(" ;").split(";"))


def _file(text: str) -> bool:
    return len(text) <= 200 and "/" not in text and "\\" not in text


READ: dict[str, Callable[[str], bool]] = {
    "integer": lambda text: INTEGER.fullmatch(text) is not None,
    "decimal": _decimal,
    "range": _decimal,
    "date": lambda text: bool(date.fromisoformat(text[:10])),
    "today": lambda text: bool(date.fromisoformat(text[:10])),
    "dateTime": lambda text: bool(datetime.fromisoformat(text)),
    "start": lambda text: bool(datetime.fromisoformat(text)),
    "end": lambda text: bool(datetime.fromisoformat(text)),
    "time": lambda text: time.fromisoformat(text) is not None,
    "geopoint": _point,
    "geotrace": _points,
    "geoshape": _points,
    "acknowledge": lambda text: text == "OK",
    "image": _file,
    "audio": _file,
    "video": _file,
    "file": _file,
}


def silent_expressions(form: Form) -> list[tuple[str, str]]:
    """The expressions that only a phone can work out: (path, which word). They are not held against answers here."""
    from ayni.engines.questionnaires.xpath.functions import NOT_HERE  # the names alone

    called = re.compile(rf"\b({'|'.join(map(re.escape, sorted(NOT_HERE)))})\s*\(")
    return [
        (item.path, word)
        for item in form.items
        for word in ("relevant", "required", "constraint")
        if called.search(getattr(item, word, ""))
    ]
