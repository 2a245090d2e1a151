"""The shipped mapping on the survey it is for."""

import collections
from datetime import date
from pathlib import Path

import numpy as np
import pyreadstat
import pytest

from ayni.engines.surveys import ages, mapping, reader

FOLDER = Path(__file__).parents[5] / "shared" / "data" / "popstan"
PERSONS = FOLDER / "WLD_2023_SYNTH-SVY-IND-EN_v01_M.dta"

absent = pytest.mark.skipif(not PERSONS.exists(), reason="../shared/data/popstan is not on this machine")


@pytest.fixture(scope="module")
def survey():
    return reader.read(FOLDER, mapping.find(FOLDER))


@pytest.fixture(scope="module")
def raw():
    return pyreadstat.read_dta(str(PERSONS))[0]


@absent
def test_every_row_goes_in(survey):
    assert survey.refusals == ()
    assert (survey.households.num_rows, survey.persons.num_rows) == (8000, 32396)
    assert survey.areas["level"].to_pylist().count(1) == 10
    assert survey.areas["level"].to_pylist().count(2) == 59


@absent
def test_ages_are_those_of_the_file(survey, raw):
    on = date(2023, 12, 27)
    for column in ("born_from", "born_to"):
        years = ages.years_on(ages.from_column(survey.persons[column].combine_chunks()), on)
        assert collections.Counter(years.astype(int).tolist()) == collections.Counter(raw["age"].tolist())


@absent
def test_young_children_are_known_to_the_month(survey):
    days = np.array(survey.persons["born_to"]) - np.array(survey.persons["born_from"])
    assert int((days < np.timedelta64(31, "D")).sum()) == 3165


@absent
@pytest.mark.parametrize(
    ("name", "column", "codes"),
    [
        ("disability", "disability", {True: 1, False: 0}),
        ("school_attend", "school_attend", {True: 1}),
        ("literacy", "literacy", {True: 1, False: 2, None: 0}),
        ("sex", "sex", {"male": 1, "female": 2}),
        ("marital_status", "marstat", {"single": 1, "married": 2, "divorced": 3, "widowed": 4}),
    ],
)
def test_answers_are_those_of_the_file(survey, raw, name, column, codes):
    counted = collections.Counter(survey.persons[name].to_pylist())
    told = collections.Counter(raw[column].tolist())
    assert {word: counted[word] for word in codes} == {word: told[code] for word, code in codes.items()}


@absent
def test_the_design_is_the_surveys(survey):
    assert len(set(survey.households["survey_stratum"].to_pylist())) == 19  # one region is all urban
    assert len(set(survey.households["survey_psu"].to_pylist())) == 320


def test_every_variable_and_choice_is_labelled_in_three_languages():
    shipped = mapping.load(mapping.SHIPPED / "popstan.yaml")
    for field in (*shipped.household.fields, *shipped.person.fields):
        assert {"en", "fr", "ar"} <= set(field.labels), field.name
        for choice in field.choices:
            assert {"en", "fr", "ar"} <= set(choice.labels), (field.name, choice.code)
    assert {field.name for field in shipped.person.fields if field.sensitivity == "sensitive"} == {
        "religion",
        "disability",
        "blind",
        "deaf",
        "mental",
    }
