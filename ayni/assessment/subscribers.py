"""What assessment answers when the dictionary is to change: which instruments would no longer check."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from ayni.assessment import lifecycle, models
from ayni.assessment.queries import spelled
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import errors as rules
from ayni.registry import queries as registry

#: How a survey drew its households: read by name, not by a rule.
DESIGN = ("survey_weight", "survey_stratum", "survey_psu")
Read = tuple[str, frozenset[tuple[str, str]], str]


@registry.reads
def uses(dictionary: dictionaries.Dictionary) -> Iterator[registry.Use]:
    """Every rule of each instrument in force and of those being written, and the sample's design that all read."""
    for one in _instruments():
        is_in_force = one.status == lifecycle.ADOPTED
        for place, named, problem in _read(one.code, one.definition, dictionary):
            yield registry.Use("instrument", one.code, str(one), place, named, problem, is_in_force)
        if one.kind != models.Kind.NEEDS:
            for name in DESIGN:
                yield _design(one.code, str(one), name, dictionary, is_in_force)


def _instruments() -> list[models.Instrument]:
    """The version in force of each, and each that is not adopted yet."""
    states = (lifecycle.ADOPTED, lifecycle.DRAFT, lifecycle.REVIEWED)
    found: dict[tuple[str, bool], models.Instrument] = {}
    for one in models.Instrument.objects.filter(status__in=states).order_by("code", "-version"):
        found.setdefault((one.code, one.status == lifecycle.ADOPTED), one)
    return list(found.values())


def _design(code: str, title: str, name: str, dictionary: dictionaries.Dictionary, is_in_force: bool) -> registry.Use:
    known = dictionary.get("household", name)
    named = frozenset({("household", name)}) if known else frozenset()
    problem = "" if known else f"No household has a variable {name!r}, by which a sample is weighted."
    return registry.Use("instrument", code, title, f"the sample's {name}", named, problem, is_in_force)


@functools.lru_cache(maxsize=64)
def _read(code: str, text: str, dictionary: dictionaries.Dictionary) -> tuple[Read, ...]:
    try:
        written = spelled.read(text, f"{code}.yaml")
    except spelled.SpecRefused as refused:
        return (("its text", frozenset(), str(refused)),)
    found = [_checked(one, spelled.unit_of(one, written), dictionary) for one in written.rules]
    for one in written.named:
        named = {(entity, one.rule) for entity in (written.unit, "household") if dictionary.get(entity, one.rule)}
        if named:
            found.append((f"“{one.name}”", frozenset(named), ""))
    return tuple(found)


def _checked(one: spelled.Ruled, unit: spelled.Unit, dictionary: dictionaries.Dictionary) -> Read:
    """A rule for a number, or for yes and no; a variable's name alone is looked for below."""
    place = f"the rule of “{one.name}”"
    checked = spelled.checked_of(one.rule, unit, dictionary)
    if isinstance(checked, rules.RuleRefused):
        is_name = one.rule.isidentifier()
        return place, frozenset(), "" if is_name else str(checked)
    return place, frozenset(checked.types), ""
