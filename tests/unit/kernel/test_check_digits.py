"""Check digits, on numbers that their schemes' authors, standards and issuers have published."""

from __future__ import annotations

from typing import Any

import pytest

from ayni.kernel import check_digits

#: Each right; sources: ISO/IEC 7812 and Luhn's patent; Verhoeff 1969; Damm 2004; ISNI and ORCID's manual (MOD 11-2);
#: ISBT 128 of blood donations (MOD 37-2); the IBAN registry (MOD 97-10, its letters turned to the end); ISBN-10 of the
#: ISBN users' manual (weights 10 to 1).
PUBLISHED = [
    ({"check": "luhn"}, "79927398713"),
    ({"check": "luhn"}, "4539148803436467"),
    ({"check": "verhoeff"}, "2363"),
    ({"check": "verhoeff"}, "123451"),
    ({"check": "damm"}, "5724"),
    ({"check": "mod11_2"}, "0000000218250097"),
    ({"check": "mod11_2"}, "000000021694233X"),
    ({"check": "mod11_2"}, "07940"),
    ({"check": "mod37_2"}, "G123489654321Y"),
    ({"check": "mod97"}, "WEST12345698765432GB82"),
    ({"check": "mod97"}, "79444"),
    ({"check": "weighted11", "weights": range(10, 0, -1)}, "0306406152"),
    ({"check": "weighted11", "weights": range(10, 0, -1)}, "080442957X"),
    ({"check": lambda number: number.endswith("7")}, "1237"),
    ({}, "anything"),
]


@pytest.mark.parametrize(("rules", "number"), PUBLISHED)
def test_a_published_number_is_right(rules: dict[str, Any], number: str) -> None:
    assert check_digits.is_right(number, rules)


@pytest.mark.parametrize(("rules", "number"), [one for one in PUBLISHED if isinstance(one[0].get("check"), str)])
def test_any_one_wrong_digit_is_found(rules: dict[str, Any], number: str) -> None:
    for place, sign in enumerate(number):
        for other in "0123456789":
            if sign.isdigit() and other != sign:
                assert not check_digits.is_right(number[:place] + other + number[place + 1 :], rules), (place, other)


@pytest.mark.parametrize("scheme", ["verhoeff", "damm", "mod11_2", "mod37_2", "mod97"])
def test_two_digits_in_each_others_place_are_found(scheme: str) -> None:
    for rules, number in PUBLISHED:
        if rules.get("check") != scheme:
            continue
        for place in range(len(number) - 1):
            one, two = number[place : place + 2]
            if one != two and (one + two).isdigit():
                assert not check_digits.is_right(number[:place] + two + one + number[place + 2 :], rules), place


@pytest.mark.parametrize("number", ["12A4", "X123", "*12", "12-4", "١٢٣", "12 4", "½"])
@pytest.mark.parametrize("scheme", sorted(check_digits.SCHEMES))
def test_signs_that_a_scheme_does_not_know_are_wrong_and_nothing_else(scheme: str, number: str) -> None:
    assert check_digits.is_right(number, {"check": scheme}) in (True, False)
    if scheme in ("mod11_2", "mod37_2"):
        assert not check_digits.is_right("1X23" if scheme == "mod11_2" else "1*23", {"check": scheme})


def test_a_weighted_number_has_as_many_digits_as_weights() -> None:
    rules = {"check": "weighted11", "weights": [3, 2, 1]}
    assert check_digits.is_right("000", rules)
    assert not check_digits.is_right("0000", rules)
    assert not check_digits.is_right("X00", rules)
