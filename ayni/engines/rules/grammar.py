"""From CEL's parse to the nodes of `tree`: what the rule language has, and nothing else.

No dictionary is needed here: names are resolved to a subject and a field, and `check` says whether the field
is there. Raises RuleRefused at the character of what the language does not have.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from ayni.engines.rules import errors, loops, syntax, tree

COMPARISONS = {f"_{sign}_": sign for sign in ("<", "<=", ">", ">=", "==", "!=")}
ARITHMETIC = {f"_{sign}_": sign for sign in "+-*/"}
#: What is counted between two days, and what is added to one.
BETWEEN: Mapping[str, tree.Unit] = {"years_between": "years", "months_between": "months", "days_between": "days"}
ADDED: Mapping[str, tree.Unit] = {"add_years": "years", "add_months": "months", "add_days": "days"}
PARTS: Mapping[str, Literal["year", "month"]] = {"year": "year", "month": "month"}
FUNCTIONS = (
    *("age", "months", "score", "enrolled", "received", "within", "date", *BETWEEN, *ADDED, *PARTS),
    *("size", "min", "max", "sum", "avg", "count"),
)
OVER_MEMBERS = ("exists", "all", "exists_one", "filter", "map", "size", "count", "sum", "min", "max", "avg")
TOO_COSTLY = "Every member would be compared with every other, which is too costly."
SUBJECTS = ("household", "area", "person", "head")
LONGEST_SHIFT = 100_000  # days, months or years: more is a slip of the pen
LONGEST_PAYMENTS = 120  # months that payments may be looked back


@lru_cache(maxsize=4096)
def read(text: str) -> tree.Node:
    """A rule's tree. Raises RuleRefused with the position and the reason."""
    root, problems = read_all(text)
    if problems:
        raise problems[0].refusal(text)
    return root


def read_all(text: str) -> tuple[tree.Node, list[errors.Misplaced]]:
    """A rule's tree, with a Mistake wherever the language does not have what is written, and each such problem.

    Raises RuleRefused for what is no expression at all.
    """
    parsed = syntax.parse(text)
    problems: list[errors.Misplaced] = []
    return _Reader(parsed, Scope(), problems).node(parsed.root), problems


@dataclass(frozen=True)
class Mistake(tree.Node):
    """What could not be read, where it stands."""


@dataclass(frozen=True)
class Scope:
    """What a name in brackets means at this place: this loop's member, and the loops around it."""

    member: str | None = None
    outer: frozenset[str] = frozenset()

    def inside(self, member: str) -> "Scope":
        return Scope(member, self.outer | ({self.member} if self.member else set()))


@dataclass(frozen=True)
class Range:
    """Members to go through: those `where` holds, and what `map` made of each."""

    where: tree.Node = tree.TRUE
    value: tree.Node | None = None


class _Reader:
    """Reads one part of the parse inside one scope."""

    def __init__(self, parsed: syntax.Parsed, scope: Scope, problems: list[errors.Misplaced]) -> None:
        self.parsed, self.scope, self.problems = parsed, scope, problems

    def node(self, expr: Any) -> tree.Node:
        try:
            return self._node(expr)
        except errors.Misplaced as problem:
            self.problems.append(problem)
            return Mistake(at=problem.at)

    def _node(self, expr: Any) -> tree.Node:
        at = self.parsed.at(expr)
        match expr.WhichOneof("kind"):
            case "const_expr":
                return self._literal(expr.const_expr, at)
            case "ident_expr":
                return self._name(expr.ident_expr.name, at)
            case "select_expr":
                return self._field(expr.select_expr, at)
            case "call_expr" if expr.call_expr.HasField("target"):
                return self._method(expr.call_expr, at)
            case "call_expr":
                return self._call(expr.call_expr.function, expr.call_expr.args, at)
            case "comprehension_expr":
                return self._loop(expr.comprehension_expr, at)
            case "list_expr":
                raise errors.Misplaced("A list stands only on the right of 'in'.", at)
        raise errors.Misplaced("The rule language has no maps and makes no records.", at)

    def _literal(self, constant: Any, at: int) -> tree.Node:
        match constant.WhichOneof("kind"):
            case "bool_value":
                return tree.Literal(constant.bool_value, at=at)
            case "int64_value":
                return tree.Literal(float(constant.int64_value), at=at)
            case "double_value":
                return tree.Literal(constant.double_value, at=at)
            case "string_value":
                return tree.Literal(constant.string_value, at=at)
            case "null_value":
                hint = "A missing answer makes a rule unknown by itself; leave the comparison out."
                raise errors.Misplaced("Rules do not compare with null.", at, hint)
        raise errors.Misplaced("Only numbers, texts in quotation marks, true and false can be written here.", at)

    def _name(self, name: str, at: int) -> tree.Node:
        if name == "on":
            return tree.Day(at=at)
        if name == "members":
            raise errors.Misplaced(
                "'members' is a list.", at, "Ask something of it, as members.exists(m, …) or size(members)."
            )
        if name in SUBJECTS or name == self.scope.member:
            raise errors.Misplaced(
                f"{name!r} is not a value by itself.", at, f"Name one of its variables, as {name}.id."
            )
        self._not_outer(name, at)
        known = [*SUBJECTS, "members", "on", *([self.scope.member] if self.scope.member else [])]
        raise errors.Misplaced(f"Nothing is called {name!r} here.", at, _nearest(name, known))

    def _subject(self, expr: Any) -> tree.Subject:
        name, at = expr.ident_expr.name, self.parsed.at(expr)
        if expr.WhichOneof("kind") != "ident_expr":
            raise errors.Misplaced("Only household, area, person, head and a member have variables.", at)
        if name == self.scope.member:
            return "member"
        if name in SUBJECTS:
            if name == "person" and self.scope.member:
                raise errors.Misplaced("A loop over members cannot look back at 'person'.", at, TOO_COSTLY)
            return name  # type: ignore[no-any-return]
        self._name(name, at)
        raise errors.Misplaced(f"{name!r} has no variables.", at, "Only household, area, person, head and members do.")

    def _not_outer(self, name: str, at: int) -> None:
        if name in self.scope.outer:
            raise errors.Misplaced(f"A loop inside a loop cannot look back at {name!r}.", at, TOO_COSTLY)

    def _field(self, select: Any, at: int) -> tree.Node:
        if select.test_only:
            hint = "A missing answer makes a rule unknown by itself; leave has(…) out."
            raise errors.Misplaced("Rules do not ask whether an answer is there.", at, hint)
        return tree.Variable(self._subject(select.operand), select.field, at=at + 1)

    def _call(self, function: str, args: Sequence[Any], at: int) -> tree.Node:
        if function in COMPARISONS:
            return tree.Comparison(COMPARISONS[function], *self._nodes(args), at=at)  # type: ignore[arg-type]
        if function in ARITHMETIC:
            return tree.Arithmetic(ARITHMETIC[function], *self._nodes(args), at=at)  # type: ignore[arg-type]
        match function:
            case "_&&_":
                return tree.And(_flat(tree.And, self._nodes(args)), at=at)
            case "_||_":
                return tree.Or(_flat(tree.Or, self._nodes(args)), at=at)
            case "!_":
                return tree.Not(self.node(args[0]), at=at)
            case "-_":
                return tree.Arithmetic("-", tree.Literal(0.0, at=at), self.node(args[0]), at=at)
            case "_?_:_":
                return tree.Branch(*self._nodes(args), at=at)
            case "@in":
                return self._among(args, at)
            case "_%_":
                raise errors.Misplaced("The rule language has no remainder (%).", at)
            case "_[_]":
                raise errors.Misplaced("A member is not picked by number.", at, "Use members.exists(m, …) or head.")
        return self._function(function, args, at)

    def _function(self, function: str, args: Sequence[Any], at: int) -> tree.Node:
        match function, len(args):
            case "age" | "months", 2:
                unit = "years" if function == "age" else "months"
                return tree.Age(self._subject(args[0]), self.node(args[1]), unit, at=at)  # type: ignore[arg-type]
            case "score", 1:
                return tree.Score(self._quoted(args[0], 'score("pmt")'), at=at)
            case "enrolled", 1:
                return tree.Enrolled("household", self._quoted(args[0], 'enrolled("child-grant")'), at=at)
            case "enrolled", 2:
                code = self._quoted(args[1], 'enrolled(m, "child-grant")')
                return tree.Enrolled(self._subject(args[0]), code, at=at)
            case "received", 2:
                code = self._quoted(args[0], 'received("child-grant", 12)')
                return tree.Received(code, self._whole(args[1], 1, LONGEST_PAYMENTS), at=at)
            case "within", 2:
                return self._inside(args, at)
            case "date", 1:
                return self._date(args[0], at)
        return self._of_days(function, args, at) or self._gathered(function, args, at)

    def _of_days(self, function: str, args: Sequence[Any], at: int) -> tree.Node | None:
        match function, len(args):
            case (("years_between" | "months_between" | "days_between"), 2):
                return tree.Between(BETWEEN[function], *self._nodes(args), at=at)
            case (("add_years" | "add_months" | "add_days"), 2):
                number = self._whole(args[1], -LONGEST_SHIFT, LONGEST_SHIFT)
                return tree.Shift(self.node(args[0]), number, ADDED[function], at=at)
            case (("year" | "month"), 1):
                return tree.Part(PARTS[function], self.node(args[0]), at=at)
        return None

    def _gathered(self, function: str, args: Sequence[Any], at: int) -> tree.Node:
        match function, len(args):
            case "size" | "count" | "sum" | "min" | "max" | "avg", 1:
                return self._over(function, self._range(args[0]), at)
            case "min" | "max", _ if args:
                return tree.Extreme(function, self._nodes(args), at=at)
        if function in FUNCTIONS:
            raise errors.Misplaced(f"{function}(…) is not written with {len(args)} things in its brackets.", at)
        raise errors.Misplaced(f"There is no function {function!r}.", at, _nearest(function, FUNCTIONS))

    def _method(self, call: Any, at: int) -> tree.Node:
        function, args = call.function, call.args
        if function not in OVER_MEMBERS:
            raise errors.Misplaced(f"There is no function {function!r}.", at, _nearest(function, OVER_MEMBERS))
        over = self._range(call.target)
        if not args:
            return self._over(function, over, at)
        if len(args) != 2 or args[0].WhichOneof("kind") != "ident_expr":
            example = f"members.{function}(m, age(m, on))"
            raise errors.Misplaced(
                f"{function}(…) takes a name for the member and what to take of it.", at, f"As {example}."
            )
        body = self._within(args[0].ident_expr.name, at).node(args[1])
        if function == "count":
            return self._over("count", Range(_both(over.where, body), over.value), at)
        if over.value is not None:
            raise errors.Misplaced(f"After map(…) write {function}() with nothing in its brackets.", at)
        return self._over(function, Range(over.where, body), at)

    def _loop(self, comprehension: Any, at: int) -> tree.Node:
        loop = loops.recognise(comprehension)
        if loop is None or loop.what in ("filter", "map"):
            raise errors.Misplaced(
                "A list of members is not an answer.", at, "Put size(…) around it, or use exists or count."
            )
        over = self._range(comprehension.iter_range)
        if over.value is not None:
            raise errors.Misplaced("After map(…) only sum, min, max, avg and size are asked.", at)
        body = self._within(loop.member, at).node(loop.body)
        if loop.what == "all":
            outside = () if over.where == tree.TRUE else (tree.Not(over.where),)
            return tree.Members("all", tree.Or((*outside, body)) if outside else body, at=at)
        return tree.Members(loop.what, _both(over.where, body), at=at)  # type: ignore[arg-type]

    def _range(self, expr: Any) -> Range:
        """The members a list expression keeps, and what it makes of them."""
        if expr.WhichOneof("kind") == "ident_expr" and expr.ident_expr.name == "members":
            return Range()
        at = self.parsed.at(expr)
        loop = loops.recognise(expr.comprehension_expr)
        if loop is None or loop.what not in ("filter", "map"):
            raise errors.Misplaced(
                "Only 'members' can be gone through.", at, "Begin with members, as members.exists(m, …)."
            )
        over = self._range(expr.comprehension_expr.iter_range)
        if over.value is not None:
            raise errors.Misplaced(f"{loop.what}(…) cannot follow map(…).", at, "Put the condition before it.")
        inner = self._within(loop.member, at)
        where = _both(over.where, inner.node(loop.condition)) if loop.condition is not None else over.where
        return Range(where, inner.node(loop.body) if loop.what == "map" else None)

    def _over(self, function: str, over: Range, at: int) -> tree.Node:
        if function in ("size", "count"):
            return tree.Members("count", over.where, at=at)
        if over.value is None:
            example = f"members.{function}(m, age(m, on))"
            raise errors.Misplaced(f"{function}(…) needs to know what to take of each member.", at, f"As {example}.")
        return tree.Members(function, over.where, over.value, at=at)  # type: ignore[arg-type]

    def _within(self, member: str, at: int) -> "_Reader":
        if member in (*SUBJECTS, "members", "on"):
            raise errors.Misplaced(f"{member!r} already means something.", at, "Call the member m.")
        return _Reader(self.parsed, self.scope.inside(member), self.problems)

    def _among(self, args: Sequence[Any], at: int) -> tree.Node:
        if args[1].WhichOneof("kind") == "select_expr":
            return tree.Contains(self._field(args[1].select_expr, self.parsed.at(args[1])), self.node(args[0]), at=at)
        if args[1].WhichOneof("kind") != "list_expr":
            hint = "As household.floor in ['earth', 'sand']; of members, use members.exists(m, …)."
            message = "'in' is followed by a list in square brackets, or by a variable that holds several choices."
            raise errors.Misplaced(message, at, hint)
        return tree.Among(self.node(args[0]), self._nodes(args[1].list_expr.elements), at=at)

    def _date(self, expr: Any, at: int) -> tree.Node:
        written = self._quoted(expr, 'date("2024-01-31")')
        try:
            return tree.Literal(date.fromisoformat(written), at=at)
        except ValueError:
            hint = "Write year, month and day: date('2024-01-31')."
            raise errors.Misplaced(f"{written!r} is not a date.", at, hint) from None

    def _inside(self, args: Sequence[Any], at: int) -> tree.Node:
        """`within(area, "code")`; the household's area may also be written household.area."""
        where = args[0]
        is_area = where.ident_expr.name == "area" or (
            where.select_expr.field == "area" and where.select_expr.operand.ident_expr.name == "household"
        )
        if not is_area:
            hint = 'As within(area, "KE-01").'
            raise errors.Misplaced("Only the household's area lies within another.", self.parsed.at(where), hint)
        return tree.Within(self._quoted(args[1], 'within(area, "KE-01")'), at=at)

    def _whole(self, expr: Any, least: int, most: int) -> int:
        """A whole number written out, perhaps with a minus before it."""
        sign, constant = 1, expr.const_expr
        if expr.call_expr.function == "-_":
            sign, constant = -1, expr.call_expr.args[0].const_expr
        number = sign * constant.int64_value
        if constant.WhichOneof("kind") != "int64_value" or not least <= number <= most:
            raise errors.Misplaced(f"A whole number from {least} to {most} belongs here.", self.parsed.at(expr))
        return int(number)

    def _quoted(self, expr: Any, example: str) -> str:
        if expr.const_expr.WhichOneof("kind") != "string_value":
            raise errors.Misplaced("A text in quotation marks belongs here.", self.parsed.at(expr), f"As {example}.")
        return str(expr.const_expr.string_value)

    def _nodes(self, exprs: Sequence[Any]) -> tuple[tree.Node, ...]:
        return tuple(self.node(expr) for expr in exprs)


def _flat(kind: type[tree.And] | type[tree.Or], items: tuple[tree.Node, ...]) -> tuple[tree.Node, ...]:
    return tuple(part for item in items for part in (item.items if isinstance(item, kind) else (item,)))


def _both(first: tree.Node, second: tree.Node) -> tree.Node:
    """Members that pass a filter and a condition; no filter leaves the condition as it was written."""
    return second if first == tree.TRUE else tree.And(_flat(tree.And, (first, second)))


def _nearest(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else f"It may be one of {', '.join(known)}."
