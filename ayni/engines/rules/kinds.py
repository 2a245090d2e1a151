"""Names and types: every node of a rule is a yes or no, a number, a text or a date, or the rule is refused.

Whatever is wrong is an errors.Misplaced at its node, with the nearest valid name or code.
"""

import difflib
from collections.abc import Iterable
from typing import Literal

from ayni.engines import dictionary
from ayni.engines.rules import errors, grammar, tree

Kind = Literal["bool", "number", "text", "date", "many", "place"]
OF_TYPE: dict[str, Kind] = {
    "boolean": "bool",
    "integer": "number",
    "decimal": "number",
    "text": "text",
    "choice": "text",
    "date": "date",
    "partial_date": "date",
    "many_choice": "many",
    "location": "place",
}
WORDS: dict[Kind, str] = {
    "bool": "a yes or no",
    "number": "a number",
    "text": "a text",
    "date": "a date",
    "many": "several choices",
    "place": "a place on the map",
}
ENTITY = {"household": "household", "area": "area", "person": "person", "member": "person", "head": "person"}


def variable(node: tree.Variable, words: dictionary.Dictionary) -> dictionary.Variable:
    """What the dictionary or the registry says of a variable. Raises Misplaced with the nearest name."""
    if declared := _declared(node, words):
        return declared
    entity = ENTITY[node.subject]
    nearest = words.nearest(entity, node.name)
    hint = f"Did you mean {nearest!r}?" if nearest else "Look the name up in the dictionary."
    raise errors.Misplaced(f"No {entity} has a variable {node.name!r}.", node.at, hint)


def _declared(node: tree.Variable, words: dictionary.Dictionary) -> dictionary.Variable | None:
    entity = ENTITY[node.subject]
    return words.get(entity, node.name) or dictionary.built_in(entity, node.name)


class Judge:
    """Gives the kind of each node of a rule about one unit, and keeps what is wrong with it in `problems`.

    A node that something is wrong with has no kind, None, where its kind cannot be told; what stands around it
    is then not blamed.
    """

    def __init__(self, unit: str, words: dictionary.Dictionary) -> None:
        self.unit, self.words = unit, words
        self.problems: list[errors.Misplaced] = []

    def kind(self, node: tree.Node) -> Kind | None:
        match node:
            case grammar.Mistake():
                return None
            case tree.Literal(value):
                return _of_value(value)
            case tree.Day():
                return "date"
            case tree.Score() | tree.Received():
                return "number"
            case tree.Within():
                return "bool"
            case tree.Enrolled():
                self._enrolled(node)
                return "bool"
            case tree.Variable():
                return self._variable(node)
            case tree.Age():
                return self._age(node)
            case tree.Between():
                self._all((node.start, node.end), "date", f"{node.unit}_between(…)")
                return "number"
            case tree.Shift():
                return self._all((node.day,), "date", f"add_{node.unit}(…)")
            case tree.Part():
                self._all((node.day,), "date", f"{node.part}(…)")
                return "number"
            case tree.Contains():
                return self._contains(node)
            case tree.Not(item):
                return self._all((item,), "bool", "'!'")
            case tree.And(items):
                return self._all(items, "bool", "'&&'")
            case tree.Or(items):
                return self._all(items, "bool", "'||'")
            case tree.Arithmetic():
                return self._all((node.left, node.right), "number", f"'{node.sign}'")
            case tree.Extreme():
                return self._all(node.items, "number", f"{node.which}(…)")
            case tree.Comparison():
                return self._comparison(node)
            case tree.Among():
                for option in node.options:
                    self._alike(node.item, option, node.at)
                return "bool"
            case tree.Branch():
                self._all((node.test,), "bool", "the question before '?'")
                return self._alike(node.yes, node.no, node.at)
            case tree.Members():
                return self._members(node)
        raise TypeError(f"The engine's own node {type(node).__name__} stands in a rule.")

    def _variable(self, node: tree.Variable) -> Kind | None:
        if not self._has_person(node.subject, node.at):
            return None
        try:
            return OF_TYPE[variable(node, self.words).type]
        except errors.Misplaced as problem:
            self.problems.append(problem)
            return None

    def _enrolled(self, node: tree.Enrolled) -> None:
        if node.subject == "area":
            self._wrong("An area is in no programme.", node.at, "Ask of the household, person, head or a member.")
        self._has_person(node.subject, node.at)

    def _contains(self, node: tree.Contains) -> Kind:
        self._all((node.item,), "many", "'in'")
        self._all((node.code,), "text", "what is looked for")
        self._codes(node.item, node.code)
        return "bool"

    def _age(self, node: tree.Age) -> Kind:
        if node.subject in ("household", "area"):
            self._wrong(f"No {node.subject} has an age.", node.at, "Ask of person, head or a member.")
        self._has_person(node.subject, node.at)
        self._all((node.day,), "date", "the day of an age")
        return "number"

    def _members(self, node: tree.Members) -> Kind:
        self._all((node.where,), "bool", f"the condition on members in {node.what}(…)")
        if node.value is not None:
            self._all((node.value,), "number", f"{node.what}(…)")
        return "bool" if node.what in ("exists", "all", "one") else "number"

    def _comparison(self, node: tree.Comparison) -> Kind:
        kind = self._alike(node.left, node.right, node.at)
        if kind in ("many", "place"):
            self._wrong(f"Nothing is compared with {WORDS[kind]}.", node.at, "As 'radio' in household.assets.")
        elif node.sign not in ("==", "!=") and kind in ("bool", "text"):
            hint = "Only numbers and dates are more or less; use == or in [ … ]."
            self._wrong(f"'{node.sign}' cannot order {WORDS[kind]}.", node.at, hint)
        return "bool"

    def _alike(self, left: tree.Node, right: tree.Node, at: int) -> Kind | None:
        first, second = self.kind(left), self.kind(right)
        if first and second and first != second:
            self._wrong(f"The left side is {WORDS[first]} and the right side {WORDS[second]}.", at, _quote_hint(first))
            return None
        self._codes(left, right)
        self._codes(right, left)
        return first or second

    def _all(self, nodes: Iterable[tree.Node], wanted: Kind, who: str) -> Kind:
        for node in nodes:
            found = self.kind(node)
            if found and found != wanted:
                self._wrong(f"{who} needs {WORDS[wanted]}, and this is {WORDS[found]}.", node.at)
        return wanted

    def _codes(self, choice: tree.Node, other: tree.Node) -> None:
        """Every text a choice variable is set beside must be one of its codes."""
        if not isinstance(choice, tree.Variable) or not (declared := _declared(choice, self.words)):
            return
        for literal in _texts(other) if declared.codes else ():
            if literal.value not in declared.codes:
                hint = _nearest_code(str(literal.value), declared.codes)
                self._wrong(f"{choice.name!r} has no choice {literal.value!r}.", literal.at, hint)

    def _has_person(self, subject: str, at: int) -> bool:
        if subject == "person" and self.unit != "person":
            hint = "Use members.exists(m, …) or head, or make the unit a person."
            self._wrong("A rule about households has no 'person'.", at, hint)
            return False
        return True

    def _wrong(self, message: str, at: int, hint: str = "") -> None:
        self.problems.append(errors.Misplaced(message, at, hint))


def _of_value(value: object) -> Kind:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, float):
        return "number"
    return "text" if isinstance(value, str) else "date"


def _texts(node: tree.Node) -> Iterable[tree.Literal]:
    """The texts a node may turn out to be."""
    if isinstance(node, tree.Literal) and isinstance(node.value, str):
        yield node
    elif isinstance(node, tree.Branch):
        yield from _texts(node.yes)
        yield from _texts(node.no)


def _nearest_code(written: str, codes: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(written, codes, n=1, cutoff=0.4)
    return f"Did you mean {close[0]!r}?" if close else f"Its choices are {', '.join(codes)}."


def _quote_hint(kind: Kind) -> str:
    return "Write a day as date('2024-01-31')." if kind == "date" else ""
