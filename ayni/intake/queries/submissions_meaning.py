"""What a filled-in form means for the registry: the place, the household, its people, their answers, what is wrong.

Nothing is changed here. Problems say where and what, never what was answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.directory.models import Area
from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import answers as checked
from ayni.engines.dictionary.registry import RELATIONSHIPS, SEXES
from ayni.engines.questionnaires import checking, fitting, instances, tree
from ayni.engines.questionnaires.fitting import Mapped
from ayni.engines.questionnaires.instances import Instance
from ayni.engines.questionnaires.nodes import Node
from ayni.engines.questionnaires.problems import Problem
from ayni.intake import models, permissions
from ayni.kernel import partial_dates
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import models as registry
from ayni.registry import queries as known

AHEAD, BEHIND = timedelta(days=1), timedelta(days=730)
HOUSEHOLD_CODE, PERSON_CODE = re.compile(r"H(\d{8})"), re.compile(r"P(\d{8})")
LONGEST_NAME = 120
#: An officer may let these stand; the others must be corrected.
ACCEPTABLE = frozenset(
    {"version_retired", "version_unknown", "clock", "contradiction", "replaces_applied", "likely_registered"}
)


@dataclass(repr=False)
class Told:
    """One person as the form tells them. It never shows in a text of itself."""

    where: str
    number: int
    given_name: str = ""
    family_name: str = ""
    given_name_latin: str = ""
    family_name_latin: str = ""
    relationship: str = ""
    sex: str | None = None
    born: PartialDate | None = None
    phone: str = ""
    mother: int | None = None
    father: int | None = None
    known: registry.Person | None = None
    picture: str = ""  # the name of the file that came with the form
    values: dict[str, Any] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)


@dataclass(repr=False)
class Meaning:
    """A whole form. `household` is the known one that it tells more about; none when it tells a new one."""

    instance: Instance
    mapped: Mapped
    area: Area | None = None
    household: registry.Household | None = None
    on: date | None = None
    place: tuple[float, float, float | None] | None = None
    address: str = ""
    directions: str = ""
    members: list[Told] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def stops(self) -> bool:
        return any(one.stops for one in self.problems)


@sensitive_variables()
def filled(version: models.QuestionnaireVersion, xml: bytes, mends: Mapping[str, str]) -> Instance:
    """The form as it was filled in, with what officers have mended."""
    instance = instances.fill(instances.parse(xml), form_of(version))
    for where, text in mends.items():
        node = instance.at(where)
        if node is not None:
            node.text = text
    return instance


def form_of(version: models.QuestionnaireVersion) -> tree.Form:
    """The questions of a version, which never change: made from the data once in each process."""
    key = (version.pk, version.hash)
    if key not in _forms:
        if len(_forms) >= MOST_FORMS:
            _forms.clear()
        _forms[key] = tree.from_data(version.tree)
    return _forms[key]


_forms: dict[tuple[int, str], tree.Form] = {}
MOST_FORMS = 64


@sensitive_variables()
def meaning(
    submission: models.Submission, instance: Instance, version: models.QuestionnaireVersion, *, by: User
) -> Meaning:
    """What it means for the officer who applies it."""
    return _Reading(submission, instance, Mapped.from_data(version.mapping), by).all()


def moment_of(submission: models.Submission, instance: Instance) -> datetime:
    """When the form was filled in, by the phone's clock; when it came, if the phone does not say."""
    for question in instance.form.questions:
        if question.type in ("end", "start"):
            try:
                told = datetime.fromisoformat(instance.value(question.path))
            except ValueError:
                continue
            return told if told.tzinfo else timezone.make_aware(told)
    return timezone.localtime(submission.received_at)


def area_code(version: models.QuestionnaireVersion, instance: Instance) -> str:
    """The code of the area that a form names; empty when it names none."""
    return instance.value(Mapped.from_data(version.mapping).household.get("area", ""))[:32]


class _Reading:
    def __init__(self, submission: models.Submission, instance: Instance, mapped: Mapped, by: User) -> None:
        self.submission, self.instance, self.mapped, self.by = submission, instance, mapped, by
        self.found = Meaning(instance, mapped)
        self.words = known.dictionary()

    def all(self) -> Meaning:
        moment = moment_of(self.submission, self.instance)
        self.found.problems.extend(checking.check(self.instance, now=moment))
        self.found.on = self._day(moment)
        self.found.area, self.found.household = self._area(), self._household()
        self._whereabouts()
        self.found.values, self.found.states = self._answers(
            "household", self.mapped.household_answers, self.instance.root
        )
        nodes = self.instance.of(self.mapped.members) if self.mapped.members else []
        self.found.members = [
            self._member(node, place) for place, node in enumerate(nodes, start=1) if node.is_relevant
        ]
        self._whole()
        return self.found

    def _day(self, moment: datetime) -> date:
        text = self.instance.value(self.mapped.household.get("interviewed_on", ""))
        try:
            day = date.fromisoformat(text[:10]) if text else moment.date()
        except ValueError:
            day = moment.date()  # that it is no day was told by the check of its type
        came = timezone.localdate(self.submission.received_at)
        if not came - BEHIND <= day <= came + AHEAD:
            self._tell("clock", self._where("interviewed_on"), day=day.isoformat(), came=came.isoformat())
        return day

    def _area(self) -> Area | None:
        path = self.mapped.household.get("area", "")
        code = self.instance.value(path)
        if not path or not code:
            return self.submission.area
        area = Area.objects.filter(code=code).first()
        if area is None:
            self._tell("no_such_area", self._where("area"), path)
        elif not scoping.reaches(self.by.where(permissions.SUBMIT) or self.by.where(permissions.MEND), area.path):
            self._tell("outside_area", self._where("area"), path)
        return area

    def _household(self) -> registry.Household | None:
        if self.submission.household is not None:
            return self.submission.household
        code = self.instance.value(self.mapped.household.get("household", "")).upper()
        if not code:
            return None
        number = HOUSEHOLD_CODE.fullmatch(code)
        household = registry.Household.objects.filter(pk=int(number[1])).first() if number else None
        if household is None:
            self._tell("no_such_household", self._where("household"))
        return household

    def _whereabouts(self) -> None:
        words = self.mapped.household
        self.found.address = self.instance.value(words.get("address", ""))[:200]
        self.found.directions = self.instance.value(words.get("directions", ""))[:2000]
        try:
            parts = [float(part) for part in self.instance.value(words.get("place", "")).split()]
        except ValueError:
            return
        if len(parts) >= 2 and (parts[0], parts[1]) != (0.0, 0.0):  # a phone without a fix says nought
            self.found.place = (parts[0], parts[1], parts[3] if len(parts) > 3 else None)

    def _member(self, node: Node, place: int) -> Told:
        told = Told(where=node.where, number=place)
        said = {word: _inside(node, path, self.mapped.members) for word, path in self.mapped.person.items()}
        number = said.get("number", "")
        told.number = int(float(number)) if re.fullmatch(r"\d{1,4}(\.0+)?", number) else place
        if number and not re.fullmatch(r"\d{1,4}(\.0+)?", number):
            self._tell("bad_number", f"{node.where}/number")
        for word in ("given_name", "family_name", "given_name_latin", "family_name_latin"):
            setattr(told, word, said.get(word, "")[:LONGEST_NAME])
        told.phone = said.get("phone", "")[:20]
        told.picture = said.get("picture", "")[:200]
        told.relationship = self._code(node, "relationship", said, RELATIONSHIPS)
        told.sex = self._code(node, "sex", said, SEXES) or None
        told.born = self._born(node, said)
        told.mother, told.father = (self._parent(node, word, said) for word in ("mother", "father"))
        if code := said.get("person", "").upper():
            found = PERSON_CODE.fullmatch(code)
            asked = int(found[1]) if found else 0
            told.known = registry.Person.objects.filter(pk=known.leads_to(asked) or asked).first()
            if told.known is None:
                self._tell("no_such_person", f"{node.where}/person")
        if not told.given_name and not told.family_name and told.known is None:
            self._tell("empty_member", node.where, number=place)
        told.values, told.states = self._answers("person", self.mapped.person_answers, node)
        return told

    def _code(self, node: Node, word: str, said: Mapping[str, str], allowed: tuple[str, ...]) -> str:
        code = said.get(word, "")
        if code and code not in allowed and code not in fitting.MISSING:
            self._tell("not_a_choice", f"{node.where}/{word}", self.mapped.person[word])
        return code if code in allowed else ""

    def _born(self, node: Node, said: Mapping[str, str]) -> PartialDate | None:
        assert self.found.on is not None
        try:
            if text := said.get("born_on", ""):
                day = date.fromisoformat(text[:10])
                return PartialDate(day, day)
            if text := said.get("born_in", ""):
                return partial_dates.of_year(int(float(text)))
            if text := said.get("age", ""):
                return partial_dates.of_age(int(float(text)), self.found.on)
        except (ValueError, OverflowError):
            self._tell("bad_birth", node.where)
        return None

    def _parent(self, node: Node, word: str, said: Mapping[str, str]) -> int | None:
        text = said.get(word, "")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,4}(\.0+)?", text):
            self._tell("bad_number", f"{node.where}/{word}")
            return None
        return int(float(text))

    def _answers(self, entity: str, asked: Mapping[str, str], node: Node) -> tuple[dict[str, Any], dict[str, str]]:
        """The answers of one household or person, in the dictionary's own form; and why there is none where it says."""
        values: dict[str, Any] = {}
        states: dict[str, str] = {}
        for name, path in asked.items():
            variable = self.words.get(entity, name)
            found = _node(node, path, self.mapped.members if entity == "person" else "")
            if variable is None or found is None:
                continue
            state, value = _answer(variable, found)
            if state:
                if state in variable.missing:
                    values[name], states[name] = None, state
                continue
            if value is None:
                continue
            try:
                values[name] = checked.kept(variable, value)
            except dictionaries.DictionaryError:
                self._tell("not_in_dictionary", found.where, path, name=f"{entity}.{name}")
        return values, {name: state for name, state in states.items() if state != "unknown"}

    def _whole(self) -> None:
        """What must hold of the whole: an area, one head, each number once, parents in the list."""
        self._on_record()
        is_told = any(one.code in ("no_such_area", "outside_area") for one in self.found.problems)
        if self.found.area is None and self.found.household is None and not is_told:
            self._tell("no_area", self._where("area"))
        if self.found.household is not None:
            return
        numbers = [one.number for one in self.found.members]
        for twice in sorted({number for number in numbers if numbers.count(number) > 1}):
            self._tell("number_twice", self.mapped.members, number=twice)
        if not self.found.members:
            self._tell("nobody", self.mapped.members)
            return
        heads = sum(one.relationship == "head" for one in self.found.members)
        if heads != 1:
            self._tell("heads", self.mapped.members, count=heads)
        for one in self.found.members:
            for word, number in (("mother", one.mother), ("father", one.father)):
                if number is not None and (number not in numbers or number == one.number):
                    self._tell("no_such_member", f"{one.where}/{word}", number=number)
            if one.born is not None and self.found.on and one.born.earliest > self.found.on:
                self._tell("born_later", one.where)
        self._parents()

    def _parents(self) -> None:
        """No parent is younger than their child, and nobody is among their own forebears."""
        people = {one.number: one for one in self.found.members}
        for one in self.found.members:
            for number in (one.mother, one.father):
                parent = people.get(number) if number is not None else None
                if parent is not None and one.born and parent.born and parent.born.earliest >= one.born.latest:
                    self._tell("parent_younger", parent.where, number=parent.number)
            if one.number in _forebears(one, people) and one.number not in (one.mother, one.father):
                self._tell("parent_circle", one.where, number=one.number)

    def _on_record(self) -> None:
        """Nobody on record is told twice, or as living after their death."""
        told = [(one, one.known) for one in self.found.members if one.known is not None]
        numbers = [person.pk for _one, person in told]
        for one, person in told:
            if numbers.count(person.pk) > 1:
                self._tell("person_twice", f"{one.where}/person")
            if person.died_on is not None and self.found.on is not None and person.died_on < self.found.on:
                self._tell("dead_member", f"{one.where}/person")

    def _where(self, word: str) -> str:
        return self.mapped.household.get(word, "")

    def _tell(self, code: str, where: str, question: str = "", **facts: Any) -> None:
        if not any(one.code == code and one.where == where for one in self.found.problems):
            self.found.problems.append(Problem(code, where, question, facts))


def _forebears(one: Told, people: Mapping[int, Told]) -> set[int]:
    """The numbers of all that a form tells as somebody's parents, and as the parents of those."""
    found: set[int] = set()
    asked = [one.mother, one.father]
    while asked:
        number = asked.pop()
        if number is not None and number in people and number not in found:
            found.add(number)
            asked += [people[number].mother, people[number].father]
    return found


def _node(around: Node, path: str, repeat: str) -> Node | None:
    """The answer to a question within one member, or in the whole form."""
    nodes = [around]
    for name in path.removeprefix(repeat).split("/")[1 if repeat else 2 :]:
        nodes = [child for node in nodes for child in node.children if child.name == name]
    return nodes[0] if nodes else None


def _inside(around: Node, path: str, repeat: str) -> str:
    node = _node(around, path, repeat)
    return "" if node is None else node.value


def _answer(variable: dictionaries.Variable, node: Node) -> tuple[str, Any]:
    """Why there is no answer, or the answer as the dictionary reads it; neither where it was not asked."""
    applies: Node | None = node
    while applies is not None:
        if not applies.is_relevant:
            return "not_applicable", None
        applies = applies.parent
    text = node.value
    if not text:
        return "unknown", None
    if text in fitting.MISSING and text not in variable.codes and variable.type != "text":
        return fitting.MISSING[text], None
    match variable.type:
        case "boolean":
            return "", text in fitting.YES or text == "OK"
        case "integer":
            return "", float(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else text
        case "many_choice":
            return "", [code for code in text.split() if code not in fitting.MISSING or code in variable.codes]
        case "date":
            return "", text[:10]
    return "", text
