"""How numbers come out the same in both readers: sums and money.

Sums are added in whole millionths, so that the order of adding cannot change them: a registry summed by many
hands and a household summed at a desk agree to the last digit.

Money is computed in double precision, brought to hundred-millionths of a unit of currency (which removes what
binary fractions leave over: 2.675 is 2.67499…), then rounded once to hundredths, half to even. An amount that is
no number, or is as large as `LARGEST_AMOUNT`, is unknown.
"""

import math
from collections.abc import Iterable
from decimal import Decimal

MILLION = 1e6
HUNDRED_MILLION = 1e8
#: Added to a number and taken away again, it leaves a whole number, rounded half to even by the processor itself.
ROUNDING = 1.5 * 2.0**52
LARGEST_ADDED = 1e12
LARGEST_AMOUNT = 1e12


def total(numbers: Iterable[float]) -> float | None:
    """Their sum, exact to a millionth; unknown when one is as large as `LARGEST_ADDED`."""
    added = 0
    for number in numbers:
        if not abs(number) < LARGEST_ADDED:
            return None
        added += int(to_even(number * MILLION))
    return added / MILLION


def money(amount: float | None) -> Decimal | None:
    """A decimal with two places; None when unknown."""
    if amount is None or not math.isfinite(amount) or not abs(amount) < LARGEST_AMOUNT:
        return None
    return Decimal(int(to_even(to_even(amount * HUNDRED_MILLION) / MILLION))).scaleb(-2)


def to_even(number: float) -> float:
    """Rounded to a whole number, half to even; above 2**51 to what a double can still tell apart."""
    return number + ROUNDING - ROUNDING
