"""How variables, values and results are said to people, in their language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import definition as definitions
from ayni.engines.rules import wording as readings
from ayni.programmes import queries as programmes

MEMBER = re.compile(r"members\[(\d+)\]")


@dataclass(frozen=True)
class UsedShown:
    """One answer a criterion looked at; `is_hidden` when it is sensitive."""

    label: str
    value: str
    is_hidden: bool = False


@dataclass(frozen=True)
class CriterionShown:
    """One criterion of a decision: met (True), not met (False) or not known (None)."""

    name: str
    says: str
    met: bool | None
    used: tuple[UsedShown, ...]


@dataclass(frozen=True)
class Words:
    """Labels by a dictionary. `names`: members by number; `scores`: instruments' titles by code."""

    dictionary: dictionaries.Dictionary
    names: Mapping[int, str] = field(default_factory=dict)
    scores: Mapping[str, str] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """A variable as the rules name it (`household.floor`, `members[3].born`), in words."""
        subject, _dot, word = name.rpartition(".")
        if subject == "score":
            return self.scores.get(word, word)
        if not subject:
            return _("Members of the household")
        what = self._what("household" if subject == "household" else "person", word)
        whose = self._whose(subject)
        return _("%(what)s (%(whose)s)") % {"what": what, "whose": whose} if whose else what

    def criterion(self, criterion: definitions.Criterion, definition: definitions.Definition) -> str:
        """What a criterion says: its author's words in the reader's language, else its rule in plain words."""
        language = programmes.language()
        titles = {code: {language: title} for code, title in self.scores.items()}
        return readings.criterion_reads(criterion, definition, self.dictionary, language, titles)

    def used(self, name: str, value: Any) -> UsedShown:
        """A value a rule looked at. A sensitive one is never told here: it is opened by itself, for a purpose."""
        variable = self._variable(name)
        if variable is not None and variable.sensitivity == "sensitive":
            return UsedShown(self.label(name), _("hidden"), is_hidden=True)
        return UsedShown(self.label(name), self.value(name, value))

    def value(self, name: str, value: Any) -> str:
        """An answer in words."""
        if value is None:
            return _("not known")
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, date):
            return formats.date_format(value)
        if isinstance(value, int | float | Decimal):
            return str(formats.localize(round(value, 2) if isinstance(value, float) else value))
        return self._choice(name, str(value))

    def _choice(self, name: str, code: str) -> str:
        variable = self._variable(name)
        built_in = BUILT_IN_CHOICES.get(code) if variable is None else None
        if built_in is not None:
            return _(built_in)
        choices = variable.choices if variable else ()
        found = next((choice for choice in choices if choice.code == code), None)
        labels = found.labels if found else {}
        return labels.get(programmes.language()) or labels.get("en") or code

    def _what(self, entity: str, word: str) -> str:
        variable = self.dictionary.get(entity, word)
        return variable.label(programmes.language()) if variable else _(BUILT_IN.get(word, word))

    def _whose(self, subject: str) -> str:
        numbered = MEMBER.fullmatch(subject)
        if numbered:
            number = int(numbered[1])
            return self.names.get(number) or _("member %(number)d") % {"number": number}
        if subject == "members":
            return _("each member")
        return _("head of the household") if subject == "head" else ""

    def _variable(self, name: str) -> dictionaries.Variable | None:
        subject, _dot, word = name.rpartition(".")
        return self.dictionary.get("household" if subject == "household" else "person", word)


def sentence(
    result: str,
    *,
    met: Sequence[str],
    not_met: Sequence[str],
    missing: Sequence[str],
) -> str:
    """The result in one sentence, from the criteria's own texts and the labels of what is missing."""
    if result == "eligible":
        return _("Yes: %(criteria)s.") % {"criteria": listed(met)} if met else _("Yes.")
    if result == "ineligible":
        return _("No, because this is not so: %(criteria)s.") % {"criteria": listed(not_met)}
    return _("We need to know: %(answers)s.") % {"answers": listed(missing)}


def change(result: str, *, not_met: Sequence[str], missing: Sequence[str]) -> str:
    """What would change a result; empty for a yes."""
    if result == "ineligible":
        return _("This would change if the following became so: %(criteria)s.") % {"criteria": listed(not_met)}
    if result == "needs_information":
        return _("It is decided as soon as these answers are in: %(answers)s.") % {"answers": listed(missing)}
    return ""


def benefit(definition: definitions.Definition, amount: Decimal | None) -> str:
    """What an eligible unit receives: its own amount, or the programme's promise in words."""
    if amount is None or definition.benefit.amount is None:
        return definition.benefit.reads(programmes.language())
    places = 0 if amount == amount.to_integral_value() else 2
    written = formats.number_format(amount, places, force_grouping=True)
    money = {"amount": written, "currency": definition.benefit.currency}
    if definition.benefit.every == "month":
        return _("%(currency)s %(amount)s every month") % money
    if definition.benefit.every == "quarter":
        return _("%(currency)s %(amount)s every quarter") % money
    if definition.benefit.every == "year":
        return _("%(currency)s %(amount)s every year") % money
    return _("%(currency)s %(amount)s once") % money


def listed(texts: Sequence[str]) -> str:
    """Several texts in one line."""
    return "; ".join(text.rstrip(".") for text in texts)


BUILT_IN = {
    "area": gettext_noop("Area"),
    "area_1": gettext_noop("First-level area"),
    "sex": gettext_noop("Sex"),
    "relationship": gettext_noop("Relationship to the head"),
    "number": gettext_noop("Place in the list of members"),
    "age": gettext_noop("Age"),
    "months": gettext_noop("Age in months"),
    "born": gettext_noop("Day of birth"),
}
BUILT_IN_CHOICES = {
    "female": gettext_noop("Female"),
    "male": gettext_noop("Male"),
    "head": gettext_noop("Head"),
    "spouse": gettext_noop("Spouse"),
    "child": gettext_noop("Child"),
    "parent": gettext_noop("Parent"),
    "grandchild": gettext_noop("Grandchild"),
    "sibling": gettext_noop("Sibling"),
    "other_relative": gettext_noop("Other relative"),
    "non_relative": gettext_noop("Not a relative"),
}
