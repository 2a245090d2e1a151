"""A form as one request works on it: opened, laid into its nodes, and held against the questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import User
from ayni.engines.questionnaires import errors as refused
from ayni.engines.questionnaires import instances, xpath
from ayni.engines.questionnaires.fitting import Mapped
from ayni.engines.questionnaires.instances import Instance
from ayni.engines.questionnaires.nodes import Node
from ayni.engines.questionnaires.problems import Problem
from ayni.engines.questionnaires.tree import Choice, Form, Group, Question
from ayni.intake.queries import drafts
from ayni.intake.queries.questionnaires_wording import problem_text
from ayni.registry import queries as registry
from ayni.web.filling import controls, pages
from ayni.web.filling.controls import Asked, Offer, Words
from ayni.web.filling.pages import Place


@dataclass(frozen=True, repr=False)
class Logic:
    """What is the same for every form of a version: its mapping, its lists in files, how its questions are asked."""

    form: Form
    mapped: Mapped
    files: drafts.Rows
    partial: frozenset[str]

    @classmethod
    def of(cls, version: Any, form: Form, reader: User) -> Logic:
        known = registry.dictionary()
        types = {(one.entity, one.name): one.type for entity in ("household", "person") for one in known.of(entity)}
        files = drafts.rows_of(version, reader=reader)
        return cls(form, Mapped.from_data(version.mapping), files, drafts.partial_dates(version, types))

    @property
    def parents(self) -> frozenset[str]:
        """The questions that name another member as a parent, by their number."""
        words = (self.mapped.person.get(word, "") for word in ("mother", "father"))
        return frozenset(path for path in words if path.startswith(f"{self.mapped.members}/"))

    @property
    def words(self) -> Words:
        return Words(self.partial, self.parents)

    def listed(self, question: Question) -> list[Choice]:
        """Every choice of a question, whatever is asked before it."""
        rows = self.files.get(question.file)
        if rows is not None:
            return [Choice(one.get("name", ""), {"en": one.get("label", "")}, one) for one in rows]
        return list(self.form.lists.get(question.choices, ()))


class Work:
    """One's own form, opened. Refuses: NoSuchForm, FormOver."""

    @sensitive_variables()
    def __init__(self, number: int, reader: User, *, at: datetime | None = None) -> None:
        self.now = at or timezone.localtime()
        self.row = drafts.draft(number, reader=reader)
        self.reader = reader
        opened = drafts.opened(self.row, at=self.now)
        self.form, self.answers, self.removed = opened.form, opened.answers, opened.removed
        self.logic = Logic.of(self.row.version, self.form, reader)

    def lay(self) -> None:
        """Work everything out anew after answers have changed."""
        for name in ("instance", "around", "problems", "values"):
            self.__dict__.pop(name, None)

    @cached_property
    def instance(self) -> Instance:
        return drafts.made(self.form, self.answers, now=self.now, files=self.logic.files)

    @cached_property
    def around(self) -> xpath.Surroundings:
        return xpath.Surroundings(self.now, instances.lists(self.form, self.logic.files))

    @cached_property
    def problems(self) -> list[Problem]:
        return drafts.problems(self.instance, now=self.now, files=self.logic.files)

    def holds(self, expression: str, node: Node) -> bool:
        try:
            return xpath.as_boolean(xpath.read(expression).on(node, self.around))
        except (refused.NotEvaluated, refused.ExpressionError):
            return True

    def asked(
        self, place: Place, *, finding: Mapping[str, str] | None = None, tells: bool = False
    ) -> Iterator[Asked | Group]:
        """Each question of a page as it is asked now, with the headings among them; errors when they are to be told."""
        wrong = {one.where: one for one in reversed(self.problems)} if tells else {}
        values = self.values(place)
        for item in place.part.items:
            node = self.instance.at(place.where(item))
            if isinstance(item, Group):
                yield item
            elif pages.is_shown(item) and node is not None:
                asked = self._asked(item, node, place, values, finding or {})
                problem = wrong.get(node.where)
                asked.error = self.told(problem, asked) if problem and not asked.is_hidden else ""
                yield asked

    def _asked(
        self, item: Question, node: Node, place: Place, values: Mapping[str, str], finding: Mapping[str, str]
    ) -> Asked:
        text, words = node.text, self.logic.words
        listed = self.logic.listed(item) if item.type in ("select_one", "select_multiple") else []
        kind = controls.kind_of(item, words, len(listed))
        asked = Asked(
            item,
            kind,
            controls.title_of(item, self.form, values),
            controls.text_of(item.hints, self.form, values),
            value=text,
            is_required=bool(item.required) and self.holds(item.required, node),
            is_hidden=not drafts.applies(node),
            find=finding.get(item.path, ""),
            months=months() if kind in ("date", "partial") else (),
            mode=controls.PLAIN.get(item.type, ("", ""))[1],
        )
        if kind == "member":
            asked.offers = self._members(place, text)
        elif listed:
            found = controls.offers(self._offered(item, node, listed), self.form, text, values)
            asked.found = item.path in finding
            asked.offers = controls.searched(found, asked.find) if kind == "search" else found
        return asked

    def _offered(self, item: Question, node: Node, listed: list[Choice]) -> list[Choice]:
        """The choices that may be chosen after what was answered before."""
        if "[" not in item.items:
            return listed
        try:
            found = xpath.read(item.items).on(node, self.around)
        except refused.NotEvaluated:
            return listed
        codes = {name.text for one in found for name in one.named("name")}
        return [one for one in listed if one.name in codes]

    def _members(self, place: Place, text: str) -> list[Offer]:
        """The others in the list, by the number they have there."""
        upper = pages.at(self.form, place.upper)
        found = pages.entries(upper, self.instance) if upper else []
        return [
            Offer(str(number), f"{number}. {self.summary(node)[0]}", str(number) == text)
            for number, node in enumerate(found, start=1)
            if number != place.entry
        ]

    def values(self, place: Place) -> dict[str, str]:
        """The answers that labels may name, nearest first."""
        found: dict[str, str] = {}
        for node in self.instance.root.walk():
            if isinstance(node.item, Question) and node.text:
                near = node.where.startswith(f"{place.around}/")
                if near or (node.name not in found and "[" not in node.where):
                    found[node.name] = node.text
        return found

    def told(self, problem: Problem, asked: Asked | None = None) -> str:
        """What is wrong, in the reader's words."""
        if problem.code == "note":
            return self.label(problem.question)
        if problem.code == "required":
            if asked is not None and asked.kind in ("radio", "many", "search", "member"):
                return _("Choose an answer.")
            return _("Write an answer.")
        if problem.code == "wrong_type" and problem.facts.get("type") in ("integer", "range"):
            return _("Write a whole number, in digits.")
        if problem.code == "wrong_type" and problem.facts.get("type") == "decimal":
            return _("Write a number, in digits.")
        if problem.code == "wrong_type" and problem.facts.get("type") == "date":
            return _("Write a day that is in the calendar, with day, month and year.")
        if problem.code == "wrong_type" and problem.facts.get("type") == "geopoint":
            return _("Write the latitude and the longitude as numbers, such as 34.02 and -6.83.")
        return problem_text(problem.to_data(), None)

    def label(self, path: str) -> str:
        item = next((one for one in self.form.items if one.path == path), None)
        return controls.title_of(item, self.form, {}) if item else path

    def summary(self, node: Node) -> tuple[str, str]:
        """An entry of a list in few words: who or what it is, and two things more."""
        said = [one for one in node.walk() if isinstance(one.item, Question) and one.item.is_asked and one.value]
        names = [one.text for one in said if one.item and one.item.type == "text"][:2]  # type: ignore[union-attr]
        more = [self._short(one) for one in said if one.item and one.item.type in ("select_one", "integer")][:2]  # type: ignore[union-attr]
        return " ".join(names) or _("Nothing written yet"), " · ".join(filter(None, more))

    def _short(self, node: Node) -> str:
        assert isinstance(node.item, Question)
        found = next((one for one in self.form.lists.get(node.item.choices, ()) if one.name == node.text), None)
        return controls.text_of(found.labels, self.form, {}) if found else node.text

    def walk(self) -> Iterator[Place]:
        return pages.walk(self.form, self.instance, self.around)

    def place_of(self, problem: Problem) -> str:
        """The page on which a problem can be put right; the first when none can be told."""
        places = list(self.walk())
        for place in places:
            if any(place.where(one) == problem.where for one in place.part.questions):
                return place.key
        for place in places:
            if place.part.repeat and problem.where.startswith(place.where(place.part.repeat)):
                return place.key
        return places[0].key if places else "1"

    @property
    def first_open(self) -> str:
        """Where to go on: the first page with something missing; empty when nothing is."""
        return self.place_of(self.problems[0]) if self.problems else ""


def months() -> tuple[tuple[str, str], ...]:
    """The months by number, in the reader's language."""

    return tuple((f"{number:02d}", str(name)) for number, name in MONTHS.items())
