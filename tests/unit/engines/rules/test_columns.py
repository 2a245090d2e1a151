from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from ayni.engines import dictionary
from ayni.engines.rules import check, columns, definition, errors

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

ON = date(2024, 6, 1)
WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("rooms", "household", "integer"),
        dictionary.Variable("disability", "person", "boolean"),
    ]
)
HOUSEHOLDS = pa.table({"id": [1, 2], "area": ["a1", "b1"], "area_1": ["a", "b"], "rooms": [3, None]})
PERSONS = pa.table(
    {
        "id": [11, 12, 31],
        "household_id": [1, 1, 3],
        "number": [1, 2, 1],
        "relationship": ["head", "child", "head"],
        "born_from": [date(1990, 1, 1), date(2020, 1, 1), None],
        "born_to": [date(1990, 1, 1), date(2020, 1, 1), None],
        "disability": [None, True, True],
    }
)
GRANT = definition.load("""
programme: grant
unit: household
criteria: [{name: child, rule: "members.exists(m, age(m, on) < 5)"}, {name: small, rule: household.rooms < 4}]
benefit: {amount: 0.125 * household.rooms, every: month}
""")
WAIVER = definition.load("""
programme: waiver
unit: person
criteria: [{name: disability, rule: person.disability}, {name: rooms, rule: household.rooms < 4}]
benefit: {waiver: fees, every: year}
""")


def _tables() -> tuple[Any, Any]:
    connection = ibis.duckdb.connect()
    connection.con.register("households", HOUSEHOLDS)
    connection.con.register("persons", PERSONS)
    return connection.table("households"), connection.table("persons")


def _rows(table: Any) -> list[dict[str, Any]]:
    return sorted(table.to_pyarrow().to_pylist(), key=lambda row: row["id"])


def test_decides_each_unit_in_one_table() -> None:
    decided = {unit: found.table for unit, found in columns.decide([GRANT, WAIVER], WORDS, *_tables(), on=ON).items()}
    assert list(decided) == ["household", "person"]
    first, second = _rows(decided["household"])
    assert first == {
        "id": 1, "household_id": 1, "area": "a1", "area_1": "a",
        "grant__result": "eligible", "grant__amount": Decimal("0.38"),
        "grant__child": True, "grant__small": True, "grant__missing": "",
    }  # fmt: skip
    assert (second["grant__result"], second["grant__child"], second["grant__missing"]) == ("ineligible", False, "")
    assert decided["household"].schema()["grant__amount"] == ibis.dtype("decimal(18, 2)")


def test_a_person_whose_household_is_absent_has_unknown_answers() -> None:
    decided = columns.decide([WAIVER], WORDS, *_tables(), on=ON)["person"].table
    adult, child, orphan = _rows(decided)
    assert (adult["waiver__result"], adult["waiver__missing"]) == ("needs_information", "person.disability")
    assert (child["waiver__result"], child["waiver__amount"]) == ("eligible", None)
    assert orphan["area"] is None and orphan["waiver__rooms"] is None
    assert orphan["waiver__missing"] == "household.rooms"


def test_a_column_the_table_lacks_is_unknown_for_all() -> None:
    checked = {"it": check.expression('score("pmt") < 3', "household", WORDS)}
    made = columns.columns(checked, "household", *_tables(), on=ON)
    assert [row["it"] for row in _rows(made)] == [None, None]
    assert made.schema()["it"] == ibis.dtype("boolean")


def test_reads_only_the_columns_needed() -> None:
    checked = {"it": check.expression("members.exists(m, m.disability)", "household", WORDS)}
    query = str(ibis.to_sql(columns.columns(checked, "household", *_tables(), on=ON)))
    assert '"disability"' in query
    assert not any(name in query for name in ('"rooms"', '"born_from"', '"relationship"'))


def test_an_expression_cannot_take_the_name_of_an_identity() -> None:
    checked = check.expression("true", "household", WORDS)
    with pytest.raises(ValueError, match="cannot be called 'area'"):
        columns.columns({"area": checked}, "household", *_tables(), on=ON)


def test_refuses_a_rule_that_does_not_check() -> None:
    with pytest.raises(errors.RuleRefused, match="'disability'"):
        columns.decide([WAIVER], dictionary.Dictionary(), *_tables(), on=ON)


def test_a_loop_and_the_head_may_ask_for_the_same() -> None:
    rules = {
        "head": check.expression("age(head, on)", "household", WORDS, "number"),
        "all": check.expression("members.sum(m, age(m, on))", "household", WORDS, "number"),
    }
    first = _rows(columns.columns(rules, "household", *_tables(), on=ON))[0]
    assert (first["head"], first["all"]) == (34, 38)
