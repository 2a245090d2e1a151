"""What is written, as far as it can be understood: what is wrong with it, or what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

from ayni.assessment import queries as assessment
from ayni.commons.access.models import User
from ayni.commons.directory import queries as directory
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import alone, check, formatting, wording
from ayni.engines.rules.definition import Definition, Unit
from ayni.engines.rules.errors import DefinitionRefused
from ayni.programmes import queries as programmes
from ayni.registry import queries as registry
from ayni.web.programmes import passages

Titles = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Reading:
    """One rule in one language: `says` is its author's own text there, empty where there is none."""

    name: str
    says: str
    item: wording.Item


@dataclass(frozen=True)
class InLanguage:
    """All rules in one language."""

    code: str
    label: str
    is_rtl: bool
    readings: tuple[Reading, ...]
    amount: wording.Item | None


@dataclass(frozen=True)
class Written:
    """A text with its mistakes, or, when it has none, its readings: the reader's language first."""

    is_empty: bool = False
    wrongs: tuple[passages.Wrong, ...] = ()
    definition: Definition | None = None
    languages: tuple[InLanguage, ...] = ()

    @property
    def own(self) -> InLanguage | None:
        return self.languages[0] if self.languages else None

    @property
    def others(self) -> tuple[InLanguage, ...]:
        return self.languages[1:]


def of(text: str, unit: Unit, reader: User) -> Written:
    """What can be said of a text by the dictionary in force."""
    text = text.replace("\r\n", "\n")
    if not text.strip():
        return Written(is_empty=True)
    words = registry.dictionary()
    try:
        said = alone.read(text, unit)
    except DefinitionRefused as refused:
        return Written(wrongs=tuple(passages.wrong(text, [refused])))
    if problems := check.check(said, words):
        return Written(wrongs=tuple(passages.wrong(text, problems)), definition=said)
    own = programmes.language()
    codes = sorted((code for code, _label in settings.LANGUAGES), key=lambda code: code != own)
    titles = _titles(text, codes, reader)
    return Written(definition=said, languages=tuple(_in_language(said, words, titles, code) for code in codes))


def _in_language(said: Definition, words: dictionaries.Dictionary, titles: Titles, code: str) -> InLanguage:
    def item(rule: str) -> wording.Item:
        return wording.outline(rule, said.unit, words, code, titles)

    readings = tuple(Reading(one.name, one.says.get(code, ""), item(one.rule.text)) for one in said.criteria)
    amount = item(said.benefit.amount.text) if said.benefit.amount is not None else None
    info = translation.get_language_info(code)
    return InLanguage(code, info["name_local"], bool(info["bidi"]), readings, amount)


def _titles(text: str, codes: list[str], reader: User) -> Titles:
    """Of the scores, programmes and areas that rules name; asked for only when they name some."""
    found: dict[str, dict[str, str]] = {}
    for code in codes:
        with translation.override(code):
            for name, title in _named(text, reader):
                found.setdefault(name, {})[code] = title
    return found


def _named(text: str, reader: User) -> Iterator[tuple[str, str]]:
    if "within(" in text:
        yield from directory.names().items()
    if "enrolled(" in text or "received(" in text:
        yield from ((one.code, one.title) for one in programmes.programmes(reader))
    if "score(" in text:
        yield from assessment.titles().items()


@dataclass(frozen=True)
class RuleChange:
    """One rule in two texts, in words; empty where it is not in one of them."""

    name: str
    before: str
    after: str


def differences(before: Definition, after: Definition, reader: User) -> list[RuleChange]:
    """The rules that are not the same, in the reader's language; the amount comes last, without a name."""
    words, code = registry.dictionary(), programmes.language()
    rules = [_rules(one) for one in (before, after)]
    titles = _titles(" ".join(text for one in rules for text in one.values()), [code], reader)

    def read(said: Definition, rule: str) -> str:
        try:
            return wording.read(rule, said.unit, words, code, titles) if rule else ""
        except check.errors.RuleRefused:
            return rule

    changed = [name for name in {**rules[0], **rules[1]} if rules[0].get(name) != rules[1].get(name)]
    return [
        RuleChange(name, read(before, rules[0].get(name, "")), read(after, rules[1].get(name, ""))) for name in changed
    ]


def _rules(said: Definition) -> dict[str, Any]:
    """Each rule's text in its one form, by the criterion's name; the amount's has none."""
    found = {one.name: _one_form(one.rule.text) for one in said.criteria}
    return {**found, **({"": _one_form(said.benefit.amount.text)} if said.benefit.amount else {})}


def _one_form(rule: str) -> str:
    return rule if "//" in rule else formatting.format(rule)
