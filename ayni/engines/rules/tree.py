"""The few kinds of node a rule is made of, whatever way it was written.

`at` is the character of the rule a node stands at: for messages only, so two nodes that mean the same are
equal. What CEL calls macros and operators are reduced to these by `grammar`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache
from typing import Literal as Word

#: Whose variable: the household's, the person's a rule is about, each member's in turn, the head's.
Subject = Word["household", "person", "member", "head"]


@dataclass(frozen=True)
class Node:
    at: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True)
class Literal(Node):
    value: bool | float | str | date

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))

    def __eq__(self, other: object) -> bool:
        """True and 1.0 are different things here."""
        return isinstance(other, Literal) and type(self.value) is type(other.value) and self.value == other.value


@dataclass(frozen=True)
class Day(Node):
    """The day of the decision, `on`."""


@dataclass(frozen=True)
class Variable(Node):
    subject: Subject
    name: str


@dataclass(frozen=True)
class Score(Node):
    """An earlier result of the household, `score("pmt")`."""

    code: str


@dataclass(frozen=True)
class Age(Node):
    """Completed years or months on a day: a number in an interval when the day of birth is."""

    subject: Subject
    day: Node
    unit: Word["years", "months"]


@dataclass(frozen=True)
class Born(Node):
    """The earliest or the latest day somebody may have been born. For the engine only: rules ask for an age."""

    subject: Subject
    end: Word["from", "to"]


@dataclass(frozen=True)
class Not(Node):
    item: Node


@dataclass(frozen=True)
class And(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Or(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Comparison(Node):
    sign: Word["<", "<=", ">", ">=", "==", "!="]
    left: Node
    right: Node


@dataclass(frozen=True)
class Among(Node):
    """`item in [options]`."""

    item: Node
    options: tuple[Node, ...]


@dataclass(frozen=True)
class Arithmetic(Node):
    sign: Word["+", "-", "*", "/"]
    left: Node
    right: Node


@dataclass(frozen=True)
class Extreme(Node):
    """`min(a, b, …)` or `max(a, b, …)`."""

    which: Word["min", "max"]
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Branch(Node):
    """`test ? yes : no`."""

    test: Node
    yes: Node
    no: Node


@dataclass(frozen=True)
class Members(Node):
    """Something asked of all members of the household at once.

    `where` says which members count, `value` what is summed or compared over them. `exists`, `all`, `one` and
    `count` have no value: their condition is `where`.
    """

    what: Word["exists", "all", "one", "count", "sum", "min", "max", "avg"]
    where: Node
    value: Node | None = None


@dataclass(frozen=True)
class Unknown(Node):
    """Is the item unknown? Always true or false. The engine asks it of rules; rules cannot."""

    item: Node


@dataclass(frozen=True)
class Surely(Node):
    """Is the item known to be true? Always true or false. For the engine only, as `Unknown`."""

    item: Node


TRUE, FALSE = Literal(True), Literal(False)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly inside a node, in the order written."""
    for part in fields(node):
        value = getattr(node, part.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from value


def walk(node: Node) -> Iterator[Node]:
    """A node and everything inside it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


@lru_cache(maxsize=10_000)
def depth(node: Node) -> int:
    """How many times the members must be gone through, one after another, before this is known."""
    inner = max((depth(child) for child in children(node)), default=0)
    if getattr(node, "subject", "") == "head":
        return max(inner, 1)
    return inner + isinstance(node, Members)


def conjunction(*items: Node) -> Node:
    """All of them, without the ones that say nothing."""
    telling = tuple(item for item in items if item != TRUE)
    if FALSE in telling:
        return FALSE
    return And(telling) if len(telling) > 1 else (telling or (TRUE,))[0]


def disjunction(*items: Node) -> Node:
    """Any of them, without the ones that say nothing."""
    telling = tuple(item for item in items if item != FALSE)
    if TRUE in telling:
        return TRUE
    return Or(telling) if len(telling) > 1 else (telling or (FALSE,))[0]


def births(age: Age) -> tuple[Born, Born]:
    """The two ends of the day of birth an age is counted from."""
    return Born(age.subject, "from"), Born(age.subject, "to")


def leaves(node: Node) -> Iterator[Node]:
    """What must be read from the tables for a node: variables, scores, days of birth."""
    for part in walk(node):
        if isinstance(part, Variable | Score | Born):
            yield part
        elif isinstance(part, Age):
            yield from births(part)
