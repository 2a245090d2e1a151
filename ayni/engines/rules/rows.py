"""One node of a rule as one column of a table, in three values: null is unknown.

SQL's own `AND`, `OR`, `NOT` and comparisons are Kleene's already; the rest is spelt out here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import ibis

from ayni.engines.rules import ages, kleene, tree


@dataclass(frozen=True)
class Frame:
    """A table and, for each node already computed, the name of the column that holds it."""

    table: Any
    names: Mapping[tree.Node, str]
    on: date

    def column(self, node: tree.Node) -> Any:
        """The node's column: as it was computed, or made from the columns there are."""
        if node in self.names:
            return self.table[self.names[node]]
        match node:
            case tree.Literal(value):
                return _literal(value)
            case tree.Day():
                return ibis.literal(self.on)
            case tree.Not(item):
                return _negated(self.column(item))
            case tree.And(items):
                return reduce(lambda left, right: left & right, map(self.column, items))
            case tree.Or(items):
                return reduce(lambda left, right: left | right, map(self.column, items))
            case tree.Unknown(item):
                return self.column(item).isnull()
            case tree.Surely(item):
                return self.column(item).fill_null(False)
            case tree.Among(item, options):
                return self.column(tree.Or(tuple(tree.Comparison("==", item, option) for option in options)))
            case tree.Branch(test, yes, no):
                asked = self.column(test)
                return ibis.cases((asked, self.column(yes)), (_negated(asked), self.column(no)))
            case tree.Comparison():
                return self._comparison(node)
        return self._number(node)

    def _number(self, node: tree.Node) -> Any:
        match node:
            case tree.Age():
                youngest, oldest = self._span(node)
                return ibis.cases((youngest == oldest, youngest))
            case tree.Arithmetic(sign, left, right):
                return _arithmetic(sign, self.column(left), self.column(right))
            case tree.Extreme(which, items):
                columns = [self.column(item) for item in items]
                best = ibis.least(*columns) if which == "min" else ibis.greatest(*columns)
                any_unknown = reduce(lambda left, right: left | right, [c.isnull() for c in columns])
                return ibis.cases((~any_unknown, best))
        raise TypeError(f"No column was prepared for the node {type(node).__name__}.")

    def _comparison(self, node: tree.Comparison) -> Any:
        if not isinstance(node.left, tree.Age) and not isinstance(node.right, tree.Age):
            return kleene.COMPARE[node.sign](self.column(node.left), self.column(node.right))
        by_birth = self._by_birth(node)
        return self._by_span(node) if by_birth is None else by_birth

    def _by_birth(self, node: tree.Comparison) -> Any | None:
        """An age beside a plain number, on a day that is the same for all."""
        sign, age, number = node.sign, node.left, node.right
        if isinstance(age, tree.Literal):
            sign, age, number = ages.FLIPPED.get(node.sign, node.sign), node.right, node.left  # type: ignore[assignment]
        if not isinstance(age, tree.Age) or not isinstance(number, tree.Literal):
            return None
        day = self.on if isinstance(age.day, tree.Day) else getattr(age.day, "value", None)
        if day is None:
            return None
        born_from, born_to = (self.column(born) for born in tree.births(age))
        return ages.compared(sign, born_from, born_to, age.unit, day, float(number.value))  # type: ignore[arg-type]

    def _by_span(self, node: tree.Comparison) -> Any:
        (low, high), (other_low, other_high) = self._span(node.left), self._span(node.right)
        compare = kleene.COMPARE[node.sign]
        if node.sign in ("==", "!="):
            is_exact = (low == high) & (other_low == other_high)
            is_apart = (high < other_low) | (other_high < low)
            return ibis.cases((is_exact, compare(low, other_low)), (is_apart, node.sign == "!="))
        one, another = compare(low, other_high), compare(high, other_low)
        return ibis.cases((one == another, one))

    def _span(self, node: tree.Node) -> tuple[Any, Any]:
        """The least and the greatest a number may be."""
        if not isinstance(node, tree.Age):
            column = self.column(node)
            return column, column
        day = self.column(node.day)
        born_from, born_to = (self.column(born) for born in tree.births(node))
        return ages.completed(born_to, day, node.unit), ages.completed(born_from, day, node.unit)


def _literal(value: bool | float | str | date) -> Any:
    """A constant. A number is spelt as a double, or DuckDB would take 0.1 for a decimal and reckon in decimals."""
    return ibis.literal(repr(value)).cast("float64") if isinstance(value, float) else ibis.literal(value)


def _negated(column: Any) -> Any:
    """Kleene's not. Ibis 12 writes `~x` under `IS NULL` as `NOT x IS NULL`, which SQL reads the other way."""
    return column == ibis.literal(False)


def _arithmetic(sign: str, left: Any, right: Any) -> Any:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right.nullif(0.0)
