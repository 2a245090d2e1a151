"""Indicators as a file an analyst can read: what is counted, of whom, by which groups.

    indicator: pension-coverage
    title: {en: Old people with a pension}
    definition: {en: Persons aged 65 or more who are enrolled in the old-age pension, of all persons aged 65 or more.}
    unit: share                                  # share | count | amount
    of: persons                                  # persons | households | another published table
    among: age(person, on) >= 65                 # the denominator; everybody when left out
    counted: person.receives_old_age_pension     # the numerator; whoever is among them when left out
    by: [sex, area_1]

Of persons and households, `among`, `counted` and `value` are rules. Of another table they are columns: `among` and
`counted` give the values a row must have, `value` the column that is summed. All refusals are IndicatorRefused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal, cast, get_args

import yaml

from ayni.kernel import refusals

Unit = Literal["share", "count", "amount"]
Labels = Mapping[str, str]
#: The values a row's columns must have: {"status": ("paid", "returned")}.
Where = Mapping[str, tuple[str, ...]]
Condition = str | Where

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RULED = ("persons", "households")
AREA = "area_1"  # among what a figure is told by: the first-level area
FIELDS = (
    "indicator",
    "title",
    "definition",
    "unit",
    "of",
    "among",
    "counted",
    "value",
    "by",
    "reference",
    "assessment",
)


class IndicatorRefused(refusals.Refused):
    """An indicator or group that cannot be used as written; the text says where, why and what to do."""


@dataclass(frozen=True)
class Indicator:
    """One indicator. `among`, `counted`: a rule, or values of columns; empty for all. `value`: what is summed.

    `assessment` names a figure of an assessment instead ("mpi.H"); nothing is counted then.
    """

    code: str
    unit: Unit
    of: str
    title: Labels = field(hash=False)
    definition: Labels = field(hash=False)
    among: Condition = field(default="", hash=False)
    counted: Condition = field(default="", hash=False)
    value: str = ""
    by: tuple[str, ...] = ()
    reference: str = ""
    assessment: str = ""

    @property
    def is_ruled(self) -> bool:
        return self.of in RULED


@dataclass(frozen=True)
class Group:
    """A way to tell people apart: each category by a rule. Whom no rule meets is in no category."""

    name: str
    labels: Labels = field(hash=False)
    categories: Mapping[str, str] = field(hash=False)
    category_labels: Mapping[str, Labels] = field(hash=False)
    unit: Literal["person", "household"] = "person"


def load(text: str, *, where: str = "") -> Indicator:
    """Read one indicator's file. `where` names it in messages."""
    place = where or "the indicator"
    source = _mapping(text, place)
    _known(source, FIELDS, place)
    code = _text(source, "indicator", place)
    if not CODE.fullmatch(code):
        raise IndicatorRefused(f"{place}: a code is lower-case letters and digits parted by hyphens; this is {code!r}.")
    of = str(source.get("of", "assessment" if "assessment" in source else ""))
    if not of:
        raise IndicatorRefused(f"{place}: `of` is missing. Write the table it counts, such as `of: persons`.")
    found = Indicator(
        code=code,
        unit=_unit(source, place),
        of=of,
        title=_labels(source, "title", place),
        definition=_labels(source, "definition", place),
        among=_condition(source, "among", of, place),
        counted=_condition(source, "counted", of, place),
        value=str(source.get("value", "")),
        by=tuple(str(name) for name in source.get("by", ())),
        reference=str(source.get("reference", "")),
        assessment=str(source.get("assessment", "")),
    )
    return _whole(found, place)


def load_groups(text: str, *, where: str = "") -> dict[str, Group]:
    """Read the groups' file: by name, `labels`, `unit` and `categories` of `rule` and `labels`."""
    place = where or "the groups"
    return {str(name): _group(str(name), source, place) for name, source in _mapping(text, place).items()}


def _group(name: str, source: Any, where: str) -> Group:
    place = f"{where}: group '{name}'"
    if not isinstance(source, dict) or not isinstance(source.get("categories"), dict):
        raise IndicatorRefused(f"{place} has no `categories`. Write each as `name: {{rule: ..., labels: ...}}`.")
    _known(source, ("labels", "unit", "categories"), place)
    categories = source["categories"]
    return Group(
        name=name,
        labels=_labels(source, "labels", place),
        categories={str(code): _text(one, "rule", f"{place}, '{code}'") for code, one in categories.items()},
        category_labels={str(code): _labels(one, "labels", f"{place}, '{code}'") for code, one in categories.items()},
        unit="household" if source.get("unit") == "household" else "person",
    )


def _whole(found: Indicator, place: str) -> Indicator:
    if found.unit == "share" and not found.counted and not found.assessment:
        raise IndicatorRefused(f"{place}: a share needs `counted`, the part of those among whom it is taken.")
    if (found.unit == "amount") != bool(found.value) and not found.assessment:
        raise IndicatorRefused(f"{place}: an amount names the `value` that is summed, and nothing else does.")
    return found


def _unit(source: dict[str, Any], place: str) -> Unit:
    word = source.get("unit")
    if word not in get_args(Unit):
        raise IndicatorRefused(f"{place}: `unit` is {word!r}; write one of {', '.join(get_args(Unit))}.")
    return cast(Unit, word)


def _condition(source: dict[str, Any], key: str, of: str, place: str) -> Condition:
    given = source.get(key, "" if of in RULED else {})
    if of in RULED:
        if not isinstance(given, str):
            raise IndicatorRefused(f"{place}: `{key}` is a rule in quotation marks, of {of}.")
        return given.strip()
    if not isinstance(given, dict):
        raise IndicatorRefused(f"{place}: `{key}` gives values of columns, as `{{status: [paid]}}`, of {of}.")
    return {str(name): _values(one) for name, one in given.items()}


def _values(given: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in (given if isinstance(given, list) else [given]))


def _mapping(text: str, place: str) -> dict[str, Any]:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise IndicatorRefused(f"{place} is not readable YAML: {error}") from error
    if not isinstance(found, dict):
        raise IndicatorRefused(f"{place} is empty or a list. Names and values belong there, as `name: value`.")
    return found


def _known(source: dict[str, Any], allowed: tuple[str, ...], place: str) -> None:
    for key in source:
        if key not in allowed:
            close = get_close_matches(str(key), allowed, n=1, cutoff=0.5)
            hint = f"Did you mean '{close[0]}'?" if close else f"Known here: {', '.join(allowed)}."
            raise IndicatorRefused(f"{place}: '{key}' is not known. {hint}")


def _text(source: Any, key: str, place: str) -> str:
    value = source.get(key) if isinstance(source, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise IndicatorRefused(f"{place}: `{key}` is missing or not text.")
    return value.strip()


def _labels(source: Any, key: str, place: str) -> dict[str, str]:
    given = source.get(key) if isinstance(source, dict) else None
    if not isinstance(given, dict) or not given:
        raise IndicatorRefused(f"{place}: `{key}` is missing. Write it in each language, as `{{en: ..., fr: ...}}`.")
    return {str(language): str(text).strip() for language, text in given.items()}
