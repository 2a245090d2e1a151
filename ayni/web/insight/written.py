"""Figures as text: a share, a count or an amount, with its interval and what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ayni.web import figures

Number = float | Decimal


def value(unit: str) -> Callable[[Number], str]:
    """How a value of a unit is written."""
    writers: dict[str, Callable[[Number], str]] = {"share": lambda v: figures.percent(v, 1), "amount": figures.money}
    return writers.get(unit, figures.number)


def of(figure: Any) -> str:
    """A figure's value; a dash for one that is hidden or not known."""
    return value(figure.unit)(figure.value) if figure.value is not None else "—"


def interval(figure: Any) -> str:
    """From where to where an estimate surely lies; empty for what was counted."""
    if figure.low is None or figure.high is None:
        return ""
    shown = value(figure.unit)
    return _("%(low)s to %(high)s") % {"low": shown(figure.low), "high": shown(figure.high)}


def margin(figure: Any) -> str:
    """The interval and n of a figure in one line; only n for what was counted."""
    known = interval(figure)
    counted = rests_on(figure)
    if known and counted:
        return _("From %(interval)s (95 %%), %(n)s") % {"interval": known, "n": counted}
    return counted


def rests_on(figure: Any) -> str:
    """How many a figure rests on; empty when that is not told."""
    return _("n = %(n)s") % {"n": figures.number(figure.n)} if figure.n is not None else ""
