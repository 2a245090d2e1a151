from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from ayni.engines.rules import amounts, days, figures, persons

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

AMOUNTS = [
    (0.125, "0.12"),
    (0.135, "0.14"),
    (2.675, "2.68"),
    (1.005, "1.00"),
    (1.015, "1.02"),
    (-0.125, "-0.12"),
    (1200 + 150 * 3.0, "1650.00"),
    (999_999_999.995, "1000000000.00"),
    (float("inf"), None),
    (float("nan"), None),
    (1e12, None),
    (None, None),
]


@pytest.mark.parametrize(("amount", "expected"), AMOUNTS)
def test_money_is_rounded_once_half_to_even(amount: float | None, expected: str | None) -> None:
    assert figures.money(amount) == (None if expected is None else Decimal(expected))


def test_columns_round_as_one_number_does() -> None:
    numbers = [amount for amount, _ in AMOUNTS] + [n / 1000 for n in range(0, 200_000, 5)]
    connection = ibis.duckdb.connect()
    connection.con.register("t", pa.table({"n": pa.array(numbers, pa.float64())}))
    table = connection.table("t")
    rounded = table.select(money=amounts.money(table.n)).to_pyarrow().column("money").to_pylist()
    assert rounded == [figures.money(number) for number in numbers]


def test_a_sum_is_the_same_in_any_order() -> None:
    numbers = [0.1, 0.2, 0.3, 1e9, -1e9]
    assert figures.total(numbers) == figures.total(reversed(numbers)) == 0.6
    assert figures.total([]) == 0
    assert figures.total([1e12]) is None


@pytest.mark.parametrize("unit", ["years", "months"])
@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2023, 2, 28), date(2024, 3, 31), date(2024, 6, 1)])
def test_the_latest_day_of_birth_for_an_age_is_where_the_age_changes(day: date, unit: str) -> None:
    for number in (1, 5, 18):
        latest = days.born_by(day, number * days.MONTHS[unit])
        assert latest is not None
        after = latest.fromordinal(latest.toordinal() + 1)
        assert persons.age({"born_from": latest, "born_to": latest}, day, unit).low >= number
        assert persons.age({"born_from": after, "born_to": after}, day, unit).low < number


def test_no_birth_before_the_calendar_begins() -> None:
    assert days.born_by(date(2024, 1, 1), 12 * 3000) is None
