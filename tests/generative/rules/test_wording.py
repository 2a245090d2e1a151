"""Any rule can be said in every language, and no two orders sound alike."""

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ayni.engines.rules import check, concrete, errors, formatting, grammar, wording
from tests.generative.rules import sentences, subjects

UNITS = st.sampled_from(["household", "person"])
CODE = re.compile(r"&&|\|\||[<>]|==|!=|\b[mk]\.|members\.|household\.|person\.|head\.")
OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&"}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_rule_is_said_in_every_language(data: st.DataObject) -> None:
    unit = data.draw(UNITS)
    rule = data.draw(sentences.conditions(unit) | sentences.amounts(unit))
    for language in wording.LANGUAGES:
        said = wording.read(rule, unit, subjects.WORDS, language)
        assert said.strip()
        assert not CODE.search(said), said
        assert said.count("(") == said.count(")")
        assert said.count("\u2068") == said.count("\u2069")
        assert all(item.text or item.items for item in _items(wording.outline(rule, unit, subjects.WORDS, language)))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_another_sign_sounds_otherwise(data: st.DataObject) -> None:
    unit = data.draw(UNITS)
    rule = data.draw(sentences.conditions(unit) | sentences.amounts(unit))
    signs = [token for token in concrete.tokens(rule) if token.text in OTHER]
    assume(signs)
    sign = data.draw(st.sampled_from(signs))
    other = f"{rule[: sign.at]}{OTHER[sign.text]}{rule[sign.at + len(sign.text) :]}"
    assume(_is_rule(other, unit) and grammar.read(formatting.format(other)) != grammar.read(rule))
    for language in wording.LANGUAGES:
        assert wording.read(rule, unit, subjects.WORDS, language) != wording.read(other, unit, subjects.WORDS, language)


def _is_rule(text: str, unit: str) -> bool:
    for wants in ("bool", "number"):
        try:
            check.expression(text, unit, subjects.WORDS, wants)  # type: ignore[arg-type]
        except errors.RuleRefused:
            continue
        return True
    return False


def _items(item: wording.Item) -> list[wording.Item]:
    return [item, *(inner for child in item.items for inner in _items(child))]
