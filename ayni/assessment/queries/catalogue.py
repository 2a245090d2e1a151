"""The catalogue of needs in force: each need with its words, how urgent it is, and the rule by which it is found."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.utils.translation import gettext as _

from ayni.assessment import errors, lifecycle, models
from ayni.assessment.queries import spelled
from ayni.commons import languages

URGENCIES = ("now", "soon", "later")
KEYS = ("name", "labels", "says", "urgency", "unit", "rule", "indicator", "next")
WHOLE = ("code", "method", "unit", "labels", "source", "needs")


@dataclass(frozen=True)
class Need:
    """One need. `rule` is of a household, or of each person in it; `indicator` says whose rule it is, if another's."""

    name: str
    labels: Mapping[str, str] = field(hash=False)
    says: Mapping[str, str] = field(hash=False)
    urgency: str
    unit: spelled.Unit
    rule: str
    indicator: str = ""
    next: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def title(self) -> str:
        return languages.text(self.labels) or self.name.replace("_", " ")

    @property
    def words(self) -> str:
        return languages.text(self.says) or self.title

    @property
    def order(self) -> int:
        return URGENCIES.index(self.urgency)


def instrument() -> models.Instrument | None:
    """The catalogue in force; None when none was adopted."""
    found = models.Instrument.objects.filter(kind=models.Kind.NEEDS, status=lifecycle.ADOPTED)
    return found.order_by("-version", "-id").first()


def needs(catalogue: models.Instrument | None = None) -> dict[str, Need]:
    """The needs of a catalogue (the one in force), by name; the most urgent first. None adopted: none.

    A need that is found by another instrument's indicator has the rule of the version in force; no such indicator: no
    rule, and nobody is found.
    """
    chosen = catalogue or instrument()
    if chosen is None:
        return {}
    found = [_with_rule(one) for one in read(chosen.definition, f"{chosen.code}.yaml")]
    return {one.name: one for one in sorted(found, key=lambda one: one.order)}


@functools.lru_cache(maxsize=16)
def read(text: str, where: str) -> tuple[Need, ...]:
    """The needs of a text. Refuses: SpecRefused."""
    written = spelled.read(text, where)
    lines = {one.name: one.line for one in (*written.rules, *written.named)}
    _known(written.spec, WHOLE, where, 1)
    listed = written.spec.get("needs")
    if not isinstance(listed, list) or not listed:
        remedy = _("Each has `name`, `labels`, `says`, `urgency` and `rule`.")
        raise spelled.SpecRefused(where, 1, _("`needs` lists no need."), remedy)
    found = tuple(_need(one, where, lines) for one in listed)
    names = [one.name for one in found]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        problem = _("“%(name)s” is listed twice.") % {"name": twice}
        raise spelled.SpecRefused(where, lines.get(twice, 1), problem, _("Give each need its own name."))
    return found


def _need(given: Any, where: str, lines: Mapping[str, int]) -> Need:
    if not isinstance(given, dict) or not isinstance(given.get("name"), str):
        raise spelled.SpecRefused(where, 1, _("A need has no `name`."), _("Write each as `- name: food`."))
    name = given["name"]
    line, facts = lines.get(name, 1), {"name": name}
    _known(given, KEYS, where, line)
    if not spelled.CODE.fullmatch(name):
        remedy = _("Use small letters, digits and “_”.")
        raise spelled.SpecRefused(where, line, _("“%(name)s” is no name of a need.") % facts, remedy)
    urgency = str(given.get("urgency", "soon"))
    if urgency not in URGENCIES:
        problem = _("The urgency of “%(name)s” is “%(urgency)s”.") % {**facts, "urgency": urgency}
        raise spelled.SpecRefused(where, line, problem, _("Write now, soon or later."))
    if bool(given.get("rule")) == bool(given.get("indicator")):
        remedy = _("Write `rule: …`, or `indicator: instrument/indicator`, and not both.")
        raise spelled.SpecRefused(where, line, _("It is not said by what “%(name)s” is found.") % facts, remedy)
    unit = str(given.get("unit", "household"))
    if unit not in ("household", "person"):
        problem = _("The unit of “%(name)s” is “%(unit)s”.") % {**facts, "unit": unit}
        raise spelled.SpecRefused(where, line, problem, _("Write household or person."))
    labels, says, next_ = (_texts(given, key, where, line) for key in ("labels", "says", "next"))
    rule, indicator = str(given.get("rule") or ""), str(given.get("indicator") or "")
    return Need(name, labels, says, urgency, cast(spelled.Unit, unit), rule, indicator, next_)


def _texts(given: Mapping[str, Any], key: str, where: str, line: int) -> dict[str, str]:
    value = given.get(key) or {}
    if isinstance(value, str):
        return {"en": value}
    if not isinstance(value, dict):
        problem = _("`%(key)s` gives words by language.") % {"key": key}
        raise spelled.SpecRefused(where, line, problem, _("Such as `{en: …, fr: …}`."))
    return {str(language): str(text) for language, text in value.items()}


def _known(given: Mapping[str, Any], allowed: tuple[str, ...], where: str, line: int) -> None:
    for key in given:
        if key not in allowed:
            remedy = _("Known here: %(known)s.") % {"known": ", ".join(allowed)}
            raise spelled.SpecRefused(where, line, _("“%(key)s” is not known here.") % {"key": key}, remedy)


def _with_rule(one: Need) -> Need:
    if not one.indicator:
        return one
    code, _slash, name = one.indicator.partition("/")
    holder = (
        models.Instrument.objects.filter(code=code, status=lifecycle.ADOPTED)
        .exclude(kind=models.Kind.NEEDS)
        .order_by("-version")
        .first()
    )
    if holder is None:
        return one
    written = spelled.read(holder.definition, f"{code}.yaml")
    found = next((rule for rule in written.rules if rule.name == name), None)
    if found is None:
        return one
    unit = spelled.unit_of(found, written)
    return Need(one.name, one.labels or found.labels, one.says, one.urgency, unit, found.rule, one.indicator, one.next)


def need(name: str) -> Need:
    """Refuses: UnknownNeed."""
    known = needs()
    if name not in known:
        raise errors.UnknownNeed(name, list(known))
    return known[name]
