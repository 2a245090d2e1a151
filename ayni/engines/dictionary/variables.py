"""One variable and its choices, checked as they are made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from ayni.engines.dictionary import errors

Entity = Literal["household", "person", "area"]
Type = Literal["boolean", "integer", "decimal", "text", "date", "partial_date", "choice", "many_choice", "location"]
Sensitivity = Literal["public", "personal", "sensitive"]
Missing = Literal["unknown", "refused", "not_applicable"]
ENTITIES, TYPES = get_args(Entity), get_args(Type)
SENSITIVITIES, MISSING = get_args(Sensitivity), get_args(Missing)

NAME = re.compile(r"[a-z][a-z0-9_]*")
CHOOSING = ("choice", "many_choice")
NUMBERS = ("integer", "decimal")


@dataclass(frozen=True)
class Choice:
    """One answer of a choice or many-choice variable: the code kept in the data and its label by language."""

    code: str
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Variable:
    """One question's place in the data.

    `minimum` and `maximum` bound plausible numbers, in `unit`. `since` is the first day it was asked.
    `missing` says which of three different things may stand instead of an answer: "unknown" (nobody could tell),
    "refused" (the person would not say), "not_applicable" (the question does not arise for this one).
    Raises DictionaryError for a bad name, an unknown type, or choices or bounds that do not fit.
    """

    name: str
    entity: Entity
    type: Type
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    sensitivity: Sensitivity = "personal"
    question: Mapping[str, str] = field(default_factory=dict, hash=False)
    source: str = ""
    version: int = 1
    since: date | None = None
    missing: tuple[Missing, ...] = ("unknown", "refused")

    def __post_init__(self) -> None:
        object.__setattr__(self, "choices", tuple(self.choices))
        object.__setattr__(self, "missing", tuple(self.missing))
        for check in (_wrong_word, _wrong_name, _wrong_choices, _wrong_bounds, _wrong_missing):
            if problem := check(self):
                raise errors.DictionaryError(f"Variable {self.entity}.{self.name}: {problem}")
        object.__setattr__(self, "missing", tuple(kind for kind in MISSING if kind in self.missing))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(choice.code for choice in self.choices)

    @property
    def may_not_apply(self) -> bool:
        return "not_applicable" in self.missing

    def label(self, language: str) -> str:
        """Its label in a language, else in English, else its name."""
        return self.labels.get(language) or self.labels.get("en") or self.name


def _wrong_word(variable: Variable) -> str:
    for word, value, allowed in (
        ("entity", variable.entity, ENTITIES),
        ("type", variable.type, TYPES),
        ("sensitivity", variable.sensitivity, SENSITIVITIES),
    ):
        if value not in allowed:
            return f"its {word} is {value!r}; write one of {', '.join(allowed)}."
    return ""


def _wrong_name(variable: Variable) -> str:
    if not NAME.fullmatch(variable.name):
        return "a name is written in lower-case letters, digits and underscores, and begins with a letter."
    return ""


def _wrong_choices(variable: Variable) -> str:
    if (variable.type in CHOOSING) != bool(variable.choices):
        return "a choice or many_choice variable lists its choices, and no other type has any."
    if blank := [
        code for code in variable.codes if not code.strip() or (_is_many(variable) and code.split() != [code])
    ]:
        return f"the code {blank[0]!r} is empty or has a space in it; write it in one word."
    repeated = sorted({code for code in variable.codes if variable.codes.count(code) > 1})
    return f"the code {repeated[0]!r} is listed twice; keep one." if repeated else ""


def _wrong_bounds(variable: Variable) -> str:
    low, high = variable.minimum, variable.maximum
    bounds = [bound for bound in (low, high) if bound is not None]
    if bounds and variable.type not in NUMBERS:
        return "only an integer or a decimal has a minimum or a maximum; leave them out."
    if not all(isinstance(bound, int | float) and not isinstance(bound, bool) for bound in bounds):
        return f"its minimum and maximum are numbers, not {bounds[0]!r}."
    if low is not None and high is not None and low > high:
        return f"its minimum {low} is above its maximum {high}; exchange them."
    return ""


def _wrong_missing(variable: Variable) -> str:
    unknown = [kind for kind in variable.missing if kind not in MISSING]
    if unknown:
        return f"`missing` names {unknown[0]!r}; it lists some of {', '.join(MISSING)}."
    return ""


def _is_many(variable: Variable) -> bool:
    return variable.type == "many_choice"
