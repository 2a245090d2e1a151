"""The few kinds of node a rule is made of, whatever way it was written.

`at` is the character of the rule a node stands at: for messages only, so two nodes that mean the same are
equal. What CEL calls macros and operators are reduced to these by `grammar`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any
from typing import Literal as Word

#: Whose variable: the household's, its area's, the person's a rule is about, each member's in turn, the head's.
Subject = Word["household", "area", "person", "member", "head"]
Unit = Word["years", "months", "days"]


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
class Enrolled(Node):
    """Is somebody in a programme on the day? For "household": the household, or anybody in it."""

    subject: Subject
    code: str


@dataclass(frozen=True)
class Received(Node):
    """What the household was paid by a programme in so many months up to the day, in the currency of the registry."""

    code: str
    months: int


@dataclass(frozen=True)
class Within(Node):
    """Is the household's area this one, or inside it?"""

    code: str


@dataclass(frozen=True)
class Dated(Node):
    """A day that may be known only to lie between two days: a number in an interval, as `Age`."""

    subject: Subject
    name: str


@dataclass(frozen=True)
class Between(Node):
    """Completed years, completed months or days from one day to another."""

    unit: Unit
    start: Node
    end: Node


@dataclass(frozen=True)
class Shift(Node):
    """So many days, months or years after a day (before it, when negative); a month's last where it has no such day."""

    day: Node
    number: int
    unit: Unit


@dataclass(frozen=True)
class Part(Node):
    """The year or the month of a day, as a number."""

    part: Word["year", "month"]
    day: Node


@dataclass(frozen=True)
class Age(Node):
    """Completed years or months on a day: a number in an interval when the day of birth is."""

    subject: Subject
    day: Node
    unit: Word["years", "months"]


@dataclass(frozen=True)
class End(Node):
    """The earliest or the latest that a partial date may be. For the engine only: rules name the date."""

    subject: Subject
    name: str
    end: Word["from", "to"]


@dataclass(frozen=True)
class Applies(Node):
    """Does the question apply to this one? Always true or false. For the engine only: `applying` puts it in."""

    subject: Subject
    name: str


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
class Contains(Node):
    """`code in item`, where the item is a many-choice variable."""

    item: Node
    code: Node


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


#: What is asked of members with a yes or no for an answer.
ASKING = ("exists", "all", "one")


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
HEADED = Comparison("==", Variable("member", "relationship"), Literal("head"))
#: True when exactly one member is known to be the head: only then has a household a head.
HAS_HEAD = Members("one", Surely(HEADED))


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


def is_certain(node: Node) -> bool:
    """Is it always true or false, whatever is missing?"""
    match node:
        case Unknown() | Surely() | Applies():
            return True
        case Literal(value):
            return isinstance(value, bool)
        case Not() | And() | Or():
            return all(map(is_certain, children(node)))
    return False


def ends(node: "Age | Dated") -> tuple[End, End]:
    """The earliest and the latest that a partial date, or the day of birth an age is counted from, may be."""
    name = node.name if isinstance(node, Dated) else "born"
    return End(node.subject, name, "from"), End(node.subject, name, "to")


Leaf = Variable | Score | End | Applies | Enrolled | Received | Within


def leaves(node: Node) -> Iterator[Leaf]:
    """What must be read from the tables for a node."""
    for part in walk(node):
        if isinstance(part, Leaf):
            yield part
        elif isinstance(part, Age | Dated):
            yield from ends(part)


def key(node: Node) -> str:
    """A text that two nodes share only when they mean the same, wherever they stand: it may be kept in a file."""
    parts = (getattr(node, part.name) for part in fields(node) if part.name != "at")
    return f"{type(node).__name__}({', '.join(map(_written, parts))})"


def _written(part: object) -> str:
    if isinstance(part, tuple):
        return f"[{', '.join(map(_written, part))}]"
    return key(part) if isinstance(part, Node) else repr(part)


def about(subject: Subject, node: Node) -> Node:
    """The same question about somebody else."""
    changed: dict[str, Any] = {}
    for part in fields(node):
        value = getattr(node, part.name)
        if part.name == "subject":
            changed["subject"] = subject
        elif isinstance(value, Node):
            changed[part.name] = about(subject, value)
        elif isinstance(value, tuple):
            changed[part.name] = tuple(about(subject, item) for item in value)
    return replace(node, **changed) if changed else node


#: What is a yes or no, besides a variable.
TRUTHS = (
    *(Not, And, Or, Comparison, Among, Contains, Unknown, Surely),
    *(Applies, Enrolled, Within),
)
#: What is unknown as soon as anything it looks at is.
STRICT = (
    *(Comparison, Among, Contains, Arithmetic, Extreme, Between, Shift, Part),
    *(Age, Dated, Literal, Day, Variable, Applies, Enrolled, End),
)


def is_of_head(node: Node) -> bool:
    """A yes or no about the head alone that is unknown as soon as anything it looks at is."""
    return (
        isinstance(node, TRUTHS)
        and all(isinstance(part, STRICT) for part in walk(node))
        and {getattr(leaf, "subject", "household") for leaf in leaves(node)} == {"head"}
    )
