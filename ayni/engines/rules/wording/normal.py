"""A rule's tree as one would say it: "not" moved inward, the thing before the number, ages as ranges.

Every step keeps the meaning in three values. An order (`<`) with a question that may not apply is false both ways
round, so "not" stays in front of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from ayni.engines.rules import tree

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
MayNotApply = Callable[[tree.Variable], bool]


@dataclass(frozen=True)
class AgeRange(tree.Node):
    """From an age up to another, which is in it when `inclusive`."""

    age: tree.Age
    low: float
    high: float
    inclusive: bool


@dataclass(frozen=True)
class SameTruth(tree.Node):
    """Two conditions are both true or both false."""

    left: tree.Node
    right: tree.Node


@dataclass(frozen=True)
class Everyone(tree.Node):
    """What holds for every member, or for every one that `who` holds for."""

    who: tree.Node
    holds: tree.Node


def condition(node: tree.Node, may_not_apply: MayNotApply, is_condition: Callable[[tree.Node], bool]) -> tree.Node:
    """The same condition, its `Not` only around what has no opposite of its own."""
    return _Normal(may_not_apply, is_condition).positive(node)


@dataclass(frozen=True)
class _Normal:
    may_not_apply: MayNotApply
    is_condition: Callable[[tree.Node], bool]

    def positive(self, node: tree.Node) -> tree.Node:
        match node:
            case tree.Not(item):
                return self.negative(item)
            case tree.And(items):
                return _all([self.positive(item) for item in items])
            case tree.Or(items):
                return _any([self.positive(item) for item in items])
            case tree.Branch(test, yes, no):
                return tree.Branch(self.positive(test), self.positive(yes), self.positive(no))
            case tree.Comparison() if self.is_condition(node.left):
                return self.truths(node)
            case tree.Comparison(sign, left, right) if _is_fixed(left) and not _is_fixed(right):
                return tree.Comparison(TURNED[sign], right, left)  # type: ignore[arg-type]
            case tree.Members("all", tree.Or((tree.Not(who), *rest))) if rest:
                return Everyone(self.positive(who), _any([self.positive(item) for item in rest]))
            case tree.Members("all", where):
                return Everyone(tree.TRUE, self.positive(where))
            case tree.Members(what, where, None) if what != "count":
                return tree.Members(what, self.positive(where))
        return node

    def negative(self, node: tree.Node) -> tree.Node:
        match node:
            case tree.Literal(bool(value)):
                return tree.Literal(not value)
            case tree.Not(item):
                return self.positive(item)
            case tree.And(items):
                return _any([self.negative(item) for item in items])
            case tree.Or(items):
                return _all([self.negative(item) for item in items])
            case tree.Branch(test, yes, no):
                return tree.Branch(self.positive(test), self.negative(yes), self.negative(no))
            case tree.Comparison(sign, left, right):
                flips = sign in ("==", "!=") or not (self.unasked(left) or self.unasked(right))
                if flips:
                    return self.positive(tree.Comparison(OPPOSITE[sign], left, right))  # type: ignore[arg-type]
        return tree.Not(self.positive(node))

    def truths(self, node: tree.Comparison) -> tree.Node:
        """A comparison of two conditions; with true or false it is one of them alone."""
        left, right = node.left, node.right
        if isinstance(left, tree.Literal):
            left, right = right, left
        if not isinstance(right, tree.Literal) or isinstance(left, tree.Literal):
            same = SameTruth(self.positive(left), self.positive(right))
            return same if node.sign == "==" else tree.Not(same)
        if self.unasked(left) and right.value is False:
            answered_no = tree.Comparison("==", left, tree.FALSE)
            return answered_no if node.sign == "==" else tree.Not(answered_no)
        return self.positive(left) if (node.sign == "==") == right.value else self.negative(left)

    def unasked(self, node: tree.Node) -> bool:
        return isinstance(node, tree.Variable) and self.may_not_apply(node)


def _any(items: list[tree.Node]) -> tree.Node:
    flat = [part for item in items for part in (item.items if isinstance(item, tree.Or) else (item,))]
    return tree.Or(tuple(flat)) if len(flat) > 1 else flat[0]


def _all(items: list[tree.Node]) -> tree.Node:
    flat = [part for item in items for part in (item.items if isinstance(item, tree.And) else (item,))]
    joined = _ranges(flat)
    return tree.And(tuple(joined)) if len(joined) > 1 else joined[0]


def _ranges(items: list[tree.Node]) -> list[tree.Node]:
    """An age that is at least one number, and below or at most another, said at once."""
    found: list[tree.Node] = []
    for item in items:
        place = next((place for place, other in enumerate(found) if _range(other, item)), None)
        if place is None:
            found.append(item)
        else:
            found[place] = _range(found[place], item) or item
    return found


def _range(one: tree.Node, other: tree.Node) -> tree.Node | None:
    for low, high in ((one, other), (other, one)):
        match low, high:
            case (
                tree.Comparison(">=", tree.Age() as age, tree.Literal(float(least))),
                tree.Comparison("<" | "<=" as sign, tree.Age() as same, tree.Literal(float(most))),
            ) if age == same and least < most:
                return AgeRange(replace(age), least, most, sign == "<=")
    return None


def _is_fixed(node: tree.Node) -> bool:
    return isinstance(node, tree.Literal | tree.Day)
