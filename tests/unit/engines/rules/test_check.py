import pytest

from ayni.engines import dictionary
from ayni.engines.rules import check, errors, grammar, standard, tree

WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("beds", "household", "integer"),
        dictionary.Variable("disability", "person", "boolean"),
    ]
)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("1 + 2.5 > 3e1", "1.0 + 2.5 > 3e1"),
        ("members.count(m, f(1)) > 2", "members.filter(m, f(1.0)).count() > 2.0"),
        ("members.filter(m, a).sum(k, k.b)", "members.filter(m, a).map(k, k.b).sum()"),
        ("size(members) + members.size()", "count(members) + members.count()"),
        ("household.beds > 1", "household.beds > 1.0"),
        ("members.sum(m, members.max(k, k.a))", "members.map(m, members.map(k, k.a).max()).sum()"),
        ("max(a, 1)", "max(a, 1.0)"),
        ("x == 'size(1) .count(m, 2)'", "x == 'size(1) .count(m, 2)'"),
        ("a // 1\n&& b", "a // 1\n&& b"),
    ],
)
def test_rewrites_to_plain_cel(written: str, plain: str) -> None:
    assert standard.plain(written) == plain


def test_the_same_meaning_is_the_same_tree() -> None:
    first = grammar.read("members.filter(a, a.disability).exists(b, b.sex == 'male')")
    assert first == grammar.read("members.exists(x,   x.disability && x.sex == 'male')")
    assert grammar.read("size(members)") == grammar.read("members.count(m, true)")
    assert tree.Literal(True) != tree.Literal(1.0)


def test_a_position_counts_lines() -> None:
    with pytest.raises(errors.RuleRefused) as refused:
        check.expression("true\n  && household.bedz > 1", "household", WORDS)
    assert (refused.value.line, refused.value.column, refused.value.offset) == (2, 16, 20)
    assert refused.value.hint == "Did you mean 'beds'?"


def test_checked_knows_what_it_reads() -> None:
    checked = check.expression("person.disability && household.beds > 1", "person", WORDS)
    assert set(checked.types) == {("person", "disability"), ("household", "beds")}


def test_refuses_what_costs_too_much() -> None:
    with pytest.raises(errors.RuleRefused, match="at most 4000"):
        check.expression("true" + " " * 4000, "household", WORDS)
    with pytest.raises(errors.RuleRefused, match="at most 400"):
        check.expression(" && ".join(["true"] * 401), "household", WORDS)


def test_cel_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standard, "plain", lambda text: text)
    with pytest.raises(errors.RuleRefused, match="CEL's checker refuses this: found no matching overload"):
        check.expression("household.beds + 1 > 2", "household", WORDS)


def test_a_code_of_a_choice_is_checked_inside_a_branch() -> None:
    with pytest.raises(errors.RuleRefused, match="no choice 'mail'") as refused:
        check.expression("head.sex == (household.beds > 1 ? 'male' : 'mail')", "household", WORDS)
    assert refused.value.column == 44
