"""Is this rule, or this programme, one that can be run? Names, types and cost; then CEL's own checker.

`expression` refuses the first thing that is wrong in one rule, `problems` lists every one; `check` lists those of
a definition with their line and column in its file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ayni.engines import dictionary
from ayni.engines.rules import applying, errors, grammar, kinds, standard, tree
from ayni.engines.rules import definition as definitions

DEEPEST = 2
LARGEST = 400
#: A rule's cost is how many parts are worked out for a household of ten: what is inside a loop ten times, inside two
#: loops a hundred times. It bounds the time of one household at a desk and the length of a run's query alike.
HOUSEHOLD, COSTLIEST = 10, 4_000


@dataclass(frozen=True)
class Checked:
    """A rule that may be run: its text, its tree, what it answers, and what each variable it names is."""

    text: str
    root: tree.Node
    wants: Literal["bool", "number"]
    types: dict[tuple[str, str], dictionary.Variable]


@dataclass(frozen=True)
class Problem:
    """Something an author must put right. `line` and `column` count from 1 in the file `where`."""

    where: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = ":".join(filter(None, (self.where, str(self.line), str(self.column))))
        return f"{place}: {self.message} {self.hint}".strip()


def expression(
    text: str, unit: str, words: dictionary.Dictionary, wants: Literal["bool", "number"] = "bool"
) -> Checked:
    """Check one rule of a unit ("household" or "person") against a dictionary.

    Raises RuleRefused with the position, the reason and the nearest valid name.
    """
    root, problems = _judged(text, unit, words, wants)
    if problems:
        raise problems[0]
    named = [kinds.variable(node, words) for node in tree.walk(root) if isinstance(node, tree.Variable)]
    types: dict[tuple[str, str], dictionary.Variable] = {(known.entity, known.name): known for known in named}
    return Checked(text, applying.written_out(root, types), wants, types)


def problems(
    text: str, unit: str, words: dictionary.Dictionary, wants: Literal["bool", "number"] = "bool"
) -> list[errors.RuleRefused]:
    """Everything that is wrong with one rule, in the order it is written; empty when nothing is."""
    try:
        return _judged(text, unit, words, wants)[1]
    except errors.RuleRefused as refused:
        return [refused]


def check(definition: definitions.Definition, words: dictionary.Dictionary) -> list[Problem]:
    """What is wrong with a programme's rules, each at its place in the file; empty when nothing is."""
    return [
        Problem(definition.where, *rule.place(refused.offset), refused.message, refused.hint)
        for rule, wants in rules(definition)
        for refused in problems(rule.text, definition.unit, words, wants)
    ]


def rules(
    definition: definitions.Definition,
) -> Iterator[tuple[definitions.Rule, Literal["bool", "number"]]]:
    """A definition's rules in order: the criteria, then the amount when there is one."""
    for criterion in definition.criteria:
        yield criterion.rule, "bool"
    if definition.benefit.amount is not None:
        yield definition.benefit.amount, "number"


def _judged(
    text: str, unit: str, words: dictionary.Dictionary, wants: Literal["bool", "number"]
) -> tuple[tree.Node, list[errors.RuleRefused]]:
    """A rule's tree and what is wrong with it; what follows only from another problem is not listed."""
    root, found = grammar.read_all(text)
    try:
        _cost(root)
        judge = kinds.Judge(unit, words)
        kind = judge.kind(root)
        found += judge.problems
        if kind and kind != wants:
            message = f"The rule is {kinds.WORDS[kind]}, and {kinds.WORDS[wants]} is wanted here."
            raise errors.Misplaced(message, root.at)
        if not found:
            standard.confirm(text, unit, words)
    except errors.Misplaced as problem:
        found.append(problem)
    ordered = sorted({(problem.at, problem.message): problem for problem in found}.items())
    return root, [problem.refusal(text) for _, problem in ordered]


def _cost(root: tree.Node) -> None:
    for node in tree.walk(root):
        if tree.depth(node) > DEEPEST:
            hint = "Make the inner question a criterion or a variable of its own."
            raise errors.Misplaced(f"Loops over members stand {DEEPEST} deep at most.", node.at, hint)
    if (size := sum(1 for _ in tree.walk(root))) > LARGEST:
        message = f"The rule has {size} parts and a rule has at most {LARGEST}."
        raise errors.Misplaced(message, 0, "Split it into several criteria.")
    if (steps := cost(root)) > COSTLIEST:
        message = f"The rule takes {steps} steps for a household of ten, and a rule takes at most {COSTLIEST}."
        hint = "Ask the inner question once, outside the loop, or make it a criterion or a variable of its own."
        raise errors.Misplaced(message, 0, hint)


def cost(node: tree.Node) -> int:
    """How many parts are worked out for a household of ten members."""
    inside = sum(cost(child) for child in tree.children(node))
    return 1 + (HOUSEHOLD * inside if isinstance(node, tree.Members) else inside)
