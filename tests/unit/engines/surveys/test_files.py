"""The same survey from every kind of file."""

from datetime import date

import numpy as np
import pandas as pd
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pyreadstat
import pytest

from ayni.engines.surveys import mapping, reader, sources

LABELLED = """
survey: labelled
interviewed_on: 2024-06-30
files: {households: households.FORM, persons: persons.FORM}
household:
  key: [cluster, house]
  area: [{from: region, code: label}]
  variables:
    - {name: floor, type: choice, missing: [9]}
    - {name: rooms, type: integer}
person:
  household: [cluster, house]
  number: line
  relationship: {from: role, codes: {1: head, 3: child}}
  sex: {from: sex, codes: {1: male, 2: female}}
  birth_date: {from: born}
  variables:
    - {name: note, type: text}
"""
HOMES = pd.DataFrame(
    {"cluster": [1, 1], "house": [1, 2], "region": [1, 2], "floor": [1.0, 9.0], "rooms": [3.0, np.nan]}
)
PEOPLE = pd.DataFrame(
    {
        "cluster": [1, 1, 1],
        "house": [1, 1, 2],
        "line": [1, 2, 1],
        "role": [1, 3, 1],
        "sex": [1, 2, 2],
        "born": [date(1980, 5, 2), date(2015, 1, 31), None],
        "note": ["é", "", "x"],
    }
)
LABELS = {"region": {1: "North", 2: "South"}, "floor": {1: "Packed earth", 2: "Cement", 9: "No answer"}}


@pytest.mark.parametrize("form", ["dta", "sav"])
def test_labelled_files_give_their_labels(tmp_path, form):
    write = {"dta": pyreadstat.write_dta, "sav": pyreadstat.write_sav}[form]
    write(
        HOMES,
        tmp_path / f"households.{form}",
        variable_value_labels=LABELS,
        column_labels=["", "", "", "The floor", ""],
    )
    write(PEOPLE, tmp_path / f"persons.{form}")
    survey = reader.read(tmp_path, mapping.loads(LABELLED.replace("FORM", form)))
    assert survey.refusals == ()
    assert survey.households["key"].to_pylist() == ["1-1", "1-2"]
    assert survey.households["area"].to_pylist() == ["North", "South"]
    assert survey.households["floor"].to_pylist() == ["packed_earth", None]
    assert survey.households["rooms"].to_pylist() == [3, None]
    assert survey.persons["key"].to_pylist() == ["1-1-1", "1-1-2", "1-2-1"]
    assert survey.persons["born_from"].to_pylist() == [date(1980, 5, 2), date(2015, 1, 31), None]
    assert survey.persons["note"].to_pylist() == ["é", None, "x"]
    floor = survey.dictionary.get("household", "floor")
    assert floor.labels["en"] == "The floor"
    assert {choice.code: choice.labels["en"] for choice in floor.choices} == {
        "packed_earth": "Packed earth",
        "cement": "Cement",
    }


def test_parquet_gives_what_csv_gives(folder, good):
    path = folder()
    plain = reader.read(path, mapping.find(path))
    for name in ("households", "persons"):
        pq.write_table(arrow_csv.read_csv(path / f"{name}.csv"), path / f"{name}.parquet")
    again = reader.read(path, mapping.loads(good[2].replace(".csv", ".parquet")))
    assert again.households.equals(plain.households)
    assert again.persons.equals(plain.persons)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_any_delimiter_and_line_ending(read, good, delimiter, ending):
    spoken = [text.replace(",", delimiter).replace("\n", ending) for text in good[:2]]
    survey = read(households=spoken[0], persons=spoken[1])
    assert survey.refusals == ()
    assert survey.persons.equals(read().persons)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_the_encoding_is_recognised(read, good, encoding):
    survey = read(persons=good[1].replace("Juma", "Zoé").replace("Rosa", "Núñez").encode(encoding))
    assert survey.refusals == ()
    assert survey.persons["given_name"].to_pylist()[0] == "Zoé"
    assert survey.persons["given_name"].to_pylist()[3] == "Núñez"


def test_a_declared_encoding_is_used(read, good):
    survey = read(
        persons=good[1].replace("Juma", "Þór").encode("latin-1"),
        mapping=good[2].replace("files:\n", "files:\n  encoding: latin-1\n"),
    )
    assert survey.persons["given_name"].to_pylist()[0] == "Þór"


def test_decimal_commas_are_understood_when_declared(read, good):
    households = good[0].replace(",", ";").replace("1200.5", "1200,5").replace("100.5", "100,5")
    survey = read(households=households, mapping=good[2].replace("files:\n", "files:\n  decimal_comma: true\n"))
    assert survey.households["consumption"].to_pylist() == [1200.5, 800.0, 0.0]
    assert survey.households["survey_weight"].to_pylist() == [100.5, 99.0, 101.0]


def test_codes_written_as_numbers_are_compared_as_numbers(read, good):
    households = good[0].replace(",2,1,1200.5", ",2.0,01,1200.5")
    survey = read(households=households)
    assert survey.households["floor"].to_pylist()[0] == "earth"
    assert survey.refusals == ()


def test_quoted_fields_may_hold_the_delimiter(read, good):
    survey = read(persons=good[1].replace("Juma", '"Juma, ""the elder"""'))
    assert survey.persons["given_name"].to_pylist()[0] == 'Juma, "the elder"'


def test_only_the_mapped_columns_are_read(folder):
    path = folder() / "households.csv"
    source = sources.read(path, sources.header(path), ["rooms", "hid", "hid"])
    assert list(source.columns) == ["rooms", "hid"]
