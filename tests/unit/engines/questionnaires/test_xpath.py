"""Expressions, each held against what the specification of forms says of it."""

from datetime import UTC, datetime

import pytest

from ayni.engines.questionnaires import errors, xpath
from ayni.engines.questionnaires.nodes import Node
from ayni.engines.questionnaires.tree import Group, Question

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def question(name, type, text):
    return Node(name, text, Question(name, f"/data/{name}", type))


@pytest.fixture
def form():
    root = Node("data")
    for name, type, text in (
        ("age", "integer", "34"),
        ("weight", "decimal", "3.5"),
        ("born", "date", "1992-02-29"),
        ("owns", "select_multiple", "radio bicycle"),
        ("name", "text", "Ada"),
        ("empty", "text", ""),
    ):
        root.add(question(name, type, text))
    for given, years in (("Ada", "34"), ("Bo", "5"), ("Cy", "")):
        member = root.add(Node("member", "", Group("member", "/data/member", is_repeat=True)))
        member.add(question("given", "text", given))
        member.add(question("years", "integer", years))
    return root


def lists():
    top = Node("")
    root = top.add(Node("root"))
    for name, region in (("a", "n"), ("b", "s")):
        item = root.add(Node("item"))
        item.add(Node("name", name))
        item.add(Node("region", region))
    return {"towns": top}


def value(form, text, at=None):
    found = xpath.read(text).on(at or form, xpath.Surroundings(NOW, lists()))
    return xpath.as_text(found)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("-(2) - -3", "1"),
        ("7 mod 3", "1"),
        ("-7 mod 3", "-1"),
        ("1 div 0", "Infinity"),
        ("0 div 0", "NaN"),
        ("/data/age > 18 and /data/weight < 4", "true"),
        ("/data/age = 34 or 1 div 0", "true"),
        ("/data/age != 34", "false"),
        ("/data/empty = ''", "true"),
        ("/data/missing = ''", "true"),
        ("/data/missing > 3", "false"),
        ("/data/name = 'Ada'", "true"),
        ("string-length(/data/name)", "3"),
        ("selected(/data/owns, 'radio')", "true"),
        ("selected(/data/owns, 'rad')", "false"),
        ("selected-at(/data/owns, 1)", "bicycle"),
        ("selected-at(/data/owns, 7)", ""),
        ("count-selected(/data/owns)", "2"),
        ("if(/data/age > 18, 'old', 'young')", "old"),
        ("coalesce(/data/empty, /data/name)", "Ada"),
        ("int('12.9')", "12"),
        ("int(-12.9)", "-12"),
        ("round(2.555, 1)", "2.6"),
        ("regex(/data/name, '[A-Z][a-z]+')", "true"),
        ("regex(/data/name, '[a-z]+')", "false"),
        ("concat('a', /data/age, 1.50)", "a341.5"),
        ("join(', ', /data/member/given)", "Ada, Bo, Cy"),
        ("count(/data/member)", "3"),
        ("count(/data/member[years < 18])", "1"),
        ("count-non-empty(/data/member/years)", "2"),
        ("sum(/data/member[years != '']/years)", "39"),
        ("max(/data/age, 99)", "99"),
        ("min(/data/member[years != '']/years)", "5"),
        ("/data/member[2]/given", "Bo"),
        ("/data/member[position() = 3]/given", "Cy"),
        ("/data/member[last()]/given", "Cy"),
        ("indexed-repeat(/data/member/given, /data/member, 2)", "Bo"),
        ("//given", "Ada"),
        ("today()", "2026-11-20"),
        ("format-date(today(), '%Y/%n/%e')", "2026/11/20"),
        ("format-date-time(now(), '%H:%M')", "09:30"),
        ("/data/born < today()", "true"),
        ("/data/born = date('1992-02-29')", "true"),
        ("/data/born >= '1993-01-01'", "false"),
        ("today() - /data/born > 365 * 34", "true"),
        ("int((today() - /data/born) div 365.25)", "34"),
        ("decimal-date-time('1970-01-02')", "1"),
        ("decimal-time('06:00:00.000+00:00')", "0.25"),
        ("date('nonsense')", ""),
        ("instance('towns')/root/item[region = 's']/name", "b"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("substr('Amina', 1, 3)", "mi"),
        ("substring('12345', 2, 3)", "234"),
        ("normalize-space('  a   b ')", "a b"),
        ("substring-before('a-b', '-')", "a"),
        ("boolean-from-string('true')", "true"),
        ("checklist(1, 2, true(), false(), true())", "true"),
        ("not(/data/empty)", "true"),
        ("pow(2, 3)", "8"),
        ("div and mod", "false"),
    ],
)
def test_what_an_expression_says(form, text, wanted):
    assert value(form, text) == wanted


def test_it_is_read_where_the_question_stands(form):
    second = form.named("member")[1]
    years = second.named("years")[0]
    assert value(form, ". < 18 and ../given = 'Bo'", years) == "true"
    assert value(form, "position(..)", years) == "2"
    assert value(form, "once('new')", years) == "5"
    assert value(form, "../../member[given = current()/../given]/years", years) == "5"
    assert value(form, "instance('towns')/root/item[name = current()/../given]", years) == ""


def test_what_is_not_relevant_says_nothing(form):
    form.named("member")[0].is_relevant = False
    assert value(form, "/data/member[1]/given") == ""


@pytest.mark.parametrize("text", ["pulldata('a', 'b', 'c', 'd')", "random()", "property('x')", "instance('nowhere')/a"])
def test_what_only_a_phone_knows_is_not_worked_out(form, text):
    with pytest.raises(errors.NotEvaluated):
        value(form, text)


@pytest.mark.parametrize(
    "text", ["", "1 +", "(1", "nothing(1)", "selected(1)", "/data/", "a b", "'open", "1 ! 2", "(" * 99 + "1" + ")" * 99]
)
def test_what_is_no_expression_is_refused(text):
    with pytest.raises(errors.ExpressionError):
        xpath.read(text)


def test_no_expression_takes_for_ever(form):
    for _ in range(2_000):
        form.add(Node("member"))
    around = xpath.Surroundings(NOW, left=10_000)
    with pytest.raises(errors.NotEvaluated):
        xpath.read("count(//member[count(//member) > 1])").on(form, around)
    with pytest.raises(errors.NotEvaluated):
        value(form, "regex('" + "a" * 40 + "', '(a+)+b')")
