"""An instrument's text in plain words: each rule read out, and what does not check, at the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from ayni.assessment import queries as assessment
from ayni.assessment.queries import spelled
from ayni.assessment.queries.instruments import problems as problems_of
from ayni.commons import languages
from ayni.commons.access.models import User
from ayni.commons.directory import queries as directory
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import errors as rules
from ayni.engines.rules import wording
from ayni.kernel.refusals import Refused
from ayni.programmes import queries as programmes
from ayni.registry import queries as registry
from ayni.web.assessments import shaping

LONGEST = 100_000


@dataclass(frozen=True)
class RuleRead:
    """One rule: its name, its author's words, and what it means as lines under lines (None when it does not check)."""

    name: str
    label: str
    rule: str
    item: wording.Item | None


@dataclass(frozen=True)
class Checked:
    """A text with what is wrong in it (by line, and by the place in the form), or what it means."""

    text: str
    values: dict[str, Any] | None
    problems: tuple[tuple[int, str], ...]
    errors: dict[str, list[str]]
    rules: tuple[RuleRead, ...]
    method: str
    title: str
    can_be_form: bool

    @property
    def is_right(self) -> bool:
        return not self.problems


def of(text: str, reader: User) -> Checked:
    """What can be said of a text by the dictionary in force."""
    text = text.replace("\r\n", "\n")[:LONGEST]
    try:
        read = spelled.read(text)
    except Refused as refused:
        return _wrong(text, [(getattr(refused, "line", 0), str(refused))])
    found = [(one.line, one.message) for one in problems_of(text)]
    return _wrong(text, found, tuple(rules_of(read, reader)), read.method, languages.text(read.labels) or read.code)


def rules_of(read: Any, reader: User) -> Iterator[RuleRead]:
    """Every rule of a text that was read, in the reader's language."""
    words, code = registry.dictionary(), programmes.language()
    titles = _titles(" ".join(one.rule for one in read.rules), code, reader)
    for one in read.rules:
        label = languages.text(one.labels) or shaping.word(one.name)
        yield RuleRead(one.name, label, one.rule, _item(one, read, words, code, titles))


def _item(one: Any, read: Any, words: dictionaries.Dictionary, code: str, titles: Any) -> wording.Item | None:
    try:
        return wording.outline(one.rule, spelled.unit_of(one, read), words, code, titles)
    except (rules.RuleRefused, Refused, KeyError):
        return None


def _titles(text: str, code: str, reader: User) -> dict[str, dict[str, str]]:
    """Of the scores, programmes and areas that rules name; asked for only when they name some."""
    found: dict[str, str] = {}
    if "within(" in text:
        found |= directory.names()
    if ("enrolled(" in text or "received(" in text) and reader.may("programmes.see"):
        found |= {one.code: one.title for one in programmes.programmes(reader)}
    if "score(" in text:
        found |= assessment.titles()
    return {name: {code: title} for name, title in found.items()}


def _wrong(
    text: str,
    problems: list[tuple[int, str]],
    read: tuple[RuleRead, ...] = (),
    method: str = "",
    title: str = "",
) -> Checked:
    places = shaping.lines(text)
    errors: dict[str, list[str]] = {}
    for line, message in problems:
        errors.setdefault(places.get(line, ""), []).append(message)
    found = values(text)
    return Checked(text, found, tuple(problems), errors, read, method, title, found is not None)


def values(text: str) -> dict[str, Any] | None:
    """The values for a form; None for a text that is no YAML, or that says a thing once for many places."""
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            return None
        found = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else None


def method(text: str) -> str:
    """The method of a text; empty for one that cannot be read."""
    try:
        return str(spelled.read(text).method)
    except Refused:
        return ""


def why_no_form() -> str:
    return _("This text cannot be shown as a form: it is not readable, or says a thing once for many places (&, *).")
