"""Taking back one change: what it wrote is taken away, and what it changed stands again as it was before.

A *mark* is taken before and after a change is put on record: between the two lie its rows. Nothing is copied: what was
before is in the history.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from ayni.commons.access.errors import OutsideArea
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.registry import models, permissions
from ayni.registry.actions import checking
from ayni.registry.errors import undoing as errors

#: What hangs on people and households, by whose numbers; the rest of the order is for the policies' sake.
TOLD: Mapping[str, tuple[str, ...]] = {
    "kinship": ("person_id", "relative_id"),
    "residence": ("person_id",),
    "identifier": ("person_id",),
    "phone": ("person_id",),
    "personname": ("person_id",),
    "dwelling": ("household_id",),
}
STAYS = ("person_id", "household_id")
RECORDS = ("person", "household")
WATCHED = (*RECORDS, "membership", *TOLD)
MARK = """
    SELECT now()::text, clock_timestamp()::text, json_object_agg(
        name, coalesce(pg_sequence_last_value(pg_get_serial_sequence('registry_' || name, key)::regclass), 0))
    FROM unnest(%s::text[], %s::text[]) AS asked(name, key)
"""
CREATED = """
    SELECT id FROM registry_{table} WHERE id > %(first)s AND id <= %(last)s
        AND recorded_at BETWEEN %(began)s::timestamptz AND %(ended)s::timestamptz AND ({of})
"""
#: Of each row the first state that the change left behind.
BEFORE = """
    SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id, pgh_id FROM registry_{table}event
    WHERE pgh_id > %(first)s AND pgh_id <= %(last)s AND pgh_created_at = %(at)s::timestamptz AND pgh_obj_id <= %(known)s
    ORDER BY pgh_obj_id, pgh_id
"""
HANGING = """
    SELECT c.conrelid::regclass::text, a.attname::text
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = %s::regclass AND has_table_privilege(c.conrelid, 'SELECT') ORDER BY 1, 2
"""
COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND column_name <> 'id' AND is_generated = 'NEVER' ORDER BY 1
"""


@dataclass(frozen=True)
class Written:
    """Between which numbers and moments one transaction wrote, about whom, and the records that it made."""

    mark: Mapping[str, Any]
    persons: Collection[int]
    households: Collection[int]
    person: int | None = None
    household: int | None = None


@dataclass
class _Rows:
    """Of one table: what was made, and for what was changed or taken away the state before, by number."""

    created: list[int]
    before: dict[int, int]

    @property
    def all(self) -> list[int]:
        return [*self.created, *self.before]


def mark() -> dict[str, Any]:
    """Up to which numbers the registry has written, at this moment of the transaction."""
    names = [name for table in WATCHED for name in (table, f"{table}event")]
    keys = [key for _table in WATCHED for key in ("id", "pgh_id")]
    with connection.cursor() as cursor:
        cursor.execute(MARK, [names, keys])
        at, moment, numbers = cursor.fetchone()
    return {"at": at, "moment": moment, "numbers": numbers}


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What two marks of one transaction enclose, in plain values to be kept."""
    moved = {name: [first, after["numbers"][name]] for name, first in before["numbers"].items()}
    return {"at": before["at"], "began": before["moment"], "ended": after["moment"], "numbers": moved}


@action(permissions.REGISTER, says="took back a change of records")
def undo_change(written: Written, *, on: date, by: User) -> dict[str, int]:
    """Take away what one change wrote, and let what it changed stand as it was; rows by table. All or nothing.

    The states between stay in the history. Refuses: OutsideArea, when a part lies out of reach; LaterFacts, with what
    was told since that stands upon it.
    """
    _check_reach(written, on=on, by=by)
    with connection.cursor() as cursor:
        rows = {table: _rows(cursor, table, written) for table in WATCHED}
        _check_later(cursor, written, rows)
        counts = {table: _told_again(cursor, table, rows[table]) for table in TOLD}
        for table in RECORDS:
            counts[table] = _stands_again(cursor, table, rows[table])
        if written.person:
            counts["person"] += _gone(cursor, "person", written.person)
        counts["membership"] = _told_again(cursor, "membership", rows["membership"])
        if written.household:
            counts["household"] += _gone(cursor, "household", written.household)
        # Keys are looked at now, and not when all is over: what cannot be seen here may hang on them.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return {table: count for table, count in counts.items() if count}


def _check_reach(written: Written, *, on: date, by: User) -> None:
    homes = list(models.Household.objects.filter(pk__in=written.households))
    people = list(models.Person.objects.filter(pk__in=written.persons))
    if len(homes) != len(set(written.households)) or len(people) != len(set(written.persons)):
        raise errors.OutsideAreaInPart
    try:
        for home in homes:
            checking.household(home, permissions.REGISTER, by=by)
        for who in people:
            checking.person(who, permissions.REGISTER, on=on, by=by)
    except OutsideArea as beyond:
        raise errors.OutsideAreaInPart from beyond


def _rows(cursor: Any, table: str, written: Written) -> _Rows:
    told = written.mark
    first, last = told["numbers"][table]
    given = {
        "first": first,
        "last": last,
        "at": told["at"],
        "began": told["began"],
        "ended": told["ended"],
        "persons": list(written.persons),
        "households": list(written.households),
    }
    made = written.person if table == "person" else written.household if table == "household" else None
    created = [made] if made else []
    if table not in RECORDS:
        columns = TOLD.get(table, STAYS)
        of = " OR ".join(f"{one} = ANY (%({one.split('_')[0].replace('relative', 'person')}s)s)" for one in columns)
        cursor.execute(CREATED.format(table=table, of=of), given)
        created = [number for (number,) in cursor.fetchall()]
    first_state, last_state = told["numbers"][f"{table}event"]
    cursor.execute(BEFORE.format(table=table), {**given, "first": first_state, "last": last_state, "known": first})
    return _Rows(created, dict(cursor.fetchall()))


def _check_later(cursor: Any, written: Written, rows: Mapping[str, _Rows]) -> None:
    """Refuse when what the change wrote was changed since, or when something hangs on a record that it made."""
    later: set[str] = set()
    for table, found in rows.items():
        last = written.mark["numbers"][f"{table}event"][1]
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM registry_{table}event"  # noqa: S608 ours
            " WHERE pgh_id > %s AND pgh_obj_id = ANY (%s))",
            [last, found.all],
        )
        if cursor.fetchone()[0]:
            later.add(f"registry_{table}")
    for table, made in (("person", written.person), ("household", written.household)):
        if made:
            later |= _hanging(cursor, f"registry_{table}", made, rows)
    if later:
        raise errors.LaterFacts(later)


def _hanging(cursor: Any, record: str, made: int, rows: Mapping[str, _Rows]) -> set[str]:
    cursor.execute(HANGING, [record])
    found = set()
    for table, column in cursor.fetchall():
        own = rows.get(table.removeprefix("public.").removeprefix("registry_"))
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {table} WHERE {column} = %s AND NOT id = ANY (%s))",  # noqa: S608 ours
            [made, own.created if own else []],
        )
        if cursor.fetchone()[0]:
            found.add(table.removeprefix("public."))
    return found


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(COLUMNS, [f"registry_{table}"])
    return [name for (name,) in cursor.fetchall()]


def _told_again(cursor: Any, table: str, rows: _Rows) -> int:
    """Rows that no other hangs on: all are taken away first, so that none stands in the way of another."""
    if not rows.all:
        return 0
    cursor.execute(f"DELETE FROM registry_{table} WHERE id = ANY (%s)", [rows.all])  # noqa: S608 ours
    count = int(cursor.rowcount)
    if rows.before:
        names = ", ".join(_columns(cursor, table))
        cursor.execute(
            f"INSERT INTO registry_{table} (id, {names}) SELECT pgh_obj_id, {names} FROM registry_{table}event"  # noqa: S608 ours
            " WHERE pgh_id = ANY (%s)",
            [list(rows.before.values())],
        )
        _check_all(cursor.rowcount, len(rows.before))
    return count


def _stands_again(cursor: Any, table: str, rows: _Rows) -> int:
    if not rows.before:
        return 0
    names = ", ".join(f"{name} = e.{name}" for name in _columns(cursor, table))
    cursor.execute(
        f"UPDATE registry_{table} t SET {names} FROM registry_{table}event e"  # noqa: S608 ours
        " WHERE e.pgh_obj_id = t.id AND e.pgh_id = ANY (%s)",
        [list(rows.before.values())],
    )
    _check_all(cursor.rowcount, len(rows.before))
    return int(cursor.rowcount)


def _gone(cursor: Any, table: str, made: int) -> int:
    cursor.execute(f"DELETE FROM registry_{table} WHERE id = %s", [made])  # noqa: S608 ours
    _check_all(cursor.rowcount, 1)
    return 1


def _check_all(count: int, wanted: int) -> None:
    if count != wanted:
        raise errors.OutsideAreaInPart
