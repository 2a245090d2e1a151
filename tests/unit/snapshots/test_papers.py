"""Deciding from files alone: the same decisions from every engine, and files that cannot be decided from."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.engines import backends, dictionary
from ayni.engines.rules import definition
from ayni.snapshots import errors, papers, sheets

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Ibis 12 on DuckDB 2

ON = date(2026, 6, 30)
WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("rooms", "household", "integer"),
        dictionary.Variable("disability", "person", "boolean"),
    ]
)
GRANT = """
programme: grant
unit: household
criteria:
  - {name: crowded, rule: household.rooms < 3}
  - {name: child, rule: 'members.exists(m, age(m, on) < 5)'}
benefit: {amount: '100 + 50.255 * size(members)', every: month}
"""
FARES = """
programme: fares
unit: person
criteria: [{name: result-of-survey, rule: person.disability}]
benefit: {waiver: bus fares, every: year}
"""


@pytest.fixture
def files(tmp_path):
    households = pa.table({"id": [1, 2, 3], "rooms": pa.array([2, None, 4], pa.int64())})
    born = [date(1990, 1, 1), date(2024, 1, 1), date(2025, 1, 1), None]
    persons = pa.table(
        {
            "id": [11, 12, 21, 31],
            "household_id": [1, 1, 2, 3],
            "born_from": pa.array(born, pa.date32()),
            "born_to": pa.array(born, pa.date32()),
            "disability": [True, None, False, None],
        }
    )
    pq.write_table(households, tmp_path / "households.parquet")
    pq.write_table(persons, tmp_path / "persons.parquet")
    return tmp_path


def given(files: Path, *texts: str, words: dictionary.Dictionary = WORDS) -> papers.Papers:
    said = [definition.load(text) for text in texts or (GRANT, FARES)]
    return papers.Papers(said, words, files / "households.parquet", files / "persons.parquet", ON)


@pytest.mark.parametrize("engine", ["duckdb", "polars", "reference"])
def test_a_row_for_each_unit_and_programme(files, engine):
    counts = papers.decide(given(files), files / "out", engine=engine)
    assert counts["grant"] == {"eligible": 1, "ineligible": 1, "needs_information": 1}
    rows = pq.read_table(files / "out" / papers.DECISIONS).to_pylist()
    assert [(row["programme"], row["unit_id"], row["result"], row["missing"]) for row in rows] == [
        ("fares", 11, "eligible", ""),
        ("fares", 12, "needs_information", "person.disability"),
        ("fares", 21, "ineligible", ""),
        ("fares", 31, "needs_information", "person.disability"),
        ("grant", 1, "eligible", ""),
        ("grant", 2, "needs_information", "household.rooms"),
        ("grant", 3, "ineligible", ""),
    ]
    grant = rows[4]
    assert (grant["crowded"], grant["child"], grant["amount"]) == (True, True, Decimal("200.51"))
    assert (rows[0]["result-of-survey"], rows[0]["crowded"], rows[0]["household_id"]) == (True, None, 1)
    about = json.loads((files / "out" / papers.ABOUT).read_text())
    assert (about["on"], about["engine"], about["results"]) == ("2026-06-30", engine, counts)


def test_an_amount_below_zero_leaves_nothing(files):
    text = GRANT.replace("100 + 50.255", "100 - 90")
    for engine in ("duckdb", "reference"):
        with pytest.raises(errors.AmountBelowZero, match=r"grant is -80.00 for 1"):
            papers.decide(given(files, text), files / "out", engine=engine)
        assert list((files / "out").iterdir()) == []


def test_a_unit_that_stands_twice_is_refused(files):
    households = pq.read_table(files / "households.parquet")
    pq.write_table(pa.concat_tables([households, households.slice(0, 1)]), files / "households.parquet")
    with pytest.raises(sheets.SheetRefused, match="The household 1 stands 2 times"):
        papers.decide(given(files), files / "out")


def test_what_is_not_a_parquet_file_is_refused_by_name(files):
    (files / "persons.parquet").write_bytes(b"id,household_id\n1,2\n")
    with pytest.raises(sheets.SheetRefused, match=r"persons.parquet is not a whole Parquet file"):
        papers.decide(given(files), files / "out")


def test_a_file_cut_short_is_refused(files):
    whole = (files / "persons.parquet").read_bytes()
    (files / "persons.parquet").write_bytes(whole[:-20])
    with pytest.raises(sheets.SheetRefused, match="not a whole Parquet file"):
        papers.decide(given(files), files / "out")


def test_a_missing_file_or_column_is_named(files):
    with pytest.raises(sheets.SheetRefused, match="There is no file"):
        papers.decide(given(files / "elsewhere"), files / "out")
    pq.write_table(pa.table({"person": [1]}), files / "persons.parquet")
    with pytest.raises(sheets.SheetRefused, match=r"no column 'id'.*it has person"):
        papers.decide(given(files), files / "out")


def test_a_column_of_another_type_than_the_dictionary_says_is_refused(files):
    households = pa.table({"id": [1], "rooms": ["two"]})
    pq.write_table(households, files / "households.parquet")
    with pytest.raises(sheets.SheetRefused, match="'rooms' is string and should be a number"):
        papers.decide(given(files), files / "out")


def test_one_programme_twice_is_refused(files):
    with pytest.raises(sheets.SheetRefused, match="Two of the files are the programme 'grant'"):
        papers.decide(given(files, GRANT, GRANT), files / "out")


def test_an_engine_nobody_knows_is_refused(files):
    with pytest.raises(backends.EngineMissing, match="name one of duckdb, spark, polars"):
        papers.decide(given(files), files / "out", engine="oracle")
