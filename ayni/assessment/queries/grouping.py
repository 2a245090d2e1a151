"""The ways in which figures can be told apart on a snapshot: areas, groups with rules, and variables."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from ayni.assessment import errors
from ayni.assessment.queries import spelled
from ayni.commons import languages
from ayni.commons.directory.models import AreaLevel
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import errors as rules

WRITTEN = Path(__file__).resolve().parent.parent / "groups.yaml"
AREA = re.compile(r"area_([1-9])")
CHOSEN = ("choice", "boolean")
MOST = 6


@dataclass(frozen=True)
class Group:
    """One way: its name, what it is called in the reader's language, and its categories by code (empty: as they come).

    `kind` is "area" (of `level`), "rules" (a rule for each category) or "variable".
    """

    name: str
    title: str
    kind: str
    level: int = 0
    categories: Mapping[str, str] = field(default_factory=dict, hash=False)
    rules: Mapping[str, str] = field(default_factory=dict, hash=False)
    is_sensitive: bool = False


def groups(unit: spelled.Unit, words: dictionaries.Dictionary) -> dict[str, Group]:
    """Every way that this dictionary allows for a unit, by name: areas first, then groups, then variables."""
    found = {one.name: one for one in (*_areas(), *_ruled(unit, words))}
    for variable in words:
        if variable.entity in (unit, "household") and variable.type in CHOSEN and variable.name not in found:
            found[variable.name] = _variable(variable)
    return found


def chosen(names: list[str], unit: spelled.Unit, words: dictionaries.Dictionary) -> list[Group]:
    """The groups of these names, each once. Refuses: GroupUnknown."""
    known = groups(unit, words)
    for name in names:
        if name not in known:
            raise errors.GroupUnknown(name, list(known))
    if len(set(names)) > MOST:
        raise errors.GroupUnknown(names[MOST], list(known), _("At most %(most)d are told at once.") % {"most": MOST})
    return [known[name] for name in dict.fromkeys(names)]


def _areas() -> list[Group]:
    titles = {level.number: str(level) for level in AreaLevel.objects.all()} or {1: ""}
    return [
        Group(f"area_{number}", title or _("First-level area"), "area", number)
        for number, title in sorted(titles.items())
        if number <= 9
    ]


def _ruled(unit: spelled.Unit, words: dictionaries.Dictionary) -> list[Group]:
    found = []
    for name, said in _written()[unit].items():
        texts = {str(code): one["rule"] for code, one in said["categories"].items()}
        checked = [spelled.checked_of(rule, unit, words) for rule in texts.values()]
        if any(isinstance(one, rules.RuleRefused) for one in checked):
            continue  # this country's dictionary does not ask for it
        named = {pair for one in checked if not isinstance(one, rules.RuleRefused) for pair in one.types}
        secret = any(_is_sensitive(words, entity, variable) for entity, variable in named)
        labels = {str(code): languages.text(one["labels"]) for code, one in said["categories"].items()}
        found.append(Group(name, languages.text(said["labels"]), "rules", 0, labels, texts, secret))
    return found


def _is_sensitive(words: dictionaries.Dictionary, entity: str, name: str) -> bool:
    known = words.get(entity, name)
    return known is not None and known.sensitivity == "sensitive"


def _variable(variable: dictionaries.Variable) -> Group:
    labels = {choice.code: languages.text(choice.labels) or choice.code for choice in variable.choices}
    if variable.type == "boolean":
        labels = {"yes": _("Yes"), "no": _("No")}
    secret = variable.sensitivity == "sensitive"
    title = languages.text(variable.labels) or variable.name.replace("_", " ")
    return Group(variable.name, title, "variable", 0, labels, {}, secret)


@functools.cache
def _written() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(WRITTEN.read_text(encoding="utf-8"))
    return found
