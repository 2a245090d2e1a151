"""What monitoring answers when the dictionary is to change: which indicators could no longer be counted."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Literal

from django.utils import timezone

from ayni.engines import dictionary as dictionaries
from ayni.engines.measures.indicators import Indicator
from ayni.engines.rules import check
from ayni.engines.rules import errors as rules
from ayni.monitoring import queries
from ayni.programmes import queries as programmes
from ayni.registry import queries as registry

Wants = Literal["bool", "number"]
UNITS: dict[str, Literal["person", "household"]] = {"persons": "person", "households": "household"}


@registry.reads
def uses(dictionary: dictionaries.Dictionary) -> Iterator[registry.Use]:
    """Every rule of every indicator and group."""
    codes = tuple(version.programme.code for version in programmes.in_force(timezone.localdate()))
    words = _with_receipts(dictionary, codes)
    for one in queries.defined().values():
        if one.is_ruled:
            for part, rule, wants in _rules(one):
                yield _use(one.code, part, rule, UNITS[one.of], wants, words)
    for group in queries.groups().values():
        for category, rule in group.categories.items():
            yield _use(group.name, f"the category {category}", rule, group.unit, "bool", words)


def _rules(one: Indicator) -> Iterator[tuple[str, str, Wants]]:
    for part in ("among", "counted"):
        rule = getattr(one, part)
        if rule:
            yield f"`{part}`", rule, "bool"
    if one.value:
        yield "`value`", one.value, "number"


def _use(code: str, place: str, rule: str, unit: str, wants: Wants, words: dictionaries.Dictionary) -> registry.Use:
    named, problem = _read(rule, unit, wants, words)
    return registry.Use("indicator", code, code, place, named, problem)


@functools.lru_cache(maxsize=512)
def _read(rule: str, unit: str, wants: Wants, words: dictionaries.Dictionary) -> tuple[frozenset[tuple[str, str]], str]:
    try:
        return frozenset(check.expression(rule, unit, words, wants).types), ""
    except rules.RuleRefused as refused:
        return frozenset(), str(refused)


@functools.lru_cache(maxsize=8)
def _with_receipts(dictionary: dictionaries.Dictionary, codes: tuple[str, ...]) -> dictionaries.Dictionary:
    """The dictionary with what people receive, as indicators are counted with."""
    from ayni.engines.measures import receiving  # the engines, which who looks at the dictionary does without

    return receiving.extended(dictionary, codes)
