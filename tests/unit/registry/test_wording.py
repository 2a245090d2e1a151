from datetime import date

import pytest

from ayni.engines.dictionary import Variable
from ayni.kernel.partial_dates import PartialDate
from ayni.registry.queries import wording

DAY = date(2026, 6, 30)


def born(start, end=None):
    return PartialDate(date.fromisoformat(start), date.fromisoformat(end or start))


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (None, "age unknown"),
        (born("1995-06-30"), "31"),
        (born("1995-07-01"), "30"),
        (born("1995-01-01", "1995-12-31"), "about 30–31"),
        (born("1995-01-01", "1995-03-31"), "31"),
        (born("2026-01-15"), "5 months"),
        (born("2026-05-30"), "1 month"),
        (born("2026-06-30"), "0 months"),
        (born("2025-07-01", "2026-06-30"), "under 1 year"),
        (born("2026-07-01"), "not yet born"),
    ],
)
def test_ages_are_said_as_surely_as_they_are_known(when, text):
    assert wording.age(when, DAY) == text


@pytest.mark.parametrize(
    ("type", "answer", "text"),
    [
        ("boolean", False, "No"),
        ("integer", 12000, "12,000"),
        ("decimal", 1250.5, "1,250.50"),
        ("date", "2026-06-30", "June 30, 2026"),
        ("text", "by the well", "by the well"),
    ],
)
def test_answers_in_words(type, answer, text):
    assert wording.value(Variable("asked", "household", type), answer) == text
