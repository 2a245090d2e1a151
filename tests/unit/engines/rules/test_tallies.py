"""What is counted of an outcome is what one gets by counting one unit after another."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pytest

from ayni.engines import dictionary
from ayni.engines.rules import columns, definition, tallies

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

ON = date(2024, 6, 1)
WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("rooms", "household", "integer"),
        dictionary.Variable("electric", "household", "boolean"),
    ]
)
TEXT = """
programme: grant
unit: {unit}
criteria:
  - {{name: crowded, rule: household.rooms < {rooms}}}
  - {{name: dark, rule: "!household.electric"}}
benefit: {{amount: {amount}, every: month}}
"""
HOUSEHOLDS = [
    {"id": 1, "area": "a1", "area_1": "a", "rooms": 1, "electric": False},
    {"id": 2, "area": "a1", "area_1": "a", "rooms": 5, "electric": False},
    {"id": 3, "area": "a1", "area_1": "a", "rooms": 5, "electric": True},
    {"id": 4, "area": "b1", "area_1": "b", "rooms": None, "electric": False},
    {"id": 5, "area": "b1", "area_1": "b", "rooms": None, "electric": True},
    {"id": 6, "area": "b1", "area_1": "b", "rooms": 2, "electric": None},
]
PERSONS = [
    {"id": 11, "household_id": 1, "relationship": "head", "sex": "female"},
    {"id": 12, "household_id": 1, "relationship": "child", "sex": "male"},
    {"id": 21, "household_id": 2, "relationship": "head", "sex": "male"},
    {"id": 31, "household_id": 3, "relationship": "head", "sex": "male"},
    {"id": 41, "household_id": 4, "relationship": "head", "sex": "female"},
    {"id": 42, "household_id": 4, "relationship": "head", "sex": "female"},
    {"id": 51, "household_id": 5, "relationship": "head", "sex": None},
]


def tables() -> tuple[Any, Any]:
    homes = {"id": "int64", "area": "string", "area_1": "string", "rooms": "int64", "electric": "boolean"}
    people = {"id": "int64", "household_id": "int64", "relationship": "string", "sex": "string"}
    empty = {"number": None, "born_from": None, "born_to": None}
    types = {**people, "number": "int64", "born_from": "date", "born_to": "date"}
    return ibis.memtable(HOUSEHOLDS, schema=homes), ibis.memtable([one | empty for one in PERSONS], schema=types)


def decided(unit: str = "household", rooms: int = 3, amount: str = "household.rooms * 10.0") -> columns.Decided:
    said = definition.load(TEXT.format(unit=unit, rooms=rooms, amount=amount))
    return columns.decide([said], WORDS, *tables(), on=ON)[said.unit]


def rows(table: Any) -> dict[tuple[Any, Any], dict[str, Any]]:
    return {(row["area_1"], row["sex"]): row for row in table.to_pyarrow().to_pylist()}


def counted(unit: str = "household", **more: str) -> dict[tuple[Any, Any], dict[str, Any]]:
    found = decided(unit, **more)  # type: ignore[arg-type]
    assert list(found.layout.programmes[0].asks) == ["household.electric", "household.rooms"]
    return rows(tallies.counted(found.packed, found.layout.programmes[0], tallies.sexes(unit, tables()[1])))


def total(name: str) -> Any:
    return sum(row[name] or 0 for row in counted().values())


def test_results_by_area_and_by_the_sex_of_the_head() -> None:
    found = counted()
    assert found["a", "female"] | {"amount": Decimal(10)} == found["a", "female"]
    assert {key: row["eligible"] for key, row in found.items()} == {
        ("a", "female"): 1,
        ("a", "male"): 0,
        ("b", None): 0,
    }
    assert [total(name) for name in ("units", *tallies.RESULTS)] == [6, 1, 3, 2]


def test_what_excludes_at_all_and_what_excludes_alone() -> None:
    assert [total(f"not_met_{place}") for place in (0, 1)] == [2, 2]
    assert [total(f"alone_{place}") for place in (0, 1)] == [1, 1]  # 2 has too many rooms; 5 has electricity
    assert [total(f"unknown_{place}") for place in (0, 1)] == [2, 1]


def test_answers_are_asked_of_those_they_could_settle() -> None:
    assert [total(f"asked_{place}") for place in (0, 1)] == [1, 1]  # not of 5, which has electricity


def test_persons_by_their_own_sex() -> None:
    found = counted("person")
    assert Counter({sex: row["units"] for (area, sex), row in found.items() if area == "a"}) == {"male": 3, "female": 1}


def test_what_becomes_of_each_when_the_rules_change() -> None:
    known = tallies.sexes("household", tables()[1])
    found = rows(tallies.moved(decided(rooms=3).table, decided(rooms=6).table, ("grant", "grant"), known))
    assert {name: sum(row[name] for row in found.values()) for name in tallies.MOVES} == {
        "gained": 1,
        "lost": 0,
        "asked": 0,
        "refused": 0,
        "same": 5,
    }
    assert sum(row["after"] or 0 for row in found.values()) == Decimal(60)
    back = rows(tallies.moved(decided(rooms=6).table, decided(rooms=2).table, ("grant", "grant"), known))
    assert {name: sum(row[name] for row in back.values()) for name in tallies.MOVES} == {
        "gained": 0,
        "lost": 1,
        "asked": 0,
        "refused": 1,
        "same": 4,
    }


def test_the_same_amount_for_all_is_added_up_too() -> None:
    found = counted("person", amount="7.5")
    assert found["a", "female"]["amount"] == Decimal("7.50")
    assert sum(row["amount"] or 0 for row in found.values()) == Decimal("15.00")
