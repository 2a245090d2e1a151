"""Reading an expression once into functions that are then called for each node."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from ayni.engines.questionnaires.errors import ExpressionError
from ayni.engines.questionnaires.nodes import Node
from ayni.engines.questionnaires.xpath import functions
from ayni.engines.questionnaires.xpath.values import Context, Surroundings, Value, as_boolean, as_number, compare

Step = Callable[[Context], Value]
NAME = r"[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?"
TOKENS = re.compile(
    rf"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<sign>//|::|\.\.|!=|<=|>=|[()\[\]@,/|+\-=<>.*$])|(?P<name>{NAME}))""",
    re.VERBOSE,
)
WORDS = ("and", "or", "div", "mod")
#: After these a name or a star cannot be an operator.
BEFORE_OPERAND = frozenset(
    {"", "(", "[", ",", "@", "::", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "*op"}
)
LONGEST, DEEPEST = 10_000, 60


@dataclass(frozen=True)
class Expression:
    """An expression that was read."""

    text: str
    step: Step = field(repr=False, compare=False)

    def on(self, node: Node, around: Surroundings) -> Value:
        """Its value where the node stands. Raises NotEvaluated for what only a phone can work out."""
        return self.step(Context(node, node, around))


@lru_cache(maxsize=4096)
def read(text: str) -> Expression:
    """Read an expression. Raises ExpressionError saying what was not understood, and where."""
    if len(text) > LONGEST:
        raise ExpressionError(f"The expression is longer than {LONGEST} characters. Divide it into calculations.")
    return Expression(text, _Parser(text).whole())


class _Parser:
    """Recursive descent by the grammar of XPath 1.0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0

    def whole(self) -> Step:
        step = self._either()
        if self.place < len(self.tokens):
            raise self._wrong()
        return step

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def _take(self, *wanted: str) -> str:
        """The next sign or operator when it is one of these; else an empty text and nothing is taken."""
        kind, text = self._peek()
        if kind in ("sign", "operator") and text in wanted:
            self.place += 1
            return text
        return ""

    def _need(self, wanted: str) -> None:
        if not self._take(wanted):
            raise self._wrong()

    def _wrong(self) -> ExpressionError:
        _kind, text = self._peek()
        what = f"“{text}” was not expected here" if text else "it ends too early"
        return ExpressionError(f"The expression “{self.text.strip()[:200]}” cannot be read: {what}.")

    def _either(self) -> Step:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("The expression is nested too deeply. Divide it into calculations.")
        step = self._both()
        while self._take("or"):
            step = _or(step, self._both())
        self.depth -= 1
        return step

    def _both(self) -> Step:
        step = self._equal()
        while self._take("and"):
            step = _and(step, self._equal())
        return step

    def _equal(self) -> Step:
        step = self._ordered()
        while sign := self._take("=", "!="):
            step = _comparison(step, self._ordered(), sign)
        return step

    def _ordered(self) -> Step:
        step = self._sum()
        while sign := self._take("<", "<=", ">", ">="):
            step = _comparison(step, self._sum(), sign)
        return step

    def _sum(self) -> Step:
        step = self._product()
        while sign := self._take("+", "-"):
            step = _arithmetic(step, self._product(), sign)
        return step

    def _product(self) -> Step:
        step = self._negated()
        while sign := self._take("*", "div", "mod"):
            step = _arithmetic(step, self._negated(), sign)
        return step

    def _negated(self) -> Step:
        turned = False
        while self._take("-"):
            turned = not turned
        step = self._union()
        return (lambda at: -as_number(step(at))) if turned else step

    def _union(self) -> Step:
        step = self._path()
        while self._take("|"):
            step = _joined(step, self._path())
        return step

    def _path(self) -> Step:
        kind, text = self._peek()
        if kind in ("text", "number"):
            self.place += 1
            value: Value = text[1:-1] if kind == "text" else float(text)
            return lambda at: value
        if self._take("("):
            step = self._either()
            self._need(")")
            return self._onwards(self._filtered(step))
        if kind == "name" and self._is_call():
            return self._onwards(self._filtered(self._call()))
        if text in ("/", "//") and kind == "sign":
            self.place += 1
            return self._steps(_deep(_from_the_top) if text == "//" else _from_the_top)
        return self._steps(lambda at: [at.node])

    def _is_call(self) -> bool:
        following = self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else ("end", "")
        return following == ("sign", "(") and self._peek()[1] not in ("text", "node")

    def _call(self) -> Step:
        name = self._peek()[1]
        self.place += 1
        self._need("(")
        given: list[Step] = []
        if not self._take(")"):
            given.append(self._either())
            while self._take(","):
                given.append(self._either())
            self._need(")")
        return functions.bound(name, given)

    def _filtered(self, step: Step) -> Step:
        while self._take("["):
            step = _chosen(step, self._either())
            self._need("]")
        return step

    def _onwards(self, step: Step) -> Step:
        while sign := self._take("/", "//"):
            step = self._steps(_deep(step) if sign == "//" else step)
        return step

    def _steps(self, step: Step) -> Step:
        step = self._one(step)
        while sign := self._take("/", "//"):
            step = self._one(_deep(step) if sign == "//" else step)
        return step

    def _one(self, step: Step) -> Step:
        if self._take("."):
            return self._filtered(step)
        if self._take(".."):
            return self._filtered(_parents(step))
        if self._take("@"):
            self._name()
            return self._filtered(lambda at: [])  # a form's answers have no attributes of their own
        name = self._name()
        if name in ("text", "node") and self._take("("):
            self._need(")")
            return self._filtered(step if name == "text" else _children(step, "*", []))
        conditions: list[Step] = []
        while self._take("["):
            conditions.append(self._either())
            self._need("]")
        return _children(step, name, conditions)

    def _name(self) -> str:
        """The name of the next element, without its prefix; a star for any."""
        kind, text = self._peek()
        if kind != "name" and (kind, text) != ("sign", "*"):
            raise self._wrong()
        self.place += 1
        return text.rpartition(":")[2]


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place, before = 0, ""
    end = len(text.rstrip())
    while place < end:
        match = TOKENS.match(text, place)
        if match is None or match.lastgroup is None:
            raise ExpressionError(
                f"The expression “{text.strip()[:200]}” cannot be read at “{text[place:].strip()[:20]}”."
            )
        kind, said = match.lastgroup, match[match.lastgroup]
        if before not in BEFORE_OPERAND and said in (*WORDS, "*") and kind != "text":
            kind = "operator"
        found.append((kind, said))
        before = "*op" if kind == "operator" else said if kind == "sign" else "operand"
        place = match.end()
    return found


def _or(left: Step, right: Step) -> Step:
    return lambda at: as_boolean(left(at)) or as_boolean(right(at))


def _and(left: Step, right: Step) -> Step:
    return lambda at: as_boolean(left(at)) and as_boolean(right(at))


def _comparison(left: Step, right: Step, sign: str) -> Step:
    return lambda at: compare(left(at), right(at), sign)


def _arithmetic(left: Step, right: Step, sign: str) -> Step:
    def work(at: Context) -> Value:
        one, other = as_number(left(at)), as_number(right(at))
        match sign:
            case "+":
                return one + other
            case "-":
                return one - other
            case "*":
                return one * other
            case "div":
                if other == 0 or math.isnan(one) or math.isnan(other):
                    return math.nan if one == 0 or math.isnan(one) else math.copysign(math.inf, one)
                return one / other
        return math.fmod(one, other) if other and math.isfinite(one) else math.nan

    return work


def _joined(left: Step, right: Step) -> Step:
    def work(at: Context) -> Value:
        one, other = left(at), right(at)
        seen = {id(node) for node in one}
        return [*one, *(node for node in other if id(node) not in seen)]

    return work


def _from_the_top(at: Context) -> Value:
    """What the whole form is in: `/data` is a child of it."""
    document = Node("")
    document.children.append(at.node.root)
    return [document]


def _parents(step: Step) -> Step:
    def work(at: Context) -> Value:
        found: dict[int, Node] = {}
        for node in step(at):
            if node.parent is not None:
                found.setdefault(id(node.parent), node.parent)
        return list(found.values())

    return work


def _deep(step: Step) -> Step:
    def work(at: Context) -> Value:
        found = [inner for node in step(at) for inner in node.walk()]
        at.around.spend(len(found))
        return found

    return work


def _children(step: Step, name: str, conditions: list[Step]) -> Step:
    """Children of each node; a number in brackets counts among the children of one parent."""

    def work(at: Context) -> Value:
        found: list[Node] = []
        for node in step(at):
            at.around.spend(1 + len(node.children))
            here = [child for child in node.children if name in ("*", child.name)]
            for condition in conditions:
                here = _passing(here, condition, at)
            found.extend(here)
        return found

    return work


def _chosen(step: Step, condition: Step) -> Step:
    return lambda at: _passing(step(at), condition, at)


def _passing(nodes: list[Node], condition: Step, at: Context) -> list[Node]:
    """Those for which a condition holds; a number is a position."""
    at.around.spend(len(nodes))
    kept = []
    for position, node in enumerate(nodes, start=1):
        said = condition(Context(node, at.current, at.around, position, len(nodes)))
        if (said == position) if isinstance(said, float) else as_boolean(said):
            kept.append(node)
    return kept
