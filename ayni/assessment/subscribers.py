"""What assessment answers when the dictionary is to change: which instruments would no longer check."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from ayni.assessment import queries
from ayni.assessment.actions import written
from ayni.engines import dictionary as dictionaries
from ayni.engines.measures import instruments
from ayni.engines.rules import check
from ayni.engines.rules import errors as rules
from ayni.registry import queries as registry

#: How a survey drew its households: read by name, not by a rule.
DESIGN = ("survey_weight", "survey_stratum", "survey_psu")
Read = tuple[str, frozenset[tuple[str, str]], str]


@registry.reads
def uses(dictionary: dictionaries.Dictionary) -> Iterator[registry.Use]:
    """Every rule of the newest version of each instrument, and the sample's design that all of them read."""
    for one in queries.instruments():
        for place, named, problem in _read(one.code, one.definition, dictionary):
            yield registry.Use("instrument", one.code, str(one), place, named, problem)
        for name in DESIGN:
            yield _design(one.code, str(one), name, dictionary)


def _design(code: str, title: str, name: str, dictionary: dictionaries.Dictionary) -> registry.Use:
    known = dictionary.get("household", name)
    named = frozenset({("household", name)}) if known else frozenset()
    problem = "" if known else f"No household has a variable {name!r}, by which a sample is weighted."
    return registry.Use("instrument", code, title, f"the sample's {name}", named, problem)


@functools.lru_cache(maxsize=64)
def _read(code: str, text: str, dictionary: dictionaries.Dictionary) -> tuple[Read, ...]:
    instrument = written.read(code, text)
    return tuple(_checked(name, rule, dictionary) for name, rule in _rules(instrument))


def _rules(instrument: written.Written) -> Iterator[tuple[str, str]]:
    if isinstance(instrument, instruments.ProxyInstrument):
        yield "outcome", instrument.outcome
        yield from ((one.name, one.rule) for one in instrument.regressors)
    else:
        yield from ((one.name, one.rule) for one in instrument.indicators)


def _checked(name: str, rule: str, dictionary: dictionaries.Dictionary) -> Read:
    """A rule for a number, or for yes and no."""
    place = f"the rule of “{name}”"
    try:
        return place, frozenset(check.expression(rule, "household", dictionary, "number").types), ""
    except rules.RuleRefused:
        pass
    try:
        return place, frozenset(check.expression(rule, "household", dictionary, "bool").types), ""
    except rules.RuleRefused as refused:
        return place, frozenset(), str(refused)
