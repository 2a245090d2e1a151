"""What every language of the readings can say: one method for each phrase.

The texts given to a method are phrases of the same language, already made. A phrase may be put into another, so it
begins in lower case (unless with a label of the dictionary, kept as it is) and has no full stop.
"""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from babel import dates, numbers

FIRST_STRONG, END = "\u2068", "\u2069"
RIGHT_TO_LEFT = ("R", "AL")

Who = Literal["household", "area", "person", "member", "head"]
Noun = Literal["person", "woman", "girl", "female", "man", "boy", "male"]
Unit = Literal["years", "months", "days"]
Sign = Literal["<", "<=", ">", ">=", "==", "!="]
Kind = Literal["bool", "number", "text", "date"]


@dataclass(frozen=True)
class Value:
    """A phrase for a number, day or text; `gender` (m, f) where the language's own words say it, "" for a label."""

    text: str
    gender: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Attribute:
    """Something said of a person. `behind` a noun; `predicate` after "the person", when it can be said so."""

    behind: str
    predicate: str = ""
    feminine: str = ""
    plural: str = ""
    feminine_plural: str = ""

    def form(self, *, feminine: bool = False, plural: bool = False) -> str:
        found = (self.feminine_plural if feminine else self.plural) if plural else (self.feminine if feminine else "")
        return found or self.behind


@dataclass(frozen=True)
class People:
    """Some members of a household: what they are called and what is said of them."""

    noun: Noun = "person"
    attributes: tuple[Attribute, ...] = ()


class Phrases(ABC):
    """One language. Nothing here knows the tree of a rule; `sentences` does."""

    code: ClassVar[str]
    locale: ClassVar[str]
    right_to_left: ClassVar[bool] = False
    #: Labels of what the registry itself keeps: (entity, name) -> label, and of the codes of its choices.
    names: ClassVar[Mapping[tuple[str, str], str]]
    choices: ClassVar[Mapping[str, str]]

    def number(self, value: float) -> str:
        written = numbers.format_decimal(value, format="#,##0.######", locale=self.locale)
        return f"{FIRST_STRONG}{written}{END}" if self.right_to_left and value < 0 else written

    def day(self, value: date) -> str:
        return dates.format_date(value, "long", locale=self.locale)

    def foreign(self, text: str) -> str:
        """A name from elsewhere, kept from disturbing the order of the words around it."""
        found = {unicodedata.bidirectional(character) for character in text}
        strange = "L" in found if self.right_to_left else bool(found.intersection(RIGHT_TO_LEFT))
        return f"{FIRST_STRONG}{text}{END}" if strange else text

    def sentence(self, phrase: str) -> str:
        """A phrase with a capital at its beginning."""
        return re.sub(r"^[\W_]*\w", lambda match: match.group().upper(), phrase, count=1)

    def bracketed(self, phrase: str) -> str:
        return f"({phrase})"

    # names and values
    @abstractmethod
    def quoted(self, text: str) -> str: ...
    @abstractmethod
    def label_of(self, label: str, who: Who) -> Value: ...
    @abstractmethod
    def the_day(self) -> Value: ...
    @abstractmethod
    def yes(self, answer: bool) -> str: ...
    @abstractmethod
    def score(self, title: str) -> Value: ...
    @abstractmethod
    def received(self, title: str, months: int) -> Value: ...
    @abstractmethod
    def age(self, who: Who, unit: Unit, day: str) -> Value: ...
    @abstractmethod
    def between(self, unit: Unit, start: Value, end: Value) -> Value: ...
    @abstractmethod
    def shifted(self, day: Value, number: int, unit: Unit) -> Value: ...
    @abstractmethod
    def part(self, part: Literal["year", "month"], day: Value) -> Value: ...
    @abstractmethod
    def arithmetic(self, sign: Literal["+", "-", "*", "/"], left: Value, right: Value) -> Value: ...
    @abstractmethod
    def minus(self, value: Value) -> Value: ...
    @abstractmethod
    def extreme(self, which: Literal["min", "max"], items: Sequence[str]) -> Value: ...
    @abstractmethod
    def count(self, people: People) -> Value: ...
    @abstractmethod
    def gathered(self, what: Literal["sum", "min", "max", "avg"], value: Value, people: People) -> Value: ...
    @abstractmethod
    def if_else(self, test: str, yes: str, no: str) -> str: ...

    # conditions
    @abstractmethod
    def whole(self, unit: str, holds: bool) -> str:
        """The rule that holds for every unit ("household" or "person"), or for none."""

    @abstractmethod
    def always(self, holds: bool) -> str: ...
    @abstractmethod
    def not_so(self, clause: str) -> str: ...
    @abstractmethod
    def compared(self, sign: Sign, left: Value, right: Value, kind: Kind) -> str: ...
    @abstractmethod
    def one_of(self, value: Value, options: Sequence[str], negated: bool) -> str: ...
    @abstractmethod
    def answered(self, label: Value, answer: bool, negated: bool) -> str: ...
    @abstractmethod
    def contains(self, label: Value, choice: str, negated: bool) -> str: ...
    @abstractmethod
    def enrolled(self, who: Who, title: str, negated: bool) -> str: ...
    @abstractmethod
    def within(self, area: str, negated: bool) -> str: ...
    @abstractmethod
    def same_truth(self, left: str, right: str, negated: bool) -> str: ...

    # people
    @abstractmethod
    def aged(self, sign: Sign, number: float, unit: Unit, day: str) -> Attribute: ...
    @abstractmethod
    def aged_between(self, low: float, high: float, inclusive: bool, unit: Unit, day: str) -> Attribute: ...
    @abstractmethod
    def aged_one_of(self, options: Sequence[str], unit: Unit, day: str, negated: bool) -> Attribute: ...
    @abstractmethod
    def of_sex(self, code: str, negated: bool) -> Attribute: ...
    @abstractmethod
    def having(self, clause: str, *, verbal: bool) -> Attribute:
        """From a clause about the member; `verbal` when it has a verb, else it is a label and its answer."""

    @abstractmethod
    def in_programme(self, title: str, negated: bool) -> Attribute: ...
    @abstractmethod
    def for_whom(self, clause: str) -> Attribute: ...
    @abstractmethod
    def said_of(self, who: Who, attribute: Attribute) -> str: ...
    @abstractmethod
    def exists(self, people: People, negated: bool) -> str: ...
    @abstractmethod
    def exactly_one(self, people: People, negated: bool) -> str: ...
    @abstractmethod
    def everyone(self, people: People, attribute: Attribute, negated: bool) -> str: ...
    @abstractmethod
    def for_members(self, what: Literal["exists", "all", "one"], people: People, negated: bool) -> str: ...

    # lists
    @abstractmethod
    def both(self, clauses: Sequence[str]) -> str: ...
    @abstractmethod
    def either(self, clauses: Sequence[str]) -> str: ...
    @abstractmethod
    def options(self, items: Sequence[str]) -> str: ...
    @abstractmethod
    def all_of(self) -> str: ...
    @abstractmethod
    def any_of(self) -> str: ...
    @abstractmethod
    def listed(self, heading: str, clauses: Sequence[str]) -> str: ...
    @abstractmethod
    def branch(self) -> tuple[str, str, str]: ...
    @abstractmethod
    def is_plain(self, clause: str) -> bool: ...
