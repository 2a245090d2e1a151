import io
from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest
from django.db import connection

from ayni.registry import actions
from ayni.snapshots import copying, errors, opening, results
from tests.unit.registry.village import DAY

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2


@pytest.fixture
def snapshot(loaded, steward):
    return actions.take_snapshot(on=DAY, by=steward)


@pytest.fixture
def scores(homes, home):
    table = ibis.memtable(pa.table({"household_id": [homes["h1"].pk], "value": [2.5]}))
    results.write(table, home / "scores", "pmt")
    return {"pmt": results.path(home / "scores", "pmt")}


def test_one_household_as_rules_read_it(snapshot, homes, scores):
    alone = opening.facts(snapshot, homes["h1"].pk, scores)
    assert alone["household"]["floor"] == "earth"
    assert [(member["number"], member["attends"]) for member in alone["members"]] == [(1, None), (2, True), (3, None)]
    assert alone["members"][0]["born_to"] == date(1992, 6, 30)
    assert alone["scores"] == {"pmt": 2.5}
    assert opening.facts(snapshot, homes["h3"].pk, scores)["scores"] == {"pmt": None}


def test_scores_are_columns_of_the_households(snapshot, homes, scores):
    with opening.open(snapshot, scores) as opened:
        table = opened.households.select("id", "score_pmt").to_pyarrow().to_pylist()
    assert {row["id"]: row["score_pmt"] for row in table} == {
        home.pk: 2.5 if key == "h1" else None for key, home in homes.items()
    }


def test_a_household_that_is_not_in_it_is_said(snapshot):
    with pytest.raises(errors.NotInSnapshot, match="99999"):
        opening.facts(snapshot, 99999)


ROWS = pa.table(
    {
        "household_id": [1, 2, 2],
        "grant__result": ["eligible", "ineligible", None],
        "grant__amount": pa.array([Decimal("12.50"), None, Decimal("0.10")], pa.decimal128(18, 2)),
        "grant__poor": [True, None, False],
        "grant__missing": ["", 'a,"b"', "c"],
    }
)


@pytest.fixture
def written(home):
    assert results.write(ibis.memtable(ROWS), home / "run", "household") == 3
    return home / "run", "household"


def test_results_by_household(written):
    assert results.lookup(*written, 1)[0]["grant__amount"] == Decimal("12.50")
    assert [row["grant__poor"] for row in results.lookup(*written, 2)] == [None, False]
    assert results.lookup(*written, 9) == []
    assert [file.name for file in written[0].iterdir()] == ["household.parquet"]


def test_results_counted_and_summed(written):
    assert results.summary(*written, ["grant__result", "grant__poor"]) == {
        "grant__result": {"eligible": 1, "ineligible": 1, None: 1},
        "grant__poor": {True: 1, False: 1, None: 1},
    }
    assert results.totals(*written, ["grant__amount"]) == {"grant__amount": Decimal("12.60")}
    only = {"grant__result": {"eligible", "needs_information"}}
    assert results.summary(*written, ["household_id"], where=only) == {"household_id": {1: 1}}


@pytest.mark.django_db
def test_results_go_back_into_the_database(written):
    chosen = ("household_id", "grant__amount", "grant__poor", "grant__missing")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE back (id bigint, amount numeric, poor boolean, missing text)")
        with cursor.copy("COPY back FROM STDIN (FORMAT csv)") as copy:
            for chunk in results.copy_rows(*written, chosen):
                copy.write(chunk)
        cursor.execute("SELECT * FROM back ORDER BY id, missing")
        assert cursor.fetchall() == [
            (1, Decimal("12.50"), True, ""),
            (2, None, None, 'a,"b"'),
            (2, Decimal("0.10"), False, "c"),
        ]


def test_a_failed_write_leaves_the_earlier_file(written):
    broken = ibis.memtable(ROWS).mutate(bad=ibis.literal("x").cast("int64"))
    with pytest.raises(Exception, match="x"):
        results.write(broken, *written)
    assert results.rows(*written) == 3
    assert [file.name for file in written[0].iterdir()] == ["household.parquet"]


def test_lines_for_copy_with_answers_gathered():
    table = pa.table(
        {
            "key": ["a", None],
            "name": ['O"Neil, é', ""],
            "on": pa.array([date(2026, 1, 2), None], pa.date32()),
            "n": [1, None],
            "told": ["x\ny", None],
        }
    )
    text = b"".join(copying.lines(table, ("key", "name"), gathered=("on", "n", "told"))).decode()
    assert text == (
        '"a","O""Neil, é","{""on"":""2026-01-02"",""n"":1,""told"":""x\\ny""}"\n'
        ',"","{""on"":null,""n"":null,""told"":null}"\n'
    )
    assert io.StringIO(text).readline()
