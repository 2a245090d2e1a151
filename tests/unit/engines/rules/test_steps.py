from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from ayni.engines import dictionary
from ayni.engines.rules import check, columns

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

ON = date(2024, 6, 1)
WORDS = dictionary.Dictionary(
    [dictionary.Variable(name, "household", "date") for name in ("built", "moved")]
    + [dictionary.Variable(name, "household", "integer") for name in ("rooms", "cows")]
)
HOUSEHOLDS = pa.table(
    {
        "id": [1, 2, 3],
        "built": [date(2000, 1, 1), date(1990, 5, 5), None],
        "moved": [date(2010, 1, 1), date(2001, 5, 4), date(2001, 1, 1)],
        "rooms": [1, 2, None],
        "cows": [1, 3, 4],
    }
)
PERSONS = pa.table(
    {
        "id": [11, 21, 31],
        "household_id": [1, 2, 3],
        "number": [1, 1, 1],
        "relationship": ["head", "head", "head"],
        "born_from": [date(1990, 1, 1), date(1980, 1, 1), None],
        "born_to": [date(1990, 1, 1), date(1981, 1, 1), None],
    }
)
#: Each with what it says of the three households.
LONG = {
    "age(head, household.moved) > years_between(household.built, household.moved)": [True, True, None],
    "members.exists(m, age(m, household.moved) > years_between(household.built, on))": [False, False, None],
    "household.rooms == household.cows": [True, False, None],
}


def _tables() -> tuple[Any, Any]:
    connection = ibis.duckdb.connect()
    connection.con.register("households", HOUSEHOLDS)
    connection.con.register("persons", PERSONS)
    return connection.table("households"), connection.table("persons")


def _found(rule: str) -> Any:
    checked = check.expression(rule, "household", WORDS)
    return columns.columns({"it": checked}, "household", *_tables(), on=ON)


def _length(rule: str) -> int:
    return len(str(ibis.to_sql(_found(rule), dialect="duckdb")))


@pytest.mark.parametrize(("rule", "said"), LONG.items(), ids=range(len(LONG)))
def test_what_is_compared_with_itself_grows_by_steps_and_keeps_its_meaning(rule: str, said: list[bool | None]) -> None:
    lengths = []
    for _ in range(5):
        lengths.append(_length(rule))
        rule = f"(({rule}) == ({rule}))"
    assert lengths[-1] < lengths[0] + 4 * 5_000, lengths
    again = _found(rule).order_by("id").to_pyarrow()["it"].to_pylist()
    assert again == [None if value is None else True for value in said]


@pytest.mark.parametrize(("rule", "said"), LONG.items(), ids=range(len(LONG)))
def test_the_answers_are_the_same(rule: str, said: list[bool | None]) -> None:
    assert _found(rule).order_by("id").to_pyarrow()["it"].to_pylist() == said


def test_an_ordinary_rule_takes_no_step() -> None:
    rule = (
        "members.exists(m, age(m, on) < 5) && (household.rooms < 3 || household.cows in [1, 2]) && age(head, on) > 60"
    )
    assert '"y0_' not in str(ibis.to_sql(_found(rule), dialect="duckdb"))
    assert '"y0_' in str(ibis.to_sql(_found(next(iter(LONG))), dialect="duckdb"))
