"""An instrument of social vulnerability: questions, rules of scoring, bands, and how it is asked without harm.

    code: school-drop-out
    labels: {en: …, fr: …, ar: …}
    of: person
    applies: person.age >= 6 && person.age <= 17
    asked_of: {en: …}
    source: …
    validity: {en: …}
    safeguarding: {en: …}
    questions:
      - {name: attends, kind: yes_no, sensitivity: personal, labels: {…}}
    items:
      - {name: dropped_out, rule: person.attended_last_year && !person.attends, points: 2, labels: {…}}
      - {name: hit, question: hit}
    total: sum
    missing: {prorate: 0.2}
    bands:
      - {name: none, from: 0, labels: {…}}
      - {name: high, from: 2, concern: true, labels: {…}}

In rules a question is `person.<name>` or `household.<name>`; a yes_no question is true or false. A file whose columns
are called otherwise is mapped by `columns` of the specification.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from ayni.engines.measures import specs
from ayni.engines.measures.specs import SpecError

Kind = Literal["yes_no", "number", "choice"]
Sensitivity = Literal["public", "personal", "sensitive"]
Total = Literal["sum", "mean", "any", "most"]
Labels = Mapping[str, str]

KEYS = ("code", "labels", "of", "applies", "asked_of", "source", "validity", "safeguarding", "questions", "items",
        "total", "missing", "bands")  # fmt: skip
SLUG = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Question:
    """One question. alone: never asked, or answered, in the presence of others. on_disclosure: what whoever asks does
    when the answer shows that somebody is harmed."""

    name: str
    kind: Kind
    labels: Labels
    sensitivity: Sensitivity
    alone: bool
    on_disclosure: Labels


@dataclass(frozen=True)
class Item:
    """What is scored: a rule that is true or false, or a question; true, or yes, gives `points`. values: of a question
    of numbers or choices, the points of each answer (an answer that is not there counts 0)."""

    name: str
    labels: Labels
    rule: str
    question: str
    points: float
    values: Mapping[float, float]


@dataclass(frozen=True)
class Band:
    """A range of totals, from `start` to the next band. concern: who is in it needs somebody to act."""

    name: str
    start: float
    labels: Labels
    concern: bool


@dataclass(frozen=True)
class Instrument:
    """prorate: the share of items that may be unknown; the rest then stands for them. applies: a rule, "" for all."""

    code: str
    labels: Labels
    of: Literal["person", "household"]
    applies: str
    asked_of: Labels
    source: str
    validity: Labels
    safeguarding: Labels
    questions: tuple[Question, ...]
    items: tuple[Item, ...]
    total: Total
    prorate: float
    bands: tuple[Band, ...]

    def question(self, name: str) -> Question:
        """The question of a name. Raises KeyError."""
        return {one.name: one for one in self.questions}[name]


def read(spec: specs.Spec) -> Instrument:
    """An instrument from a specification. Refuses: SpecError, for what is unknown, missing or twice there."""
    spec.only(*KEYS)
    questions = tuple(_question(one) for one in spec.entries("questions", *QUESTION))
    _distinct([one.name for one in questions], spec, "question")
    items = tuple(_item(one, questions) for one in spec.entries("items", *ITEM))
    _distinct([one.name for one in items], spec, "item")
    bands = tuple(_band(one) for one in spec.entries("bands", *BAND)) if spec.has("bands") else ()
    _distinct([one.name for one in bands], spec, "band")
    if list(bands) != sorted(bands, key=lambda one: one.start):
        raise SpecError(f"{spec.where}: the bands must stand in the order of where they begin (`from`).")
    missing = spec.inside("missing", "prorate")
    prorate = missing.number("prorate", 0.0)
    if not 0 <= prorate < 1:
        raise SpecError(f"{missing.where}: prorate is {prorate:g}. It is a share of the items: 0 to less than 1.")
    return Instrument(
        code=spec.text("code"),
        labels=spec.labels(),
        of=cast(Literal["person", "household"], spec.one_of("of", ("person", "household"), "person")),
        applies=spec.text("applies", "true") if spec.has("applies") else "",
        asked_of=spec.labels("asked_of"),
        source=spec.text("source", "-"),
        validity=spec.labels("validity"),
        safeguarding=spec.labels("safeguarding"),
        questions=questions,
        items=items,
        total=cast(Total, spec.one_of("total", ("sum", "mean", "any", "most"), "sum")),
        prorate=prorate,
        bands=bands,
    )


QUESTION = ("name", "kind", "labels", "sensitivity", "alone", "on_disclosure")
ITEM = ("name", "labels", "rule", "question", "points", "values")
BAND = ("name", "from", "labels", "concern")


def _question(spec: specs.Spec) -> Question:
    name = _name(spec)
    alone = spec.flag("alone")
    if alone and not spec.labels("on_disclosure"):
        raise SpecError(
            f"{spec.where}: a question that must be asked alone says what to do when harm is told (`on_disclosure`)."
        )
    return Question(
        name,
        cast(Kind, spec.one_of("kind", ("yes_no", "number", "choice"), "yes_no")),
        spec.labels(),
        cast(Sensitivity, spec.one_of("sensitivity", ("public", "personal", "sensitive"), "personal")),
        alone,
        spec.labels("on_disclosure"),
    )


def _item(spec: specs.Spec, questions: tuple[Question, ...]) -> Item:
    name, known = _name(spec), [one.name for one in questions]
    if spec.has("rule") == spec.has("question"):
        raise SpecError(f"{spec.where}: write `rule` (true or false) or `question` (its name), one of them.")
    question = spec.text("question", "-") if spec.has("question") else ""
    if question and question not in known:
        raise SpecError(f"{spec.where}: no question is called '{question}'.{specs.nearest(question, known)}")
    values = spec.inside("values")
    return Item(
        name,
        spec.labels(),
        spec.text("rule", "-") if spec.has("rule") else "",
        question,
        spec.number("points", 1.0),
        {_number(key, values): values.number(key) for key in values.values},
    )


def _band(spec: specs.Spec) -> Band:
    return Band(_name(spec), spec.number("from"), spec.labels(), spec.flag("concern"))


def _name(spec: specs.Spec) -> str:
    name = spec.text("name")
    if not SLUG.fullmatch(name):
        raise SpecError(
            f"{spec.where}: the name '{name}' must be small letters, figures and _, beginning with a letter."
        )
    return name


def _number(key: object, spec: specs.Spec) -> float:
    try:
        return float(str(key))
    except ValueError as error:
        raise SpecError(f"{spec.where}: '{key}' is no code of an answer. Write a number.") from error


def _distinct(names: list[str], spec: specs.Spec, what: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise SpecError(f"{spec.where}: the {what} '{name}' is there twice. Give each its own name.")
