"""Instruments in YAML: what is read, what is refused and with which words."""

from __future__ import annotations

from fractions import Fraction
from importlib import resources

import pytest

from ayni.engines.measures import instruments

SHIPPED = resources.files("ayni") / "assessment" / "instruments"
SMALL = """
code: small
k: 1/3
labels: {en: Small, fr: Petit}
dimensions:
  - name: schooling
    indicators:
      - {name: years, rule: "true"}
      - {name: attendance, rule: "true"}
  - name: dwelling
    indicators:
      - {name: floor, rule: household.floor == "earth", labels: {en: Earth}}
      - {name: roof, rule: "true"}
      - {name: water, rule: "true"}
"""


def test_weights_are_nested_and_equal_and_exact() -> None:
    found = instruments.Instrument.from_yaml(SMALL)
    assert (found.code, found.k, found.entity) == ("small", Fraction(1, 3), "household")
    assert found.names == ("years", "attendance", "floor", "roof", "water")
    assert [one.weight for one in found.indicators] == [Fraction(1, 4)] * 2 + [Fraction(1, 6)] * 3
    assert found.indicators[2].rule == 'household.floor == "earth"'
    assert found.labels["fr"] == "Petit"


def test_given_weights_are_shares_of_the_whole_and_of_the_dimension() -> None:
    text = SMALL.replace("- name: schooling", "- name: schooling\n    weight: 0.4").replace(
        "- name: dwelling", "- name: dwelling\n    weight: 0.6"
    )
    found = instruments.Instrument.from_yaml(text)
    assert [one.weight for one in found.indicators] == [Fraction(1, 5)] * 5


def test_decimals_that_nearly_add_up_are_made_exact() -> None:
    text = SMALL.replace("years,", "years, weight: 0.3333333,").replace("attendance,", "attendance, weight: 0.6666667,")
    assert sum(one.weight for one in instruments.Instrument.from_yaml(text).indicators) == 1


def test_an_indicator_the_survey_lacks_gives_its_weight_to_its_dimension() -> None:
    found = instruments.Instrument.from_yaml(SMALL).without("floor")
    assert found.names == ("years", "attendance", "roof", "water")
    assert [one.weight for one in found.indicators] == [Fraction(1, 4)] * 4


@pytest.mark.parametrize(
    ("names", "said"),
    [(("years", "attendance"), "nothing is left of the dimension 'schooling'"), (("flor",), "Did you mean 'floor'")],
)
def test_a_whole_dimension_cannot_be_lost(names: tuple[str, ...], said: str) -> None:
    with pytest.raises(instruments.InstrumentError, match=said):
        instruments.Instrument.from_yaml(SMALL).without(*names)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("k: 1/3", "k: 1.5", r"small.yaml: k is 3/2\. It must be above 0"),
        ("k: 1/3", "k: third", r"small.yaml: k is 'third'\. Write a number"),
        ("k: 1/3", "cutoff: 1/3", "'cutoff' is not known"),
        ("name: floor, rule", "name: floor, rul", "'rul' is not known. Did you mean 'rule'"),
        ("name: roof", "name: floor", "indicator 'floor' appears twice"),
        ("name: roof,", "name: roof, weight: 0.5,", "Give every one, or none"),
        ("years,", "years, weight: 0.5,", "Give every one, or none"),
        ("code: small", "kode: small", "Did you mean 'code'"),
        ("code: small", "code: [", "not readable YAML"),
        ('rule: "true"', "rule: true", "`rule` is missing or not text"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(instruments.InstrumentError, match=said):
        instruments.Instrument.from_yaml(SMALL.replace(old, new), where="small.yaml")


def test_weights_that_do_not_add_up_are_refused() -> None:
    text = SMALL.replace("years,", "years, weight: 0.5,").replace("attendance,", "attendance, weight: 0.4,")
    with pytest.raises(instruments.InstrumentError, match=r"dimension 'schooling': the weights add up to 0\.9"):
        instruments.Instrument.from_yaml(text)


@pytest.mark.parametrize("text", ["", "- a", "code: x\nk: 1/3\ndimensions: []"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(instruments.InstrumentError):
        instruments.Instrument.from_yaml(text)


PROXY = """
code: pmt
outcome: {rule: household.consumption_per_person}
regressors:
  - {name: car, rule: household.car}
  - {name: people, rule: size(members), wants: number}
"""


def test_a_proxy_instrument_says_what_each_rule_gives() -> None:
    found = instruments.ProxyInstrument.from_yaml(PROXY)
    assert found.outcome == "household.consumption_per_person"
    assert [(one.name, one.wants) for one in found.regressors] == [("car", "bool"), ("people", "number")]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("outcome: {rule", "outcome: {rul", "outcome: `rule` is missing"),
        ("outcome: {rule: household.consumption_per_person}", "", "outcome is missing"),
        ("wants: number", "wants: text", "regressor 'people': wants is 'text'"),
        ("name: people", "name: car", "regressor 'car' appears twice"),
    ],
)
def test_a_proxy_instrument_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(instruments.InstrumentError, match=said):
        instruments.ProxyInstrument.from_yaml(PROXY.replace(old, new))


def test_the_shipped_instruments_read_and_speak_three_languages() -> None:
    mpi = instruments.Instrument.from_yaml((SHIPPED / "mpi.yaml").read_text(encoding="utf-8"), where="mpi.yaml")
    pmt = instruments.ProxyInstrument.from_yaml((SHIPPED / "pmt.yaml").read_text(encoding="utf-8"), where="pmt.yaml")
    assert mpi.k == Fraction(1, 3)
    assert sum(one.weight for one in mpi.indicators) == 1
    assert [one.weight for one in mpi.dimensions] == [Fraction(1, 3)] * 3
    labelled = (mpi, pmt, *mpi.dimensions, *mpi.indicators, *pmt.regressors)
    assert all(set(one.labels) == {"en", "fr", "ar"} for one in labelled)
