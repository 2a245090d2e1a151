"""A rule as it is written: its words with their comments, and how brackets and operators group them.

`grammar` reads what a rule means and forgets how it was written; `formatting` needs what it forgets. Brackets are
not kept: a part remembers the words it was made of, its brackets among them, and `formatting` writes those that
the order of operators asks for.
"""

import re
from dataclasses import dataclass, field, replace

from ayni.engines.rules import errors, syntax

WORD = re.compile(
    r"""(?P<comment>//[^\n]*)|(?P<space>\s+)"""
    r"""|(?P<text>[rR]?(?:\"{3}(?:\\.|.)*?\"{3}|'{3}(?:\\.|.)*?'{3}|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))"""
    r"""|(?P<number>0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)"""
    r"""|(?P<name>[A-Za-z_]\w*)|(?P<sign>&&|\|\||[<>=!]=|.)""",
    re.DOTALL,
)
COMPARING = ("<", "<=", ">", ">=", "==", "!=", "in")
LEVELS: tuple[tuple[str, ...], ...] = (("||",), ("&&",), COMPARING, ("+", "-"), ("*", "/", "%"))
CHOICE, OR, AND, COMPARISON, SUM, PRODUCT, PREFIX, MEMBER = range(8)


@dataclass(frozen=True)
class Token:
    """A word; `before` are comments on lines of their own in front of it, `after` the one behind it on its line."""

    text: str
    kind: str
    at: int
    before: tuple[str, ...] = ()
    after: str = ""


@dataclass(frozen=True)
class Part:
    """Something that has a value. It is made of the words from `start` up to `end`.

    The last `closings` of them only close brackets around it.
    """

    start: int = field(kw_only=True)
    end: int = field(kw_only=True)
    closings: int = field(default=0, kw_only=True)


@dataclass(frozen=True)
class Atom(Part):
    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Prefixed(Part):
    sign: str
    item: Part


@dataclass(frozen=True)
class Chain(Part):
    """Two or more items with operators of one level between them."""

    level: int
    signs: tuple[str, ...]
    items: tuple[Part, ...]


@dataclass(frozen=True)
class Choice(Part):
    test: Part
    yes: Part
    no: Part


@dataclass(frozen=True)
class Field(Part):
    of: Part
    name: str


@dataclass(frozen=True)
class Call(Part):
    """`of.name(arguments)`, or without `of`."""

    of: Part | None
    name: str
    arguments: tuple[Part, ...]


@dataclass(frozen=True)
class Listing(Part):
    items: tuple[Part, ...]


def read(text: str) -> tuple[list[Token], Part]:
    """A rule's words (the last one empty, for what stands behind the rule) and its outermost part.

    Raises RuleRefused for what is no expression, or has index brackets or maps.
    """
    syntax.parse(text)
    found = _Reader(text, tokens(text))
    part = found.choice()
    found.expect("")
    return found.tokens, part


def tokens(text: str) -> list[Token]:
    """The words of a rule, each with the comments that stand by it."""
    found: list[Token] = []
    waiting: list[str] = []
    fresh = True
    for match in WORD.finditer(text):
        kind, word = str(match.lastgroup), match.group()
        if kind == "space":
            fresh = fresh or "\n" in word
        elif kind == "comment" and not fresh and found:
            found[-1] = replace(found[-1], after=_comment(word))
        elif kind == "comment":
            waiting.append(_comment(word))
        else:
            found.append(Token(word, kind, match.start(), tuple(waiting)))
            waiting, fresh = [], False
    return [*found, Token("", "end", len(text), tuple(waiting))]


class _Reader:
    def __init__(self, text: str, words: list[Token]) -> None:
        self.text, self.tokens, self.place = text, words, 0

    @property
    def word(self) -> str:
        token = self.tokens[self.place]
        return "" if token.kind == "text" else token.text

    def expect(self, word: str) -> None:
        if self.tokens[self.place].text != word:
            at = self.tokens[self.place].at
            raise errors.RuleRefused("This part of the rule cannot be formatted.", text=self.text, offset=at)
        self.place += bool(word)

    def taken(self, word: str) -> bool:
        found = self.word == word
        self.place += found
        return found

    def choice(self) -> Part:
        start, test = self.place, self.chain(0)
        if not self.taken("?"):
            return test
        yes = self.chain(0)
        self.expect(":")
        return Choice(test, yes, self.choice(), start=start, end=self.place)

    def chain(self, level: int) -> Part:
        if level == len(LEVELS):
            return self.prefixed()
        start, items, signs = self.place, [self.chain(level + 1)], list[str]()
        while self.word and self.word in LEVELS[level]:
            signs.append(self.word)
            self.place += 1
            items.append(self.chain(level + 1))
            if LEVELS[level] is COMPARING and len(items) == 2:
                items = [Chain(COMPARISON, tuple(signs), tuple(items), start=start, end=self.place)]
                signs = []
        return _chain(level + 1, signs, items, start, self.place)

    def prefixed(self) -> Part:
        start, sign, times = self.place, self.word, 0
        while sign in ("!", "-") and self.taken(sign):
            times += 1
        item = self.member()
        if sign == "-" and times == 1 and isinstance(item, Atom) and item.is_number and not item.closings:
            return Atom("-" + item.text, True, start=start, end=self.place)
        if times % 2:
            return Prefixed(sign, item, start=start, end=self.place)
        return replace(item, start=start)

    def member(self) -> Part:
        start, part = self.place, self.primary()
        while self.taken("."):
            name = self.name()
            if self.taken("("):
                part = Call(part, name, self.listed(")"), start=start, end=self.place)
            else:
                part = Field(part, name, start=start, end=self.place)
        return part

    def primary(self) -> Part:
        start, token = self.place, self.tokens[self.place]
        if self.taken("("):
            inner = self.choice()
            self.expect(")")
            return replace(inner, start=start, end=self.place, closings=inner.closings + 1)
        if self.taken("["):
            return Listing(self.listed("]"), start=start, end=self.place)
        if token.kind in ("text", "number"):
            self.place += 1
            return Atom(_quoted(token.text), token.kind == "number", start=start, end=self.place)
        name = self.name()
        if self.taken("("):
            return Call(None, name, self.listed(")"), start=start, end=self.place)
        return Atom(name, start=start, end=self.place)

    def name(self) -> str:
        token = self.tokens[self.place]
        self.expect(token.text if token.kind == "name" else "a name")
        return token.text

    def listed(self, closing: str) -> tuple[Part, ...]:
        items: list[Part] = []
        while not self.taken(closing):
            items.append(self.choice())
            if self.word != closing:
                self.expect(",")
        return tuple(items)


def _chain(level: int, signs: list[str], items: list[Part], start: int, end: int) -> Part:
    """The chain; what stands in brackets inside it and means the same without them joins it."""
    if not signs:
        return items[0]
    joined: list[Part] = []
    between: list[str] = []
    for place, item in enumerate(items):
        between += signs[place - 1 : place] if place else []
        free = level in (OR, AND) or place == 0
        if isinstance(item, Chain) and item.level == level and free:
            joined += item.items
            between += item.signs
        else:
            joined.append(item)
    return Chain(level, tuple(between), tuple(joined), start=start, end=end)


def _comment(word: str) -> str:
    said = word.removeprefix("//").strip()
    return f"// {said}".rstrip()


def _quoted(word: str) -> str:
    """A text in double quotation marks, unless it is written in a special way."""
    if not word.startswith("'") or word.startswith("'''"):
        return word
    inside = re.sub(r"\\.|\"", _requoted, word[1:-1], flags=re.DOTALL)
    return f'"{inside}"'


def _requoted(match: re.Match[str]) -> str:
    return {"\\'": "'", '"': '\\"'}.get(match.group(), match.group())
