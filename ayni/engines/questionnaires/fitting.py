"""What becomes of each answer in the registry, and what does not fit the dictionary.

A question says it in the column `becomes`: `household.floor` is that variable of the dictionary, `given_name` a word of
the registry itself, `-` nothing. Without it a question's own name says it, if the registry or the dictionary knows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary.registry import RELATIONSHIPS, SEXES
from ayni.engines.questionnaires import checking
from ayni.engines.questionnaires.tree import FILES, Form, Group, Question

TEXT = frozenset({"text", "calculate", "hidden", "select_one"})
WHOLE = frozenset({"integer", "range", "calculate", "text"})
#: What the registry itself keeps of a household and of a person, and the types of question that may tell it.
HOUSEHOLD: Mapping[str, frozenset[str]] = {
    "area": TEXT,
    "household": TEXT,
    "interviewed_on": frozenset({"date", "today", "start", "dateTime", "calculate"}),
    "place": frozenset({"geopoint"}),
    "address": TEXT,
    "directions": TEXT,
    "picture": frozenset({"image"}),
}
PERSON: Mapping[str, frozenset[str]] = {
    "person": TEXT,
    "number": WHOLE,
    "given_name": TEXT,
    "family_name": TEXT,
    "given_name_latin": TEXT,
    "family_name_latin": TEXT,
    "sex": frozenset({"select_one", "calculate", "hidden"}),
    "relationship": frozenset({"select_one", "calculate", "hidden"}),
    "born_on": frozenset({"date", "calculate"}),
    "born_in": WHOLE,
    "age": WHOLE,
    "phone": TEXT,
    "mother": WHOLE | {"select_one"},
    "father": WHOLE | {"select_one"},
    "picture": frozenset({"image"}),
}
CODES = {"sex": SEXES, "relationship": RELATIONSHIPS}
#: Questions that may answer a variable of each type.
ANSWERING: Mapping[str, frozenset[str]] = {
    "boolean": frozenset({"select_one", "calculate", "acknowledge"}),
    "integer": frozenset({"integer", "range", "calculate"}),
    "decimal": frozenset({"integer", "decimal", "range", "calculate"}),
    "text": frozenset({"text", "calculate", "hidden", "select_one"}),
    "date": frozenset({"date", "today", "calculate"}),
    "partial_date": frozenset({"date", "text", "calculate"}),
    "choice": frozenset({"select_one", "calculate"}),
    "many_choice": frozenset({"select_multiple", "calculate"}),
    "location": frozenset({"geopoint"}),
}
YES, NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})
#: Choices that stand for a missing answer where a variable lets it be missing.
MISSING = {"unknown": "unknown", "dont_know": "unknown", "refused": "refused", "not_applicable": "not_applicable"}
Level = Literal["stops", "warns", "tells"]


@dataclass(frozen=True)
class Finding:
    """One thing that the check of a form found: `stops` keeps it from being approved."""

    level: Level
    code: str
    path: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to_data(self) -> dict[str, Any]:
        return {"level": self.level, "code": self.code, "path": self.path, "facts": dict(self.facts)}


@dataclass(frozen=True)
class Mapped:
    """Where each answer goes: registry words and variables by the path of their question."""

    members: str = ""
    household: Mapping[str, str] = field(default_factory=dict)
    person: Mapping[str, str] = field(default_factory=dict)
    household_answers: Mapping[str, str] = field(default_factory=dict)
    person_answers: Mapping[str, str] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        return {
            "members": self.members,
            "household": dict(self.household),
            "person": dict(self.person),
            "household_answers": dict(self.household_answers),
            "person_answers": dict(self.person_answers),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Mapped:
        return cls(**data)

    def variable_of(self, path: str) -> tuple[str, str] | None:
        """The entity and name of the variable that a question answers."""
        for entity, answers in (("household", self.household_answers), ("person", self.person_answers)):
            for name, asked in answers.items():
                if asked == path:
                    return entity, name
        return None


def fit(form: Form, dictionary: dictionaries.Dictionary) -> tuple[Mapped, list[Finding]]:
    """What becomes of each answer, and everything that does not fit."""
    found = _Fitting(form, dictionary)
    return found.mapped(), found.findings


class _Fitting:
    def __init__(self, form: Form, dictionary: dictionaries.Dictionary) -> None:
        self.form, self.dictionary = form, dictionary
        self.findings: list[Finding] = []
        self.members = _members(form)

    def mapped(self) -> Mapped:
        kept: dict[str, dict[str, str]] = {"household": {}, "person": {}}
        answers: dict[str, dict[str, str]] = {"household": {}, "person": {}}
        for question in self.form.questions:
            repeat = self.form.repeat_of(question.path)
            entity = "person" if repeat and repeat == self.members else "household" if not repeat else ""
            becomes = self._becomes(question, entity)
            if not becomes or not entity:
                continue
            told, _, name = becomes.rpartition(".")
            place = answers[entity] if told else kept[entity]
            fits = self._variable(question, entity, told, name) if told else self._word(question, entity, name)
            if fits and name in place:
                self._find("stops", "twice", question.path, becomes=becomes, other=place[name])
            elif fits:
                place[name] = question.path
        self._whole(kept)
        return Mapped(self.members, kept["household"], kept["person"], answers["household"], answers["person"])

    def _becomes(self, question: Question, entity: str) -> str:
        """What a question becomes: as its column says, else by its own name."""
        if question.becomes == "-":
            return ""
        if question.becomes:
            if not entity:
                self._find("stops", "in_another_repeat", question.path, becomes=question.becomes)
            return question.becomes if entity else ""
        words = PERSON if entity == "person" else HOUSEHOLD
        if entity and question.name in words and question.type in words[question.name]:
            return question.name
        if entity and self.dictionary.get(entity, question.name) is not None:
            return f"{entity}.{question.name}"
        if question.is_asked and question.type not in FILES:
            self._find("tells", "stays_in_the_form", question.path)
        return ""

    def _word(self, question: Question, entity: str, name: str) -> bool:
        words = PERSON if entity == "person" else HOUSEHOLD
        if name not in words:
            elsewhere = name in (HOUSEHOLD if entity == "person" else PERSON)
            self._find("stops", "word_elsewhere" if elsewhere else "unknown_word", question.path, word=name)
            return False
        if question.type not in words[name]:
            self._find("stops", "wrong_question", question.path, word=name, type=question.type)
            return False
        if name in CODES:
            self._codes(question, frozenset(CODES[name]), name)
        return True

    def _variable(self, question: Question, entity: str, told: str, name: str) -> bool:
        variable = self.dictionary.get(told, name) if told in dictionaries.ENTITIES else None
        if variable is None:
            nearest = self.dictionary.nearest(told, name) if told in dictionaries.ENTITIES else None
            self._find("stops", "unknown_variable", question.path, name=f"{told}.{name}", nearest=nearest or "")
            return False
        if told != entity:
            self._find("stops", "of_another", question.path, name=f"{told}.{name}", entity=entity)
            return False
        if question.type not in ANSWERING[variable.type]:
            facts = {"name": f"{told}.{name}", "wanted": variable.type, "type": question.type}
            self._find("stops", "wrong_type", question.path, **facts)
            return False
        if variable.type == "boolean":
            self._codes(question, YES | NO | _missing(variable), f"{told}.{name}")
        elif variable.choices:
            self._codes(question, frozenset(variable.codes) | _missing(variable), f"{told}.{name}")
        return True

    def _codes(self, question: Question, allowed: frozenset[str], name: str) -> None:
        listed = self.form.lists.get(question.choices, ())
        strange = [choice.name for choice in listed if choice.name not in allowed]
        if strange:
            self._find("stops", "strange_choices", question.path, name=name, choices=", ".join(strange[:10]))

    def _whole(self, kept: Mapping[str, Mapping[str, str]]) -> None:
        """What a form must tell at least to make or find a household."""
        household, person = kept["household"], kept["person"]
        if "household" in household and not person:
            return  # it adds to households that are known
        if "area" not in household:
            self._find("stops", "no_area")
        if not self.members:
            self._find("stops", "no_members")
            return
        for word in ("given_name", "relationship"):
            if word not in person:
                self._find("stops", "no_word", self.members, word=word)
        for word in ("sex",):
            if word not in person:
                self._find("warns", "no_word", self.members, word=word)
        if not {"born_on", "born_in", "age"} & person.keys():
            self._find("warns", "no_birth", self.members)
        for path, word in checking.silent_expressions(self.form):
            self._find("tells", "checked_by_phones_only", path, word=word)
        for language, missing in _untold(self.form):
            self._find("warns", "untranslated", language=language, count=missing)

    def _find(self, level: Level, code: str, path: str = "", **facts: Any) -> None:
        self.findings.append(Finding(level, code, path, facts))


def _members(form: Form) -> str:
    """The repeat in which people are told: the first that asks for a name or who somebody is to the head."""
    telling = {"given_name", "relationship", "person"}
    for repeat in form.repeats:
        within = [item for item in repeat.children if isinstance(item, Question)]
        deeper = [
            item
            for group in repeat.children
            if isinstance(group, Group) and not group.is_repeat
            for item in group.children
        ]
        if any((one.becomes or one.name) in telling for one in [*within, *deeper] if isinstance(one, Question)):
            return repeat.path
    return ""


def _missing(variable: dictionaries.Variable) -> frozenset[str]:
    return frozenset(code for code, kind in MISSING.items() if kind in variable.missing)


def _untold(form: Form) -> Iterator[tuple[str, int]]:
    """Each language in which some question that shows a text has none."""
    for language in form.languages:
        shown = [item for item in form.items if item.labels]
        missing = sum(1 for item in shown if not item.labels.get(language))
        if missing:
            yield language, missing
