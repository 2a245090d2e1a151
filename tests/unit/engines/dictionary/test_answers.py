from datetime import date
from typing import Any

import pytest

from ayni.engines import dictionary
from ayni.engines.dictionary import answers

CODES = tuple(dictionary.Choice(code) for code in ("radio", "phone", "bicycle"))


def variable(type_: str, **more: Any) -> dictionary.Variable:
    choices = CODES if type_ in ("choice", "many_choice") else ()
    return dictionary.Variable("asked", "household", type_, choices=choices, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("type_", "given", "kept"),
    [
        ("boolean", True, True),
        ("boolean", "no", False),
        ("integer", "4", 4),
        ("integer", 4.0, 4),
        ("decimal", "4.5", 4.5),
        ("text", "x", "x"),
        ("date", date(2026, 1, 31), "2026-01-31"),
        ("partial_date", "2026", "2026"),
        ("partial_date", "2026-02", "2026-02"),
        ("partial_date", "2026-02-28", "2026-02-28"),
        ("choice", "phone", "phone"),
        ("many_choice", "bicycle radio", ["radio", "bicycle"]),
        ("many_choice", ["phone", "phone"], ["phone"]),
        ("many_choice", "", []),
        ("location", "4.0511 9.7679 12 5", "4.0511 9.7679"),
    ],
)
def test_keeps_an_answer_in_one_form(type_: str, given: object, kept: object) -> None:
    found = answers.kept(variable(type_), given)
    assert (found, type(found)) == (kept, type(kept))
    assert answers.kept(variable(type_), found) == kept, "kept again it is the same"


@pytest.mark.parametrize(
    ("type_", "given", "words"),
    [
        ("boolean", "perhaps", "true or false"),
        ("integer", 4.5, "a whole number"),
        ("integer", True, "a whole number"),
        ("decimal", "nan", "a number"),
        ("decimal", "1e999", "a number"),
        ("text", 3, "a text"),
        ("date", "31/01/2026", "2026-01-31"),
        ("partial_date", "2026-13", "a year, a month or a day"),
        ("partial_date", "0000", "a year, a month or a day"),
        ("partial_date", "26", "a year, a month or a day"),
        ("choice", "car", "one of radio, phone, bicycle"),
        ("many_choice", ["car"], "some of radio, phone, bicycle"),
        ("many_choice", None, "some of"),
        ("location", "91 0", "latitude and longitude"),
        ("location", "nan nan", "latitude and longitude"),
        ("location", "here", "latitude and longitude"),
    ],
)
def test_refuses_what_is_no_answer_and_says_what_is(type_: str, given: object, words: str) -> None:
    with pytest.raises(dictionary.DictionaryError, match=words):
        answers.kept(variable(type_), given)


@pytest.mark.parametrize("given", [0, 21])
def test_refuses_a_number_out_of_range(given: int) -> None:
    with pytest.raises(dictionary.DictionaryError, match="outside its range; write a whole number from 1 up to 20"):
        answers.kept(variable("integer", minimum=1, maximum=20), given)


def test_a_partial_date_is_an_interval_of_days() -> None:
    assert (answers.days("2024-02").earliest, answers.days("2024-02").latest) == (date(2024, 2, 1), date(2024, 2, 29))
    assert answers.days("2024").latest == date(2024, 12, 31)
    assert answers.days("2024-02-03").is_exact
