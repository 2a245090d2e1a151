"""One node of a rule over the rows of a table, in three values.

A yes or no is two conditions: where it is surely so, and where it is surely not; where neither, it is unknown. They
need no CASE until somebody asks for the answer itself. Any other value is a column, null where unknown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from ayni.engines.rules import bits, days, kleene, tree

# Joining one projection to the next by writing its expressions out again would square their size with every step.
ibis.options.sql.fuse_selects = False

COMPARING = tree.Comparison | tree.Among | tree.Contains
#: Where something is surely so, and where it is surely not. Null counts as neither.
Sides = tuple[Any, Any]


@dataclass(frozen=True)
class Packed:
    """A yes or no that stands in some bits of a column.

    `swapped` when they tell of the opposite; `given` names a column without which nothing is known.
    """

    column: str
    place: bits.Place
    swapped: bool = False
    given: str = ""

    def sides(self, table: Any) -> Sides:
        word = table[self.column]
        upper = bits.Place(self.place.word, self.place.shift + 1, 1)
        sides = upper.read(word) != 0, self.place.read(word) == 0
        if self.given:
            sides = table[self.given] & sides[0], table[self.given] & sides[1]
        return sides[::-1] if self.swapped else sides


@dataclass(frozen=True)
class Frame:
    """A table and, for each node already computed, the column or the bits that hold it.

    `spans` are those of which two columns hold the least and the greatest they may be.
    """

    table: Any
    names: Mapping[tree.Node, str]
    on: date
    packed: Mapping[tree.Node, Packed] = field(default_factory=dict)
    spans: Mapping[tree.Node, tuple[str, str]] = field(default_factory=dict)

    def standing_on(self, table: Any) -> "Frame":
        """The same on a table that has all these columns, and others."""
        return replace(self, table=table)

    def with_shared(self, roots: Iterable[tree.Node]) -> "Frame":
        """The same with a column for each comparison that these ask more than once, so that it is made once."""
        asked = Counter(part for root in roots for part in self._within_row(root) if isinstance(part, COMPARING))
        shared = [node for node, times in asked.items() if times > 1]
        if not shared:
            return self
        names: dict[tree.Node, str] = {node: f"s{number}" for number, node in enumerate(shared)}
        table = self.table.mutate(**{name: self.column(node) for node, name in names.items()})
        return replace(self, table=table, names={**self.names, **names})

    def _within_row(self, node: tree.Node) -> Iterator[tree.Node]:
        """A node and what is inside it, but for what is asked of members, and what was computed already."""
        if node in self.packed or node in self.names:
            return
        yield node
        if not isinstance(node, tree.Members):
            for child in tree.children(node):
                yield from self._within_row(child)

    def column(self, node: tree.Node) -> Any:
        """The node's value, null where unknown."""
        if node in self.names:
            return self.table[self.names[node]]
        return self._answer(node) if node in self.packed else self._made(node)

    def _answer(self, node: tree.Node) -> Any:
        surely, surely_not = self.sides(node)
        return ibis.cases((surely, True), (surely_not, False))

    def _made(self, node: tree.Node) -> Any:
        match node:
            case tree.Literal(value):
                return _literal(value)
            case tree.Day():
                return ibis.literal(self.on)
            case tree.Branch(test, yes, no):
                asked, asked_not = self.sides(test)
                return ibis.cases((asked, self.column(yes)), (asked_not, self.column(no)))
            case tree.Age() | tree.Dated() | tree.Between():
                low, high = self.span(node)
                return ibis.cases((low == high, low))
            case tree.Shift(day, number, unit):
                return days.shifted(self.column(day), number, unit)
            case tree.Part(part, day):
                when = self.column(day)
                return (when.year() if part == "year" else when.month()).cast("float64")
            case tree.Arithmetic(sign, left, right):
                return _arithmetic(sign, self.column(left), self.column(right))
            case tree.Extreme(which, items):
                columns = [self.column(item) for item in items]
                best = ibis.least(*columns) if which == "min" else ibis.greatest(*columns)
                return ibis.cases((reduce(and_, [column.notnull() for column in columns]), best))
        return self._answer(node)

    def sides(self, node: tree.Node) -> Sides:
        """Where a yes or no is surely so, and where surely not."""
        if node in self.packed:
            return self.packed[node].sides(self.table)
        if node in self.names:
            return _both(self.table[self.names[node]])
        match node:
            case tree.Literal(value):
                return ibis.literal(bool(value)), ibis.literal(not value)
            case tree.Not(item):
                return self.sides(item)[::-1]
            case tree.And(items):
                return _joined([self.sides(item) for item in items])
            case tree.Or(items):
                return _joined([self.sides(item)[::-1] for item in items])[::-1]
            case tree.Among(item, options):
                return self._among(item, options)
            case tree.Contains(item, code):
                return _both(self._spaced(item).contains(self._spaced(code)))
            case tree.Comparison():
                return self._comparison(node)
            case tree.Unknown() | tree.Surely():
                return self._certain(node)
        if isinstance(node, tree.Leaf | tree.Members):
            raise LookupError(f"Nothing was prepared for {tree.key(node)}.")
        return _both(self.column(node))

    def _spaced(self, node: tree.Node) -> Any:
        """A text with a space on either side, so that a code is found only as a whole word."""
        if isinstance(node, tree.Literal):
            return ibis.literal(f" {node.value} ")
        return ibis.literal(" ") + self.column(node) + ibis.literal(" ")

    def _certain(self, node: "tree.Unknown | tree.Surely") -> Sides:
        if isinstance(node, tree.Unknown):
            is_unknown = self.column(node.item).isnull()
            return is_unknown, is_unknown == ibis.literal(False)
        surely = self.sides(node.item)[0].fill_null(False)
        return surely, surely == ibis.literal(False)

    def _among(self, item: tree.Node, options: tuple[tree.Node, ...]) -> Sides:
        if isinstance(item, tree.Variable) and all(isinstance(option, tree.Literal) for option in options):
            column, wanted = self.column(item), [self.column(option) for option in options]
            return column.isin(wanted), column.notin(wanted)
        return self.sides(tree.Or(tuple(tree.Comparison("==", item, option) for option in options)))

    def _comparison(self, node: tree.Comparison) -> Sides:
        if _is_span(node.left) or _is_span(node.right):
            return self.by_birth(node) or self._by_span(node)
        if _is_truth(node.left) or _is_truth(node.right):
            return self._of_truths(node)
        return _both(kleene.COMPARE[node.sign](self.column(node.left), self.column(node.right)))

    def _of_truths(self, node: tree.Comparison) -> Sides:
        (left, left_not), (right, right_not) = self.sides(node.left), self.sides(node.right)
        same, other = (left & right) | (left_not & right_not), (left & right_not) | (left_not & right)
        return (same, other) if node.sign == "==" else (other, same)

    def by_birth(self, node: tree.Comparison) -> Sides | None:
        """An age beside a plain number, on a day that is the same for all; None for any other comparison."""
        sign, age, number = node.sign, node.left, node.right
        if isinstance(age, tree.Literal):
            sign, age, number = days.FLIPPED.get(node.sign, node.sign), node.right, node.left  # type: ignore[assignment]
        if not isinstance(age, tree.Age) or not isinstance(number, tree.Literal):
            return None
        day = self.on if isinstance(age.day, tree.Day) else getattr(age.day, "value", None)
        if day is None:
            return None
        born_from, born_to = (self.column(end) for end in tree.ends(age))
        return days.compared(sign, born_from, born_to, age.unit, day, float(number.value))  # type: ignore[arg-type]

    def _by_span(self, node: tree.Comparison) -> Sides:
        (low, high), (other_low, other_high) = self.span(node.left), self.span(node.right)
        if node.sign in ("==", "!="):
            same = (low == high) & (other_low == other_high) & (low == other_low)
            apart = (high < other_low) | (other_high < low)
            return (same, apart) if node.sign == "==" else (apart, same)
        compare = kleene.COMPARE[node.sign]
        one, another = compare(low, other_high), compare(high, other_low)
        return one & another, (one == ibis.literal(False)) & (another == ibis.literal(False))

    def span(self, node: tree.Node) -> tuple[Any, Any]:
        """The least and the greatest a number or a day may be."""
        if node in self.spans:
            low, high = (self.table[name] for name in self.spans[node])
            return low, high
        match node:
            case tree.Dated():
                low, high = (self.column(end) for end in tree.ends(node))
                return low, high
            case tree.Age():
                day = self.column(node.day)
                earliest, latest = (self.column(end) for end in tree.ends(node))
                is_born = earliest <= day
                youngest = days.between(node.unit, ibis.cases((latest < day, latest), else_=day), day)
                known = is_born & latest.notnull()
                return ibis.cases((known, youngest)), ibis.cases((known, days.between(node.unit, earliest, day)))
            case tree.Between(unit, start, end):
                (first, last), (first_end, last_end) = self.span(start), self.span(end)
                return days.between(unit, last, first_end), days.between(unit, first, last_end)
        column = self.column(node)
        return column, column


def _is_span(node: tree.Node) -> bool:
    return isinstance(node, tree.Age | tree.Dated | tree.Between)


def _is_truth(node: tree.Node) -> bool:
    """Is it surely a yes or no that has no column of its own?"""
    if isinstance(node, tree.Members):
        return node.what in tree.ASKING
    return isinstance(node, tree.Not | tree.And | tree.Or | tree.Comparison | tree.Among | tree.Contains)


def _both(column: Any) -> Sides:
    """A boolean column's sides. Ibis 12 writes `~x` under `IS NULL` as `NOT x IS NULL`, which SQL reads otherwise."""
    return column, column == ibis.literal(False)


def _joined(parts: list[Sides]) -> Sides:
    return reduce(and_, [surely for surely, _ in parts]), reduce(or_, [surely_not for _, surely_not in parts])


def _literal(value: bool | float | str | date) -> Any:
    """A constant. A number is spelt as a double, or DuckDB would take 0.1 for a decimal and reckon in decimals."""
    return ibis.literal(repr(value)).cast("float64") if isinstance(value, float) else ibis.literal(value)


def _arithmetic(sign: str, left: Any, right: Any) -> Any:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right.nullif(0.0)
