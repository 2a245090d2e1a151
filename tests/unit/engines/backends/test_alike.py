"""What the engines would do differently by themselves, and do alike behind the door."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.engines import backends
from ayni.engines.rules import days, persons

DAYS = [date(2024, 2, 29), date(2024, 1, 31), date(1, 1, 1), date(9999, 12, 31), None, date(1999, 3, 31)]
ROWS = pa.table(
    {
        "id": range(6),
        "day": DAYS,
        "other": DAYS[::-1],
        "text": ["a b", "", "b", None, "é", "ab"],
        "code": ["b", "b", "b", "b", None, "b"],
        "number": [1.0, 333333333333.0, 7.0, None, 0.1, 3.0],
    }
)


@pytest.fixture(params=["duckdb", "polars"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    pytest.importorskip("polars" if request.param == "polars" else "duckdb")
    pq.write_table(ROWS, tmp_path / "rows.parquet")
    with backends.connect(request.param) as engine:
        yield engine.read("rows", [str(tmp_path / "rows.parquet")])


def _column(table: Any, value: Any) -> list[Any]:
    found: list[Any] = table.select(table.id, it=value).order_by("id").to_pyarrow()["it"].to_pylist()
    return found


@pytest.mark.parametrize(
    ("number", "unit"),
    [(1, "months"), (-13, "months"), (30, "days"), (-1, "days"), (-4, "years"), (100_000, "years"), (-100_000, "days")],
)
def test_a_day_is_shifted_to_a_months_last_and_never_past_the_calendar(table: Any, number: int, unit: Any) -> None:
    expected = [day and persons.shifted(day, number, unit) for day in DAYS]
    assert _column(table, days.shifted(table.day, number, unit)) == expected
    assert expected[4] is None and None in expected[2:4]


@pytest.mark.parametrize("unit", ["days", "months", "years"])
def test_the_time_between_two_days(table: Any, unit: Any) -> None:
    expected = [
        one and other and persons.between(unit, one, other) for one, other in zip(DAYS, DAYS[::-1], strict=True)
    ]
    assert _column(table, days.between(unit, table.day, table.other)) == expected


def test_a_text_holds_another_of_its_own_row(table: Any) -> None:
    assert _column(table, table.text.contains(table.code)) == [True, False, True, None, None, True]


def test_joining_texts_passes_by_what_is_null(table: Any) -> None:
    assert _column(table, ibis.literal(",").join([table.text, table.code])) == ["a b,b", ",b", "b,b", "b", "é", "ab,b"]


def test_a_quotient_is_the_nearest_number(table: Any) -> None:
    assert _column(table, table.number / 1e6) == [n and n / 1e6 for n in ROWS["number"].to_pylist()]
    assert _column(table, table.number.fill_null(0.0) / 1e6) == [(n or 0) / 1e6 for n in ROWS["number"].to_pylist()]


def test_bits_of_many_rows_are_joined(table: Any) -> None:
    assert table.aggregate(it=table.id.bit_or()).to_pyarrow()["it"].to_pylist() == [7]
