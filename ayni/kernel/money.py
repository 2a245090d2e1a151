"""Money as decimals of the currency's minor unit, rounded once, half to even."""

from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


def rounded(amount: Decimal | int | str) -> Decimal:
    """The amount in whole minor units (two places), half to even. Raises decimal.InvalidOperation."""
    return Decimal(amount).quantize(CENT, rounding=ROUND_HALF_EVEN)
