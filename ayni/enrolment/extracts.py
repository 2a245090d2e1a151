"""The columns enrolment publishes to snapshots: who receives what, and what the last run decided."""

from __future__ import annotations

from ayni.engines import dictionary as dictionaries
from ayni.enrolment import lifecycle
from ayni.snapshots import declared
from ayni.snapshots.tables import Column, Table

WHO = (
    Column("household_id", "e.household_id", "integer", "The household"),
    Column("person_id", "e.person_id", "integer", "The person; empty for a programme of households"),
    Column("programme", "p.code", "text", "Code of the programme", "public"),
    Column("version", "v.number", "integer", "Number of the programme's version", "public"),
)
WHERE = (
    Column("area", "a.code", "text", "Code of the lowest area the household lives in", "public"),
    Column("area_1", "split_part(a.path, '/', 2)", "text", "Code of its first-level area", "public"),
)
JOINED = """
    JOIN programmes_version v ON v.id = e.version_id
    JOIN programmes_programme p ON p.id = v.programme_id
    JOIN registry_household h ON h.id = e.household_id
    JOIN directory_area a ON a.id = h.area_id
"""
ORDER = ("area_1", "area", "household_id", "id")


@declared.extract
def tables(_dictionary: dictionaries.Dictionary) -> list[Table]:
    """Enrolments that began by the day, and the decisions of the last run decided for a day up to it."""
    return [_enrolments(), _decisions()]


def _enrolments() -> Table:
    columns = [
        Column("id", "e.id", "integer", "The enrolment"),
        *WHO,
        Column("status", "e.status", "text", "Enrolled, suspended or exited"),
        Column("amount", "e.amount", "decimal", "Amount of each period; empty for a waiver"),
        Column("starts_on", "e.starts_on", "date", "First day of the enrolment"),
        Column("ends_on", "e.ends_on", "date", "Day from which nothing is due; empty while it lasts"),
        *WHERE,
    ]
    source = f"enrolment_enrolment e {JOINED} WHERE e.starts_on <= %(on)s"
    return Table("enrolments", columns, source, order_by=ORDER)


def _decisions() -> Table:
    columns = [
        Column("id", "e.id", "integer", "The decision"),
        *WHO,
        Column("result", "e.result", "text", "Eligible, or needs information"),
        Column("status", "e.status", "text", "How its review stands"),
        Column("amount", "e.amount", "decimal", "Amount of each period; empty for a waiver"),
        Column("run", "e.run_id", "integer", "The run that decided", "public"),
        *WHERE,
    ]
    last = f"""
        SELECT id FROM enrolment_run WHERE status = '{lifecycle.DECIDED}' AND "on" <= %(on)s
        ORDER BY "on" DESC, id DESC LIMIT 1
    """  # noqa: S608 a word of our own
    source = f"enrolment_decision e {JOINED} WHERE e.run_id = ({last})"
    return Table("decisions", columns, source, order_by=ORDER)
