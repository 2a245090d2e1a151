from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ayni.engines import dictionary
from ayni.engines.rules import changing, definition, prepared, reading

ON = date(2024, 6, 1)
WORDS = dictionary.Dictionary(
    [
        dictionary.Variable(
            "floor", "household", "choice", choices=(dictionary.Choice("earth"), dictionary.Choice("tiles"))
        ),
        dictionary.Variable("rooms", "household", "integer", minimum=0, maximum=20),
        dictionary.Variable("income", "household", "decimal"),
        dictionary.Variable("visited", "household", "date"),
        dictionary.Variable(
            "goods", "household", "many_choice", choices=(dictionary.Choice("radio"), dictionary.Choice("boat"))
        ),
        dictionary.Variable("disability", "person", "boolean"),
    ]
)


def changes(
    rule: str, *, amount: str = "10", unit: str = "household", facts: dict[str, Any] | None = None
) -> dict[str, dict[Any, tuple[str, Decimal | None]]]:
    """By answer and value, the result and the amount."""
    text = {"rule": rule, "amount": amount}
    programme = definition.load(f"""
programme: grant
unit: {unit}
criteria: [{{name: one, rule: '{text["rule"]}'}}]
benefit: {{amount: '{text["amount"]}', every: month}}
""")
    known = {"household": {}, "members": [], "scores": {}} | (facts or {})
    found: dict[str, dict[Any, tuple[str, Decimal | None]]] = {}
    for change in changing.answers(prepared.prepare(programme, WORDS), known, WORDS, on=ON):
        found.setdefault(change.name, {}).update(dict.fromkeys(change.values, (change.result, change.amount)))
    return found


YES, NO = ("eligible", Decimal("10.00")), ("ineligible", None)


def test_a_choice_is_tried_with_each_of_its_codes() -> None:
    assert changes('household.floor == "earth"') == {"household.floor": {"earth": YES, "tiles": NO}}


def test_a_number_is_tried_below_at_and_above_what_it_is_compared_with() -> None:
    assert changes("household.rooms < 3") == {"household.rooms": {2.0: YES, 3.0: NO, 4.0: NO}}
    assert changes("household.income <= 2.5") == {"household.income": {2.49: YES, 2.5: YES, 2.51: NO}}


def test_no_number_outside_what_the_dictionary_allows_is_tried() -> None:
    assert changes("household.rooms < 1 || household.rooms >= 20") == {
        "household.rooms": {0.0: YES, 1.0: NO, 2.0: NO, 19.0: NO, 20.0: YES}
    }


def test_an_answer_that_alone_decides_nothing_says_so() -> None:
    found = changes('household.floor == "earth" && household.rooms < 3')
    assert found["household.floor"] == {"earth": ("needs_information", None), "tiles": NO}


def test_amounts_are_told_apart() -> None:
    found = changes('household.floor in ["earth", "tiles"]', amount='household.floor == "earth" ? 5.0 : 7.0')
    assert found["household.floor"] == {
        "earth": ("eligible", Decimal("5.00")),
        "tiles": ("eligible", Decimal("7.00")),
    }


def test_a_day_is_tried_around_the_one_it_is_compared_with() -> None:
    found = changes('household.visited > date("2024-01-15")')["household.visited"]
    assert found[date(2024, 1, 15)] == NO and found[date(2024, 1, 16)] == YES


def test_a_day_of_birth_is_tried_at_the_ages_around_the_limit() -> None:
    facts = {"members": [{"id": 7, "number": 1}]}
    found = changes("members.exists(m, age(m, on) < 5)", facts=facts)["members[1].born"]
    assert found[date(2019, 6, 2)] == YES  # five tomorrow
    assert found[date(2019, 6, 1)] == NO  # five today
    assert max(found) == ON  # nobody is born later than the day


def test_a_day_of_birth_known_in_part_stays_within_what_is_known() -> None:
    born = {"born_from": date(2019, 1, 1), "born_to": date(2019, 12, 31)}
    facts = {"members": [{"id": 7, "number": 1, **born}]}
    found = changes("members.exists(m, age(m, on) < 5)", facts=facts)["members[1].born"]
    assert min(found) == born["born_from"] and max(found) == born["born_to"]
    assert {result for result, _amount in found.values()} == {"eligible", "ineligible"}


def test_a_score_is_tried_around_the_cut_off() -> None:
    assert changes('score("pmt") < 1210.0') == {"score.pmt": {1209.99: YES, 1210.0: NO, 1210.01: NO}}


def test_several_choices_are_tried_one_by_one() -> None:
    assert changes('"radio" in household.goods')["household.goods"] == {"": NO, "radio": YES, "boat": NO}


def test_a_person_who_is_a_member_answers_once_for_both() -> None:
    person = {"id": 7, "number": 1}
    facts = {"members": [person], "person": dict(person)}
    found = changes("person.disability && members.exists(m, m.disability)", unit="person", facts=facts)
    told = {True: YES, False: NO}
    assert found == {"members[1].disability": told, "person.disability": told}


@pytest.mark.parametrize("rule", ["head.disability", "size(members) > 2"])
def test_who_lives_there_is_no_answer_to_try(rule: str) -> None:
    facts = {"members": None} if "size" in rule else {"members": [{"id": 7, "number": 1, "disability": True}]}
    assert changes(rule, facts=facts) == {}


def test_who_is_decided_needs_no_answer() -> None:
    assert changes("household.rooms < 3", facts={"household": {"rooms": 1}}) == {}


def test_at_most_twelve_answers_are_tried() -> None:
    people = [{"id": number, "number": number} for number in range(1, 20)]
    assert len(changes("members.exists(m, m.disability)", facts={"members": people})) == changing.MOST_ANSWERS


def test_giving_an_answer_leaves_the_facts_as_they_were() -> None:
    facts = {"household": {"rooms": None}, "members": [{"id": 1, "number": 1}]}
    given = changing.answered(facts, "members[1].disability", True)
    assert given["members"][0]["disability"] is True
    assert facts == {"household": {"rooms": None}, "members": [{"id": 1, "number": 1}]}


def test_the_outcome_told_is_the_readers_own() -> None:
    programme = definition.load(
        "programme: a\nunit: household\ncriteria: [{name: one, rule: household.rooms < 3}]\n"
        "benefit: {amount: household.rooms * 2, every: month}\n"
    )
    ready = prepared.prepare(programme, WORDS)
    for change in changing.answers(ready, {"household": {}}, WORDS, on=ON):
        for value in change.values:
            outcome = reading.evaluate(ready, {"household": {"rooms": value}}, on=ON)
            assert (outcome.result, outcome.amount) == (change.result, change.amount)
