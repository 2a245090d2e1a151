"""Short ways to write a measure mean what the long ones do."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ayni.engines.measures import instruments, short_forms, specs


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("1/3", Fraction(1, 3)),
        (0.33, Fraction(33, 100)),
        (".33", Fraction(33, 100)),
        (33, Fraction(33, 100)),
        ("33%", Fraction(33, 100)),
        ("33.3 %", Fraction(333, 1000)),
        (100, Fraction(1)),
        (1, Fraction(1)),
        ("1%", Fraction(1, 100)),
        (Fraction(2, 3), Fraction(2, 3)),
    ],
)
def test_a_cut_off_is_a_share_or_per_cent(said: object, means: Fraction) -> None:
    assert short_forms.cutoff(said, "k") == means


@pytest.mark.parametrize("said", [0, -1, 101, "120%", "third", True, None, "0%"])
def test_a_cut_off_that_is_none_is_refused(said: object) -> None:
    with pytest.raises(specs.SpecError, match="k is"):
        short_forms.cutoff(said, "k")


def test_several_cut_offs_are_taken_once_each() -> None:
    assert short_forms.cutoffs([33, "0.33", "1/5"], "k") == (Fraction(33, 100), Fraction(1, 5))


LONG = {
    "code": "m",
    "k": "1/3",
    "dimensions": [
        {"name": "health", "indicators": [{"name": "cm", "rule": "cm"}, {"name": "nutr", "rule": "nutr"}]},
        {"name": "living", "indicators": [{"name": "water", "rule": "household.water == 1"}]},
    ],
}


@pytest.mark.parametrize(
    "dimensions",
    [
        {"health": ["cm", "nutr"], "living": {"water": "household.water == 1"}},
        {"health": ["cm", {"name": "nutr"}], "living": [{"name": "water", "rule": "household.water == 1"}]},
        {"health": {"cm": "cm", "nutr": {"rule": "nutr"}}, "living": {"indicators": {"water": "household.water == 1"}}},
        [{"name": "health", "indicators": ["cm", "nutr"]}, LONG["dimensions"][1]],
    ],
)
def test_short_dimensions_are_the_long_ones(dimensions: object) -> None:
    short = instruments.Instrument.from_dict({**LONG, "dimensions": dimensions})
    assert short == instruments.Instrument.from_dict(LONG)


def test_one_column_alone_is_a_dimension() -> None:
    found = instruments.Instrument.from_dict({"code": "m", "k": 1, "dimensions": {"water": "d_water"}})
    assert [(one.name, one.rule, one.weight) for one in found.indicators] == [("d_water", "d_water", 1)]


@pytest.mark.parametrize(
    ("dimensions", "said"),
    [
        ({"health": {"cm": True}}, "Write the name of a column"),
        ({"health": []}, "must be a list with at least one entry"),
        ({}, "must be a list with at least one entry"),
        ({"health": [{"name": "cm", "rul": "x"}]}, "Did you mean 'rule'"),
        ({"health": {"indicators": ["cm"], "wieght": 1}}, "Did you mean 'weight'"),
        (["health"], "is missing or not text"),
    ],
)
def test_a_short_form_that_means_nothing_is_refused(dimensions: object, said: str) -> None:
    with pytest.raises((specs.SpecError, instruments.InstrumentError), match=said):
        instruments.Instrument.from_dict({"code": "m", "k": 1, "dimensions": dimensions})


def test_other_weights_keep_those_inside_a_dimension() -> None:
    found = instruments.Instrument.from_dict(LONG).weighted({"health": Fraction(3, 4), "living": Fraction(1, 4)})
    assert [one.weight for one in found.indicators] == [Fraction(3, 8), Fraction(3, 8), Fraction(1, 4)]


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"helth": Fraction(1)}, "Did you mean 'health'"),
        ({"health": Fraction(1)}, "Give every one, or none"),
        ({"health": Fraction(1, 2), "living": Fraction(1, 4)}, "add up to 0.75"),
    ],
)
def test_other_weights_must_name_every_dimension_and_add_up(shares: dict[str, Fraction], said: str) -> None:
    with pytest.raises(instruments.InstrumentError, match=said):
        instruments.Instrument.from_dict(LONG).weighted(shares)
