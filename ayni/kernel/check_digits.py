"""Check digits: whether a number was copied right, as far as the number itself can tell.

A scheme takes a number without spaces and dashes, in capitals; one with signs that the scheme does not know is wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

_TIMES = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_SHUFFLED = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def luhn(number: str) -> bool:
    """ISO/IEC 7812: every second digit from the right but one is doubled; all together end in nothing."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def verhoeff(number: str) -> bool:
    """Verhoeff's scheme, over the symmetries of a pentagon: finds every single wrong digit and every swap."""
    found = 0
    for place, digit in enumerate(reversed(number)):
        shown = int(digit)
        for _turn in range(place % 8):
            shown = _SHUFFLED[shown]
        found = _TIMES[found][shown]
    return found == 0


def mod_97(number: str) -> bool:
    """ISO/IEC 7064, MOD 97-10: letters count from 10, and the whole leaves 1."""
    return int("".join(str(int(sign, 36)) for sign in number)) % 97 == 1


_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def damm(number: str) -> bool:
    """Damm's scheme (2004): one table, finds every single wrong digit and every swap of two beside each other."""
    found = 0
    for digit in number:
        found = _DAMM[found][int(digit)]
    return found == 0


def mod_11_2(number: str) -> bool:
    """ISO/IEC 7064, MOD 11-2: digits, and X for ten at the end."""
    return _pure(number, 11, "0123456789X", only_last="X")


def mod_37_2(number: str) -> bool:
    """ISO/IEC 7064, MOD 37-2: digits and letters, and * at the end."""
    return _pure(number, 37, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*", only_last="*")


def weighted_mod_11(number: str, weights: Sequence[int]) -> bool:
    """Each digit times its weight, the check digit (or X for ten) with the last one: together a multiple of 11."""
    values = [_SIGNS_11.index(sign) for sign in number]
    if len(values) != len(weights) or "X" in number[:-1]:
        return False
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) % 11 == 0


def _pure(number: str, modulus: int, signs: str, *, only_last: str) -> bool:
    """A pure system of ISO/IEC 7064 with radix 2: the whole leaves 1."""
    if only_last in number[:-1]:
        return False
    rest = 0
    for sign in number:
        rest = (rest * 2 + signs.index(sign)) % modulus
    return rest == 1


_SIGNS_11 = "0123456789X"

#: By the name that a type of number says it with.
SCHEMES: dict[str, Callable[[str], bool]] = {
    "luhn": luhn,
    "verhoeff": verhoeff,
    "damm": damm,
    "mod97": mod_97,
    "mod11_2": mod_11_2,
    "mod37_2": mod_37_2,
}
WEIGHTED = "weighted11"


def is_right(number: str, rules: Mapping[str, Any]) -> bool:
    """Whether a number fits the scheme that its type declares as `check`: the name of one, `weighted11` with the list
    `weights`, or a country's own, a function of the number."""
    check = rules.get("check", "")
    if not check:
        return True
    try:
        if callable(check):
            return bool(check(number))
        if check == WEIGHTED:
            return weighted_mod_11(number, rules["weights"])
        return SCHEMES[check](number)
    except ValueError:  # a sign that the scheme does not know
        return False
