"""Indicators as they are written: what is read, and how a mistake is told."""

from __future__ import annotations

import pytest

from ayni.engines.measures import indicators

GOOD = """
indicator: pension-coverage
title: {en: Old people with a pension}
definition: {en: Persons of 65 or more with a pension}
unit: share
of: persons
among: age(person, on) >= 65
counted: person.receives_old_age_pension
by: [sex, area_1]
"""
PLAIN = """
indicator: paid
title: {en: Paid}
definition: {en: Payments that arrived}
unit: amount
of: payments
counted: {status: paid, programme: [a, b]}
value: amount
"""


def test_a_ruled_indicator() -> None:
    found = indicators.load(GOOD)
    assert found.code == "pension-coverage"
    assert found.is_ruled
    assert found.counted == "person.receives_old_age_pension"
    assert found.by == ("sex", "area_1")


def test_an_indicator_of_another_table() -> None:
    found = indicators.load(PLAIN)
    assert not found.is_ruled
    assert found.counted == {"status": ("paid",), "programme": ("a", "b")}
    assert found.among == {}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("unit: share", "unit: ratio"), "`unit` is 'ratio'; write one of share, count, amount"),
        (("counted:", "countd:"), "'countd' is not known. Did you mean 'counted'?"),
        (("pension-coverage", "Pension coverage"), "lower-case letters"),
        (("title: {en: Old people with a pension}", "title: Old people"), "`title` is missing"),
        (("of: persons", ""), "`of` is missing"),
        (("of: persons", "of: payments"), "`among` gives values of columns"),
        (("counted: person.receives_old_age_pension", ""), "a share needs `counted`"),
        (("unit: share", "unit: amount"), "an amount names the `value`"),
        (("among: age(person, on) >= 65", "among: {status: paid}"), "`among` is a rule in quotation marks"),
        (("indicator:", "- indicator:"), "is not readable YAML"),
    ],
)
def test_a_mistake_is_told_with_its_file(change: tuple[str, str], told: str) -> None:
    with pytest.raises(indicators.IndicatorRefused, match=r"^pension\.yaml") as refused:
        indicators.load(GOOD.replace(*change), where="pension.yaml")
    assert told in str(refused.value)


def test_an_empty_file() -> None:
    with pytest.raises(indicators.IndicatorRefused, match="is empty or a list"):
        indicators.load("")


def test_groups() -> None:
    text = "sex: {labels: {en: Sex}, categories: {female: {rule: 'person.sex == \"female\"', labels: {en: Women}}}}"
    found = indicators.load_groups(text)["sex"]
    assert found.categories == {"female": 'person.sex == "female"'}
    assert found.category_labels["female"] == {"en": "Women"}
    with pytest.raises(indicators.IndicatorRefused, match="group 'sex' has no `categories`"):
        indicators.load_groups("sex: {labels: {en: Sex}}")
