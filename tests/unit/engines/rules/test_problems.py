"""Every problem of a rule is told at once, and nothing that only follows from another."""

import pytest

from ayni.engines import dictionary
from ayni.engines.rules import check, definition, errors

WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("rooms", "household", "integer"),
        dictionary.Variable("floor", "household", "choice", choices=(dictionary.Choice("earth"),)),
        dictionary.Variable("wage", "person", "decimal"),
        dictionary.Variable("disability", "person", "boolean"),
    ]
)


@pytest.mark.parametrize(
    ("rule", "columns"),
    [
        ("household.rooms > 1", []),
        ('household.romos > 1 && household.floor == "eart"', [11, 43]),
        ('household.floor in ["eart", "sand", "earth"]', [21, 29]),
        ("household.romos + 1 < household.rooms", [11]),
        ("members.exists(m, m.wge > 1 && m.disability > 2)", [21, 45]),
        ("hed.wage > 1 || agee(head, on) < 5 || household.romos == 1", [1, 21, 49]),
        ('household.rooms + "a" > 1 && !household.rooms', [19, 41]),
        ("household.romos", [11]),
        ("household.romos + 1", [11, 17]),
        ("person.wage > 1 && age(household, on) < 5", [8, 23]),
        ("household.rooms ? 1 : 2", [11, 17]),
        ("household.rooms > 1 && (household.rooms = 2 || x)", [41]),
    ],
)
def test_every_problem_of_a_rule(rule: str, columns: list[int]) -> None:
    found = check.problems(rule, "household", WORDS)
    assert [problem.column for problem in found] == columns


def test_the_first_in_the_text_is_the_one_refused() -> None:
    with pytest.raises(errors.RuleRefused, match="'romos'"):
        check.expression("household.romos > 1 && hed.wage > 1", "household", WORDS)


def test_a_file_lists_all_of_them_at_their_places() -> None:
    text = (
        "programme: p\nunit: household\ncriteria:\n"
        '  - name: a\n    rule: household.romos > 1 && household.floor == "eart"\n'
        "  - name: b\n    rule: agee(head, on) > 1\nbenefit: {amount: household.wage, every: month}\n"
    )
    found = check.check(definition.load(text, where="p.yaml"), WORDS)
    assert [(problem.line, problem.column) for problem in found] == [(5, 21), (5, 53), (7, 15), (8, 29)]
