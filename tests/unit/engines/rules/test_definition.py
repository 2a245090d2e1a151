from pathlib import Path

import pytest

from ayni.engines import dictionary
from ayni.engines.rules import check, definition, errors

TEMPLATES = sorted(Path("ayni/programmes/templates").glob("*.yaml"))
GRANT = """\
programme: child-grant
title: {en: Child grant, fr: Allocation}
unit: household
legal_basis: Child Benefit Act 2024, s. 4
criteria:
  - name: young-child
    rule: members.exists(m, age(m, on) < 5)
    says: {en: "A child under five lives in the household"}
  - name: poor
    rule: >-
      score("pmt") < 1210.0
      && household.flor == "earth"
benefit:
  amount: "1500 + 500 * members.count(m, age(m, on) < 5)"
  every: month
  currency: LCU
"""
WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("floor", "household", "choice", choices=(dictionary.Choice("earth"),)),
        dictionary.Variable("disability", "person", "boolean"),
    ]
)


def test_reads_a_programme() -> None:
    grant = definition.load(GRANT, where="grant.yaml")
    assert (grant.code, grant.unit, grant.legal_basis) == (
        "child-grant",
        "household",
        "Child Benefit Act 2024, s. 4",
    )
    assert [criterion.name for criterion in grant.criteria] == ["young-child", "poor"]
    assert grant.criteria[0].rule.text == "members.exists(m, age(m, on) < 5)"
    assert grant.benefit.amount and grant.benefit.every == "month" and grant.benefit.currency == "LCU"
    assert grant.reads("fr") == "Allocation" and grant.reads("ar") == "Child grant"
    assert grant.criteria[0].reads("fr") == "A child under five lives in the household"
    assert grant.criteria[1].reads("fr") == "poor"


def test_a_problem_stands_at_its_place_in_the_file() -> None:
    (problem,) = check.check(definition.load(GRANT, where="grant.yaml"), WORDS)
    assert (problem.line, problem.column) == (12, 20)
    assert GRANT.splitlines()[11][19:23] == "flor"
    assert str(problem) == ("grant.yaml:12:20: No household has a variable 'flor'. Did you mean 'floor'?")


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("rule: household.flor", (1, 17)),
        ("rule: 'household.flor'", (1, 18)),
        ('rule: "household.flor"', (1, 18)),
        ('rule: "\\"a\\" == household.flor"', (1, 27)),
        ("rule: |\n      true &&\n      household.flor", (3, 13)),
    ],
)
def test_finds_a_word_in_every_yaml_style(written: str, place: tuple[int, int]) -> None:
    text = GRANT.replace("rule: members.exists(m, age(m, on) < 5)", written)
    rule = definition.load(text).criteria[0].rule
    line, column = rule.place(rule.text.index("flor"))
    assert (line - 6, column - 4) == place
    assert text.splitlines()[line - 1][column - 1 :].startswith("flor")


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("unit: household", "unit: village", (3, 7), "'village' cannot stand here; write one of household, person"),
        ("unit: household\n", "", (1, 1), "'unit' is missing"),
        ("legal_basis", "legal_bases", (4, 1), "did you mean 'legal_basis'"),
        ("programme: child-grant", "programme: Child grant", (1, 12), "lower-case letters"),
        ("name: poor", "name: young-child", (9, 5), "Two criteria are called"),
        ("name: poor", "name: result", (9, 11), "cannot be called 'result'"),
        ("every: month", "every: week", (15, 10), "month, quarter, year, once"),
        ("  every: month", "  every: month\n  waiver: school fees", (14, 3), "one of the two"),
        ("programme: child-grant", "programme: [", (3, 1), "not readable YAML"),
        ("    rule: members.exists(m, age(m, on) < 5)", "    rule:", (7, 10), "A rule is written here"),
        ("currency: LCU", "currency: LCU\n  every: year", (17, 3), "stands here twice"),
    ],
)
def test_refuses_a_file_at_the_place(old: str, new: str, place: tuple[int, int], words: str) -> None:
    with pytest.raises(errors.DefinitionRefused, match=r"grant\.yaml") as refused:
        definition.load(GRANT.replace(old, new, 1), where="grant.yaml")
    assert words in refused.value.message
    assert (refused.value.line, refused.value.column) == place


def test_an_empty_file_says_how_to_begin() -> None:
    with pytest.raises(errors.DefinitionRefused, match="begin with 'programme:'"):
        definition.load("")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_checks_and_speaks_three_languages(path: Path) -> None:
    template = definition.load(path.read_text("utf-8"), where=path.name)
    assert check.check(template, WORDS) == []
    assert template.code == path.stem and template.legal_basis
    for texts in (template.title, template.benefit.says, *(c.says for c in template.criteria)):
        assert set(texts) == {"en", "fr", "ar"}
