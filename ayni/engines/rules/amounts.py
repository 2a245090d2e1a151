"""Rounding as columns, the same to the last digit as `figures` does it for one number."""

from typing import Any

import ibis

from ayni.engines.rules import figures


def to_even(number: Any) -> Any:
    """A float column rounded to whole numbers: `figures.to_even`."""
    return number + figures.ROUNDING - figures.ROUNDING


def money(amount: Any) -> Any:
    """A float column as decimal(18, 2), rounded as `figures.money` says; null when that is unknown."""
    cents = to_even(to_even(amount * figures.HUNDRED_MILLION) / figures.MILLION)
    is_money = amount.abs() < figures.LARGEST_AMOUNT
    return ibis.cases((is_money, (cents / 100.0).cast("decimal(18, 2)")))
