import pytest
import yaml

from ayni.engines.rules import definition, errors, formatting

LONG = 'members.exists(m, m.sex == "female" && age(m, on) >= 60) && household.floor in ["earth", "sand"] && true'


@pytest.mark.parametrize(
    ("written", "formatted"),
    [
        ("a.b<1", "a.b < 1"),
        ("f( a ,b )", "f(a, b)"),
        ("a.b in['x','y' ]", 'a.b in ["x", "y"]'),
        ("'it\\'s' == 'say \"so\"'", '"it\'s" == "say \\"so\\""'),
        ("((a.b) && (c.d && e.f))", "a.b && c.d && e.f"),
        ("(a.b && c.d) || e.f", "a.b && c.d || e.f"),
        ("a.b && (c.d || e.f)", "a.b && (c.d || e.f)"),
        ("(1 + 2) + 3 - (4 - 5)", "1 + 2 + 3 - (4 - 5)"),
        ("(1 + 2) * 3 / (4 / 5)", "(1 + 2) * 3 / (4 / 5)"),
        ("1 < 2 == true", "(1 < 2) == true"),
        ("!(a.b) || !(a.b == c.d)", "!a.b || !(a.b == c.d)"),
        ("!!a.b && !(!a.b)", "a.b && !(!a.b)"),
        ("- 5 + -(5) - -a.b", "-5 + -(5) - -a.b"),
        ("a.b ? (c.d ? 1 : 2) : (e.f ? 3 : 4)", "a.b ? (c.d ? 1 : 2) : e.f ? 3 : 4"),
        ("members . exists( m,m.a )", "members.exists(m, m.a)"),
        ("a.b //  why\n", "a.b // why"),
        ("// first\na.b\n//last", "// first\na.b\n// last"),
        ("a.b // one\n&& c.d", "a.b // one\n&& c.d"),
        ("a.b &&\n// about c\nc.d", "a.b\n// about c\n&& c.d"),
    ],
)
def test_one_form(written: str, formatted: str) -> None:
    assert formatting.format(written) == formatted


def test_breaks_a_long_rule_at_and() -> None:
    assert formatting.format(LONG) == (
        'members.exists(m, m.sex == "female" && age(m, on) >= 60)\n&& household.floor in ["earth", "sand"]\n&& true'
    )


def test_breaks_inside_brackets_then() -> None:
    assert formatting.format(LONG, width=40).splitlines()[:4] == [
        "members.exists(m,",
        '  m.sex == "female" && age(m, on) >= 60',
        ")",
        '&& household.floor in ["earth", "sand"]',
    ]


def test_refuses_what_is_no_rule() -> None:
    with pytest.raises(errors.RuleRefused, match="Write && for 'and'"):
        formatting.format("a.b and c.d")
    with pytest.raises(errors.RuleRefused, match="cannot be formatted"):
        formatting.format("members[0].a")


FILE = """\
# A file with a history.
programme:   old-pension   # its code
title: {en: "Old age",   fr: 'Vieillesse'}
unit: household

criteria:
    # Who is old.
  - name: old
    rule: members.exists(m,age(m,on)>=60)   # the law's age
    says: 'Someone   is old'
  - {name: flow, rule: "household.floor in ['a','b']", says: {en: x}}
  - rule: '!(household.electric)'
    name: dark
  - name: block
    rule: |   # in lines
      household.rooms<2
        &&household.rooms>0

  - name: folded
    rule: >-
      household.electric?household.rooms
        >1:true
  - name: long
    rule: LONG   # many
benefit: {every: month, currency: LCU, amount: 1500+500*size(members)}
"""
FORMATTED = """\
# A file with a history.
programme:   old-pension   # its code
title: {en: "Old age",   fr: 'Vieillesse'}
unit: household

criteria:
    # Who is old.
  - name: old
    rule: members.exists(m, age(m, on) >= 60)  # the law's age
    says: 'Someone   is old'
  - {name: flow, rule: 'household.floor in ["a", "b"]', says: {en: x}}
  - rule: '!household.electric'
    name: dark
  - name: block
    rule: household.rooms < 2 && household.rooms > 0  # in lines

  - name: folded
    rule: 'household.electric ? household.rooms > 1 : true'
  - name: long
    rule: |- # many
      members.exists(m, m.sex == "female" && age(m, on) >= 60)
      && household.floor in ["earth", "sand"]
      && true
benefit: {every: month, currency: LCU, amount: 1500 + 500 * size(members)}
"""


def test_a_file_keeps_everything_but_its_rules() -> None:
    found = formatting.format_definition(FILE.replace("LONG", LONG))
    assert found == FORMATTED
    assert formatting.format_definition(found) == found
    assert yaml.safe_load(found)["programme"] == "old-pension"


def test_a_file_means_the_same() -> None:
    before, after = (definition.load(text) for text in (FILE.replace("LONG", LONG), FORMATTED))
    assert [criterion.name for criterion in after.criteria] == [criterion.name for criterion in before.criteria]
    assert after.criteria[-1].rule.text.replace("\n", " ") == LONG


def test_a_rule_that_has_a_name_in_yaml_is_left() -> None:
    text = FORMATTED.replace("'!household.electric'", '&dark "household.rooms<1"')
    assert formatting.format_definition(text) == text


def test_a_rule_that_is_none_is_refused_at_its_place() -> None:
    text = FORMATTED.replace("size(members)}", "size(members) and}")
    with pytest.raises(errors.DefinitionRefused, match=r"p.yaml:24:.*Write && for 'and'"):
        formatting.format_definition(text, where="p.yaml")
