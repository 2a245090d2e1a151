"""The households: well-being hangs together, and silence is where it would be."""

import numpy as np
import pytest

from ayni.engines.samples import gaps


def numeric(table, name):
    """A column as floats, unknown as NaN."""
    return np.array(table[name].to_pylist(), dtype=float)


def test_consumption_is_unequal_as_in_life(land):
    each, size = numeric(land.households, "consumption_per_person"), numeric(land.households, "household_size")
    order = np.argsort(each)
    weight, total = size[order], (each * size)[order]
    rank = np.cumsum(weight) - weight / 2
    gini = 2 * (total * rank).sum() / (total.sum() * weight.sum()) - 1
    assert 0.32 < gini < 0.45
    assert np.allclose(numeric(land.households, "consumption_total"), each * size, rtol=1e-4)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("electricity", 0.3),
        ("refrigerator", 0.3),
        ("television", 0.3),
        ("bank_account", 0.2),
        ("car", 0.15),
        ("urban", 0.2),
    ],
)
def test_the_better_off_have_more(land, name, least):
    has, log = numeric(land.households, name), np.log(numeric(land.households, "consumption_per_person"))
    told = ~np.isnan(has)
    assert np.corrcoef(has[told], log[told])[0, 1] > least


def test_large_households_are_poorer(land):
    size, log = numeric(land.households, "household_size"), np.log(numeric(land.households, "consumption_per_person"))
    assert np.corrcoef(size, log)[0, 1] < -0.3


@pytest.mark.parametrize("name", ["floor", "water", "toilet", "cooking_fuel", "roof", "walls"])
def test_every_dwelling_answer_occurs_but_none_fills_the_country(land, name):
    answers = [answer for answer in land.households[name].to_pylist() if answer]
    common = max(answers.count(one) for one in set(answers)) / len(answers)
    assert common < 0.65
    assert len(set(answers)) >= 5


NOT_ASKED_OF_ALL = {
    "literacy",
    "years_schooling",
    "activity",
    "occupation",
    "industry",
    "child_weight",
    "child_height",
    "children_born",
    "children_surviving",
    "births_12m",
}  # in these, null also means that the question is not asked at that age or of that sex


@pytest.mark.parametrize("name", sorted(gaps.RATES.keys() - NOT_ASKED_OF_ALL))
def test_answers_are_missing_as_often_as_intended(land, name):
    table = land.households if name in land.households.column_names else land.persons
    missing = table[name].null_count / table.num_rows
    assert 0.6 * gaps.RATES[name] < missing < 1.8 * gaps.RATES[name]


def test_the_poor_answer_less(land):
    each = numeric(land.households, "consumption_per_person")
    silent = sum(
        np.isnan(numeric(land.households, name)) for name in ("bank_account", "cellphone", "radio", "deaths_12m")
    )
    poor = each < np.quantile(each, 0.3)
    assert silent[poor].mean() > 1.2 * silent[each > np.quantile(each, 0.7)].mean()


def test_the_design_and_the_measures_of_well_being_are_complete(land):
    for name in ("urban", "household_size", "consumption_per_person", "survey_weight", "survey_stratum", "survey_psu"):
        assert land.households[name].null_count == 0


def test_a_question_asked_of_some_is_missing_for_few_of_them(land):
    role, sex = land.persons["relationship"].to_pylist(), land.persons["sex"].to_pylist()
    born = land.persons["children_born"].to_pylist()
    wives = [answer for who, answer in zip(role, born, strict=True) if who == "spouse"]
    assert 0.01 < wives.count(None) / len(wives) < 0.05
    assert all(answer is None for who, answer in zip(sex, born, strict=True) if who == "male")
