import pytest

from ayni.engines import dictionary
from ayni.engines.rules import alone, check, errors

WORDS = dictionary.Dictionary([dictionary.Variable("rooms", "household", "integer")])


def test_one_rule_is_read_as_a_programme_that_asks_only_it() -> None:
    said = alone.read("household.rooms < 3", "household")
    assert [criterion.rule.text for criterion in said.criteria] == ["household.rooms < 3"]
    assert check.check(said, WORDS) == []


def test_its_problems_stand_at_their_line_and_column() -> None:
    problems = check.check(alone.read("true &&\n  household.roms < 3", "household"), WORDS)
    assert [(one.line, one.column) for one in problems] == [(2, 13)]
    assert "rooms" in problems[0].hint


def test_a_programme_is_read_as_what_it_says() -> None:
    text = "programme: a\nunit: person\ncriteria: [{name: b, rule: 'true'}]\nbenefit: {waiver: c, every: year}\n"
    assert alone.read(text, "household").unit == "person"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_no_rule(text: str) -> None:
    with pytest.raises(errors.DefinitionRefused, match="Nothing is written"):
        alone.read(text, "household")


def test_a_half_written_programme_is_not_taken_for_a_rule() -> None:
    with pytest.raises(errors.DefinitionRefused, match="unit"):
        alone.read("programme: a\n", "household")


def test_a_branch_over_lines_is_a_rule() -> None:
    assert not alone.is_programme("household.rooms > 1\n? true\n: false")


def test_both_are_formatted() -> None:
    assert alone.formatted("household.rooms<3") == "household.rooms < 3"
    text = "programme: a\nunit: household\ncriteria: [{name: b, rule: 1<2}]\nbenefit: {waiver: c, every: year}\n"
    assert "rule: 1 < 2}" in alone.formatted(text)
