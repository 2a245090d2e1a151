"""A programme as a file a lawyer and a programme officer can read, and as the values the engine runs.

The form is shown in docs/rules.md. Raises DefinitionRefused with file, line and column for what is missing,
misspelt or twice there; whether the rules themselves hold is `check`'s question.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import yaml

from ayni.engines.rules import errors, passages

Rule = passages.Passage
Unit = Literal["household", "person"]
Frequency = Literal["month", "quarter", "year", "once"]
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: Names the result of a run already uses beside each criterion's.
TAKEN = ("result", "amount", "missing")
FREQUENCIES = ("month", "quarter", "year", "once")


@dataclass(frozen=True)
class Criterion:
    """One condition: its rule, and what it says in each language."""

    name: str
    rule: Rule
    says: Mapping[str, str] = field(default_factory=dict, hash=False)

    def reads(self, language: str) -> str:
        """What it says in a language, else in English, else its name."""
        return self.says.get(language) or self.says.get("en") or self.name


@dataclass(frozen=True)
class Benefit:
    """What an eligible unit receives: an amount of money by a rule, or a waiver in words; never both."""

    every: Frequency
    amount: Rule | None = None
    waiver: str = ""
    currency: str = ""
    says: Mapping[str, str] = field(default_factory=dict, hash=False)

    def reads(self, language: str) -> str:
        return self.says.get(language) or self.says.get("en") or self.waiver


@dataclass(frozen=True)
class Definition:
    """One version of a programme: whom it is for, on what legal basis, and with what benefit."""

    code: str
    title: Mapping[str, str] = field(hash=False)
    unit: Unit
    legal_basis: str
    criteria: tuple[Criterion, ...]
    benefit: Benefit
    component: str = ""
    where: str = ""

    def reads(self, language: str) -> str:
        return self.title.get(language) or self.title.get("en") or self.code


def load(text: str, *, where: str = "") -> Definition:
    """Read a programme's YAML; `where` names the file in messages."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reason = f"This is not readable YAML: {error.problem}."
        raise errors.DefinitionRefused(reason, where=where, line=line, column=column) from None
    if root is None:
        raise errors.DefinitionRefused("The file is empty; begin with 'programme:'.", where=where)
    return _Loader(text, where).definition(root)


class _Loader:
    """Reads the nodes of one file, and knows where each stands."""

    def __init__(self, source: str, where: str) -> None:
        self.source, self.where = source, where

    def definition(self, root: yaml.Node) -> Definition:
        parts = self.parts(
            root,
            needed=("programme", "unit", "criteria", "benefit"),
            allowed=("title", "legal_basis", "component"),
        )
        return Definition(
            code=self.code(parts["programme"], "A programme's code"),
            title=self.says(parts.get("title")),
            unit=self.one_of(parts["unit"], ("household", "person")),  # type: ignore[arg-type]
            legal_basis=self.words(parts.get("legal_basis")),
            criteria=self.criteria(parts["criteria"]),
            benefit=self.benefit(parts["benefit"]),
            component=self.words(parts.get("component")),
            where=self.where,
        )

    def criteria(self, node: yaml.Node) -> tuple[Criterion, ...]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.refusal(node, "'criteria' is a list of at least one; for everybody write rule: true.")
        found: dict[str, Criterion] = {}
        for item in node.value:
            criterion = self.criterion(item)
            if criterion.name in found:
                raise self.refusal(item, f"Two criteria are called {criterion.name!r}; rename one.")
            found[criterion.name] = criterion
        return tuple(found.values())

    def criterion(self, node: yaml.Node) -> Criterion:
        parts = self.parts(node, needed=("name", "rule"), allowed=("says",))
        name = self.code(parts["name"], "A criterion's name")
        if name in TAKEN:
            raise self.refusal(parts["name"], f"A criterion cannot be called {name!r}; choose another name.")
        return Criterion(name, self.rule(parts["rule"]), self.says(parts.get("says")))

    def benefit(self, node: yaml.Node) -> Benefit:
        parts = self.parts(node, needed=("every",), allowed=("amount", "waiver", "currency", "says"))
        if ("amount" in parts) == ("waiver" in parts):
            raise self.refusal(node, "A benefit has an amount or a waiver, one of the two.")
        return Benefit(
            every=self.one_of(parts["every"], FREQUENCIES),  # type: ignore[arg-type]
            amount=self.rule(parts["amount"]) if "amount" in parts else None,
            waiver=self.words(parts.get("waiver")),
            currency=self.words(parts.get("currency")),
            says=self.says(parts.get("says")),
        )

    def rule(self, node: yaml.Node) -> Rule:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.refusal(node, "A rule is written here; put it in quotation marks if it holds ': '.")
        return passages.of(node, self.source)

    def says(self, node: yaml.Node | None) -> dict[str, str]:
        """A text by language; one alone is in English."""
        if node is None:
            return {}
        if isinstance(node, yaml.ScalarNode):
            return {"en": node.value}
        return {language: self.words(value) for language, value in self.pairs(node).items()}

    def code(self, node: yaml.Node, what: str) -> str:
        word = self.words(node)
        if not CODE.fullmatch(word):
            shape = "lower-case letters and digits, parted by hyphens, as child-grant"
            raise self.refusal(node, f"{what} is written in {shape}; this is {word!r}.")
        return word

    def one_of(self, node: yaml.Node, allowed: tuple[str, ...]) -> str:
        word = self.words(node)
        if word not in allowed:
            raise self.refusal(node, f"{word!r} cannot stand here; write one of {', '.join(allowed)}.")
        return word

    def words(self, node: yaml.Node | None) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            raise self.refusal(node, "A single text belongs here.")
        return str(node.value)

    def parts(self, node: yaml.Node, *, needed: tuple[str, ...], allowed: tuple[str, ...]) -> dict[str, yaml.Node]:
        """The named parts of a node, with none missing and none unheard of."""
        pairs = self.pairs(node)
        known = (*needed, *allowed)
        for name in pairs:
            if name not in known:
                close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
                hint = f"did you mean {close[0]!r}?" if close else f"it may be one of {', '.join(known)}."
                raise self.refusal(self.key(node, name), f"Nothing is called {name!r} here; {hint}")
        for name in needed:
            if name not in pairs:
                raise self.refusal(node, f"{name!r} is missing here; add it.")
        return pairs

    def pairs(self, node: yaml.Node) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.refusal(node, "Names and values belong here, as 'name: value'.")
        pairs: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if str(key.value) in pairs:
                raise self.refusal(key, f"{key.value!r} stands here twice; keep one.")
            pairs[str(key.value)] = value
        return pairs

    def key(self, node: yaml.Node, name: str) -> yaml.Node:
        keys: list[yaml.Node] = [key for key, _ in node.value if key.value == name]
        return keys[0]

    def refusal(self, node: yaml.Node, message: str) -> errors.DefinitionRefused:
        mark = node.start_mark
        return errors.DefinitionRefused(message, where=self.where, line=mark.line + 1, column=mark.column + 1)
