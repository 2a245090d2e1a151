"""What rules ask of earlier decisions and payments: `enrolled("child-grant")`, `received("child-grant", 12)`.

They are columns beside the answers: `enrolled_<programme>` of households and persons, `received_<programme>_<months>`
of households. Here they are named, and made from the two lists of a registry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ayni.engines.rules import figures, persons, tree

if TYPE_CHECKING:
    from ayni.engines.rules.check import Checked

ENDED, PAID = "exited", "paid"


@dataclass(frozen=True)
class Wanted:
    """The programmes whose enrolments rules ask about, and the programmes and months whose payments."""

    enrolled: tuple[str, ...] = ()
    received: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.enrolled or self.received)


def wanted(rules: Iterable[Checked]) -> Wanted:
    """What these rules ask."""
    nodes = [node for rule in rules for node in tree.leaves(rule.root)]
    enrolled = {node.code for node in nodes if isinstance(node, tree.Enrolled)}
    received = {(node.code, node.months) for node in nodes if isinstance(node, tree.Received)}
    return Wanted(tuple(sorted(enrolled)), tuple(sorted(received)))


def is_enrolled(row: dict[str, Any], code: str, on: date) -> bool:
    """Does this enrolment count on the day? Suspended ones do: they are not ended."""
    ends = row["ends_on"]
    is_open = row["starts_on"] <= on and (ends is None or ends > on)
    return bool(row["programme"] == code and row["status"] != ENDED and is_open)


def is_received(row: dict[str, Any], code: str, months: int, on: date) -> bool:
    """Was this payment of the programme made in the months up to the day?"""
    when, since = row["settled_on"], persons.shifted(on, -months, "months")
    is_in_time = when is not None and since is not None and since < when <= on
    return bool(row["programme"] == code and row["status"] == PAID and is_in_time)


def received(amounts_paid: Iterable[Any]) -> float | None:
    """What payments that count come to, exact to a millionth, in whatever order they are added."""
    return figures.total(float(amount) for amount in amounts_paid)


def with_enrolments(table: Any, key: str, enrolments: Any, codes: Iterable[str], on: date) -> Any:
    """A table of households or persons with a column for each programme; nobody who is not listed is enrolled."""
    import ibis

    codes = list(codes)
    if not codes:
        return table
    open_ = (enrolments.starts_on <= on) & (enrolments.ends_on.isnull() | (enrolments.ends_on > on))
    counted = enrolments.filter(open_, enrolments.status != ENDED, enrolments[key].notnull())
    marks = {f"enrolled_{code}": (counted.programme == code).cast("int8").max() for code in codes}
    found = counted.group_by(counted[key].name("enrolled_unit")).aggregate(**marks)
    joined = table.left_join(found, table.id == found.enrolled_unit)
    return joined.select(*table.columns, **{name: (joined[name] == ibis.literal(1)).fill_null(False) for name in marks})


def with_payments(table: Any, payments: Any, asked: Iterable[tuple[str, int]], on: date) -> Any:
    """The households with what each was paid, by programme and months; nothing where no payment is listed."""
    import ibis

    from ayni.engines.rules import amounts

    asked = list(asked)
    if not asked:
        return table
    sums = {}
    for code, months in asked:
        since = persons.shifted(on, -months, "months") or date.min
        counts = (payments.programme == code) & (payments.status == PAID) & payments.settled_on.between(since, on)
        counts = counts & (payments.settled_on != since)
        millionths = amounts.to_even(payments.amount.cast("float64") * figures.MILLION).cast("int64")
        sums[f"received_{code}_{months}"] = ibis.cases((counts, millionths), else_=0).sum().cast("float64")
    found = payments.group_by(payments.household_id.name("paid_unit")).aggregate(**sums)
    joined = table.left_join(found, table.id == found.paid_unit)
    return joined.select(*table.columns, **{name: joined[name].fill_null(0.0) / figures.MILLION for name in sums})
