from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ayni.engines import dictionary
from ayni.engines.rules import definition, passages, prepared, reading

ON = date(2024, 6, 1)
PROGRAMME = definition.load("""
programme: grant
unit: household
criteria:
  - {name: child, rule: "members.exists(m, age(m, on) < 5)"}
  - {name: floor, rule: 'household.floor == "earth"'}
benefit: {amount: "100.125 * members.count(m, m.disability)", every: month}
""")
WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("floor", "household", "choice", choices=(dictionary.Choice("earth"),)),
        dictionary.Variable("disability", "person", "boolean"),
    ]
)
CHILD = {"number": 2, "born_from": date(2022, 1, 1), "born_to": date(2022, 1, 1), "disability": True}
ADULT = {"number": 1, "born_from": date(1990, 1, 1), "born_to": date(1991, 1, 1), "disability": False}


def _decide(household: dict[str, Any], *members: dict[str, Any]) -> reading.Outcome:
    return reading.evaluate(prepared.prepare(PROGRAMME, WORDS), {"household": household, "members": members}, on=ON)


def test_eligible_with_the_amount_rounded_half_to_even() -> None:
    outcome = _decide({"floor": "earth"}, ADULT, CHILD)
    assert outcome.result == "eligible" and outcome.missing == ()
    assert outcome.amount == Decimal("100.12")
    assert outcome.criteria == {"child": True, "floor": True}
    assert outcome.used == {
        "child": {"members[1].age": "33-34", "members[2].age": 2},
        "floor": {"household.floor": "earth"},
    }


def test_one_false_criterion_decides_and_asks_for_nothing() -> None:
    outcome = _decide({}, ADULT)
    assert outcome.result == "ineligible"
    assert outcome.criteria == {"child": False, "floor": None}
    assert outcome.missing == () and outcome.amount is None


def test_asks_for_what_could_still_change_the_result() -> None:
    outcome = _decide({}, ADULT, {"number": 7, "disability": False})
    assert outcome.result == "needs_information"
    assert outcome.missing == ("household.floor", "members[7].born")


def test_an_unknown_amount_needs_information() -> None:
    outcome = _decide({"floor": "earth"}, CHILD, ADULT | {"disability": None})
    assert outcome.result == "needs_information" and outcome.amount is None
    assert outcome.missing == ("members[1].disability",)


def test_members_not_listed_at_all_are_unknown() -> None:
    outcome = reading.evaluate(prepared.prepare(PROGRAMME, WORDS), {"household": {"floor": "earth"}}, on=ON)
    assert outcome.result == "needs_information" and outcome.missing == ("members",)


def test_a_household_without_a_head_is_asked_who_it_is() -> None:
    programme = definition.load(
        "programme: p\nunit: household\ncriteria: [{name: a, rule: head.disability}]\n"
        "benefit: {waiver: fees, every: year}"
    )
    outcome = reading.evaluate(prepared.prepare(programme, WORDS), {"members": [ADULT]}, on=ON)
    assert outcome.missing == ("members.relationship",)


def test_a_waiver_has_no_amount() -> None:
    programme = definition.load(
        'programme: p\nunit: person\ncriteria: [{name: a, rule: "age(person, on) >= 6"}]\n'
        "benefit: {waiver: school fees, every: year}"
    )
    outcome = reading.evaluate(prepared.prepare(programme, WORDS), {"person": ADULT, "members": [ADULT]}, on=ON)
    assert outcome.result == "eligible" and outcome.amount is None
    assert outcome.used == {"a": {"person.age": "33-34"}}


def _missing(rule: str, household: dict[str, Any], words: dictionary.Dictionary) -> tuple[str, ...]:
    programme = definition.load("programme: p\nunit: household\ncriteria: [{name: a, rule: 'true'}]\n"
                                "benefit: {waiver: fees, every: year}")  # fmt: skip
    asked = replace(programme, criteria=(replace(programme.criteria[0], rule=passages.Passage(rule)),))
    return reading.evaluate(prepared.prepare(asked, words), {"household": household}, on=ON).missing


def test_a_span_that_comes_to_one_number_asks_for_nothing() -> None:
    words = dictionary.Dictionary(
        [
            dictionary.Variable("built", "household", "partial_date"),
            dictionary.Variable("rooms", "household", "integer"),
        ]
    )
    in_may = {"built_from": date(2020, 5, 2), "built_to": date(2020, 5, 31)}
    in_spring = {"built_from": date(2020, 3, 2), "built_to": date(2020, 5, 31)}
    rule = "months_between(household.built, on) > household.rooms"
    assert _missing(rule, in_may, words) == ("household.rooms",)
    assert _missing(rule, in_spring, words) == ("household.built", "household.rooms")


def test_a_day_past_the_calendar_asks_for_nothing() -> None:
    words = dictionary.Dictionary([dictionary.Variable("visited", "household", "date")])
    assert _missing("add_years(household.visited, 9000) > on", {"visited": date(2020, 5, 2)}, words) == ()
    assert _missing("add_years(household.visited, 9000) > on", {}, words) == ("household.visited",)
