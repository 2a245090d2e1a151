"""Rounding as columns, the same to the last digit as `figures` does it for one number."""

from typing import Any

import ibis

from ayni.engines.rules import figures


@ibis.udf.scalar.builtin(name="round_even")  # type: ignore[untyped-decorator,unused-ignore]
def _round_even(number: float, digits: int) -> float:  # type: ignore[empty-body]
    """DuckDB's rounding, half to even."""


def to_even(number: Any) -> Any:
    """A float column rounded to whole numbers, half to even."""
    return _round_even(number, 0)


def money(amount: Any) -> Any:
    """A float column as decimal(18, 2), rounded as `figures.money` says; null when that is unknown."""
    cents = to_even(to_even(amount * figures.HUNDRED_MILLION) / figures.MILLION)
    is_money = amount.abs() < figures.LARGEST_AMOUNT
    return ibis.cases((is_money, (cents / 100.0).cast("decimal(18, 2)")))
