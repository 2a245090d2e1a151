"""Numbers, money and dates in the reader's language."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from ayni.web import figures


@pytest.mark.parametrize(
    ("language", "number", "share", "day"),
    [
        ("en", "1,204,567", "42.2%", "4 March 2026"),
        ("fr", "1\u202f204\u202f567", "42,2%", "4 mars 2026"),
        ("ar", "1,204,567", "42.2%", "4 مارس 2026"),
    ],
)
def test_each_language_writes_figures_its_own_way(language: str, number: str, share: str, day: str) -> None:
    with translation.override(language):
        assert figures.number(1204567) == number
        assert figures.percent(0.4215, 1).replace("\u200e", "") == share
        assert figures.day(date(2026, 3, 4)) == day


def test_money_shows_minor_units_only_when_there_are_some() -> None:
    with translation.override("en"):
        assert figures.money(Decimal("1204.00"), "LCU") == "LCU\u00a01,204"
        assert figures.money(Decimal("1204.5"), "LCU") == "LCU\u00a01,204.50"
        assert figures.money(Decimal("-3.25"), "LCU") == "LCU\u00a0-3.25"


def test_a_moment_is_told_with_its_time() -> None:
    with translation.override("en"):
        assert figures.moment(datetime(2026, 3, 4, 14, 5, tzinfo=UTC)) == "4 Mar 2026, 14:05"
        assert figures.month(date(2026, 3, 1)) == "March 2026"
    with translation.override("ar"):
        assert figures.moment(datetime(2026, 3, 4, 14, 5, tzinfo=UTC)) == "4 مارس 2026، 14:05"


def test_an_unknown_language_is_written_as_english() -> None:
    with translation.override("xx"):
        assert figures.number(1000) == "1,000"
