"""What was paid comes to the same in whatever order payments are added."""

from datetime import date

import ibis
import pyarrow as pa

from ayni.engines.rules import earlier

ON = date(2024, 6, 1)
PAID = [0.1, 0.2, 0.3, 1e11, -1e11, 0.7]


def _rows(amounts: list[float]) -> list[dict[str, object]]:
    shared = {"household_id": 1, "programme": "cash", "status": "paid", "settled_on": date(2024, 5, 2)}
    return [shared | {"amount": amount} for amount in amounts]


def test_payments_come_to_the_same_in_any_order() -> None:
    homes = ibis.memtable(pa.table({"id": [1, 2]}))
    for amounts in (PAID, PAID[::-1], sorted(PAID)):
        assert earlier.received(amounts) == 1.3
        found = earlier.with_payments(
            homes, ibis.memtable(pa.Table.from_pylist(_rows(amounts))), [("cash", 1)], ON
        ).order_by("id")
        assert found.to_pyarrow()["received_cash_1"].to_pylist() == [1.3, 0.0]


def test_the_first_day_of_the_months_is_outside_and_the_last_inside() -> None:
    counted = {
        day: earlier.is_received(_rows([1.0])[0] | {"settled_on": day}, "cash", 1, ON)
        for day in (date(2024, 5, 1), date(2024, 5, 2), ON, date(2024, 6, 2), None)
    }
    assert list(counted.values()) == [False, True, True, False, False]
