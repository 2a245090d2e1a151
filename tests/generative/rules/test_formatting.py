"""A formatted rule means the same, is formatted already, keeps its comments, and fits where it can."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.engines.rules import concrete, formatting, grammar
from tests.generative.rules import sentences

UNITS = st.sampled_from(["household", "person"])
RULES = UNITS.flatmap(lambda unit: sentences.conditions(unit) | sentences.amounts(unit))
SPACES = st.sampled_from(["", " ", "  ", "\n", "\n\n ", " // why\n", "\n// once more\n", " //\n // a && b\n"])


@st.composite
def untidy(draw: st.DrawFn) -> str:
    """A random rule with other spaces, comments and superfluous brackets."""
    words = concrete.tokens(draw(RULES))
    gaps = draw(st.lists(SPACES, min_size=len(words), max_size=len(words)))
    between = [
        " " if not gap and _grows(*pair) else gap
        for gap, *pair in zip(gaps, ["", *_texts(words)], _texts(words), strict=False)
    ]
    text = "".join(gap + word for gap, word in zip(between, _texts(words), strict=False))
    return f"(({text}\n))" if draw(st.booleans()) else text


def _texts(words: list[concrete.Token]) -> list[str]:
    return [word.text for word in words]


def _grows(one: str, other: str) -> bool:
    """Would two words become another one side by side?"""
    return bool(re.search(r"\w$", one) and re.match(r"[\w.]", other)) or (one[-1:] + other[:1]) in (
        "--",
        "//",
        "!=",
        "==",
        "<=",
    )


@settings(max_examples=300, deadline=None)
@given(untidy(), st.sampled_from([30, 60, 100]))
def test_formatting_changes_only_the_form(text: str, width: int) -> None:
    before = grammar.read(text)
    once = formatting.format(text, width=width)
    assert grammar.read(once) == before
    assert formatting.format(once, width=width) == once
    assert sorted(_comments(once)) == sorted(_comments(text))


@settings(max_examples=100, deadline=None)
@given(RULES)
def test_lines_are_short(text: str) -> None:
    longest = max(len(line) for line in formatting.format(text, width=100).splitlines())
    assert longest <= 100


def _comments(text: str) -> list[str]:
    return [f"// {said.strip()}".strip() for said in re.findall(r"//([^\n]*)", text)]
