"""The columns benefits publishes to snapshots: what was paid to whom, and what came back."""

from __future__ import annotations

from ayni.engines.dictionary import Dictionary
from ayni.snapshots import declared
from ayni.snapshots.tables import Column, Table

SOURCE = """
    benefits_paymentline l
    JOIN benefits_paymentcycle c ON c.id = l.cycle_id
    JOIN programmes_programme p ON p.id = c.programme_id
    JOIN registry_household h ON h.id = l.household_id
    JOIN directory_area a ON a.id = h.area_id
    WHERE l.period_from <= %(on)s
"""


@declared.extract
def tables(dictionary: Dictionary) -> list[Table]:
    """The payment lines of periods that began by the day, as they stand now."""
    columns = (
        Column("id", "l.id", "integer", "The payment line"),
        Column("household_id", "l.household_id", "integer", "The household"),
        Column("programme", "p.code", "text", "Code of the programme", "public"),
        Column("status", "l.status", "text", "Due, sent, paid or returned; or dropped, reissued, carried"),
        Column("amount", "l.amount", "decimal", "Amount of the payment"),
        Column("period_from", "l.period_from", "date", "First day of the period paid"),
        Column("settled_on", "l.settled_on", "date", "Day it was paid or returned"),
        Column("area", "a.code", "text", "Code of the lowest area the household lives in", "public"),
        Column("area_1", "split_part(a.path, '/', 2)", "text", "Code of its first-level area", "public"),
    )
    return [Table("payments", columns, SOURCE, order_by=("area_1", "area", "household_id", "id"))]
