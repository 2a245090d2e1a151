"""One variable and its choices, checked as they are made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from ayni.engines.dictionary import errors

Entity = Literal["household", "person"]
Type = Literal["boolean", "integer", "decimal", "text", "date", "choice"]
Sensitivity = Literal["public", "personal", "sensitive"]

NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Choice:
    """One answer of a choice variable: the code kept in the data and its label by language."""

    code: str
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Variable:
    """One question's place in the data.

    `minimum` and `maximum` bound plausible numbers, in `unit`. `since` is the first day it was asked.
    Raises DictionaryError for a bad name, an unknown type, or choices that do not fit.
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

    def __post_init__(self) -> None:
        object.__setattr__(self, "choices", tuple(self.choices))
        for problem in (_wrong_word(self), _wrong_name(self), _wrong_choices(self), _wrong_bounds(self)):
            if problem:
                raise errors.DictionaryError(f"Variable {self.entity}.{self.name}: {problem}")

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(choice.code for choice in self.choices)

    def label(self, language: str) -> str:
        """Its label in a language, else in English, else its name."""
        return self.labels.get(language) or self.labels.get("en") or self.name


def _wrong_word(variable: Variable) -> str:
    for word, value, allowed in (
        ("entity", variable.entity, get_args(Entity)),
        ("type", variable.type, get_args(Type)),
        ("sensitivity", variable.sensitivity, get_args(Sensitivity)),
    ):
        if value not in allowed:
            return f"its {word} is {value!r}; write one of {', '.join(allowed)}."
    return ""


def _wrong_name(variable: Variable) -> str:
    if not NAME.fullmatch(variable.name):
        return "a name is written in lower-case letters, digits and underscores, and begins with a letter."
    return ""


def _wrong_choices(variable: Variable) -> str:
    if (variable.type == "choice") != bool(variable.choices):
        return "a choice variable lists its choices, and no other type has any."
    repeated = sorted({code for code in variable.codes if variable.codes.count(code) > 1})
    return f"the code {repeated[0]!r} is listed twice; keep one." if repeated else ""


def _wrong_bounds(variable: Variable) -> str:
    low, high = variable.minimum, variable.maximum
    if low is not None and high is not None and low > high:
        return f"its minimum {low} is above its maximum {high}; exchange them."
    return ""
