"""Check digits: whether a number was copied right, as far as the number itself can tell."""

from collections.abc import Callable

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


#: By the name that a type of number says it with.
SCHEMES: dict[str, Callable[[str], bool]] = {"luhn": luhn, "verhoeff": verhoeff, "mod97": mod_97}
