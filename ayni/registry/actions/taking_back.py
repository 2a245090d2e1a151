"""Taking back what many records were made or changed by, as one: nothing is left of it but its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.registry import errors, permissions


@dataclass(frozen=True)
class Made:
    """What one transaction made: numbers of records; whom it changed; its source and day; between which moments it
    recorded, and the moment that the history of its changes bears."""

    source: str
    on: date
    began_at: datetime
    changed_at: datetime
    at: datetime
    households: Sequence[int] = ()
    persons: Sequence[int] = ()
    changed: Sequence[int] = ()
    kinship: Sequence[int] = ()


PART = 5_000  # records
ROOTS = ("registry_person", "registry_household")
#: Where parts of so many records begin and end.
PARTS = """
    SELECT min(id), max(id) FROM (
        SELECT id, (row_number() OVER (ORDER BY id) - 1) / %(part)s AS part FROM {taken}
    ) t GROUP BY part ORDER BY part
"""
DELETE = """
    DELETE FROM {table} WHERE {column} IN (SELECT id FROM {taken} WHERE id BETWEEN %(first)s AND %(last)s)
"""
STAGE = "CREATE TEMPORARY TABLE {name} (id bigint PRIMARY KEY) ON COMMIT DROP"
HANGING = """
    SELECT c.conrelid::regclass::text, a.attname::text, c.confrelid::regclass::text
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND has_table_privilege(c.conrelid, 'DELETE')
        AND c.confrelid IN ('registry_person'::regclass, 'registry_household'::regclass)
    ORDER BY 1, 2
"""
#: Changed after what is taken back had made or changed it, by the history.
CHANGED = """
    SELECT count(DISTINCT e.pgh_obj_id) FROM {table}event e
    WHERE e.pgh_created_at > %(first)s AND e.pgh_created_at <> ALL (%(moments)s)
        AND (e.pgh_obj_id IN (SELECT id FROM {taken}) OR e.pgh_obj_id IN (SELECT id FROM {also}))
"""
#: Recorded at another moment than what is taken back.
ELSEWHEN = """AND NOT EXISTS (
    SELECT FROM unnest(%(began)s::timestamptz[], %(ended)s::timestamptz[]) w(began, ended)
    WHERE recorded_at BETWEEN w.began AND w.ended)"""
TIMED = """
    SELECT table_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'recorded_at' AND table_name LIKE 'registry\\_%%'
"""


@action(permissions.ADMIT, says="took back what a file brought", everywhere=True)
def take_back(made: Sequence[Made], *, by: User) -> dict[str, int]:
    """Take away what these made, and put back what they changed as it was before. All or nothing; rows by table.

    Refuses: BuiltUpon, with what was done since with those people.
    """
    with connection.cursor() as cursor:
        _stage(cursor, made)
        hanging = _hanging(cursor)
        _check(cursor, made, hanging)
        counts: dict[str, int] = {}
        for moment in reversed(made):
            counts |= _restored(cursor, moment, counts)
        cursor.execute("DELETE FROM registry_kinship WHERE id IN (SELECT id FROM taken_kinship)")
        counts["registry_kinship"] = cursor.rowcount
        # Checked one by one: a trigger that keeps history looks through everything that waits to be checked.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")  # told that none is, it need not fail first
        for root in ROOTS:
            here = [(table, column) for table, column, of in hanging if of == root and table.startswith("registry_")]
            _delete(cursor, root, [one for one in here if one[0] not in ROOTS], counts)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return counts


def _delete(cursor: Any, root: str, hanging: Sequence[tuple[str, str]], counts: dict[str, int]) -> None:
    """Delete what hangs on records, and then them; so many at a time, for what is made from them is mended at once."""
    cursor.execute(PARTS.format(taken=_taken(root)), {"part": PART})
    for first, last in cursor.fetchall():
        for table, column in [*hanging, (root, "id")]:
            cursor.execute(
                DELETE.format(table=table, column=column, taken=_taken(root)), {"first": first, "last": last}
            )
            counts[table] = counts.get(table, 0) + cursor.rowcount


def _stage(cursor: Any, made: Sequence[Made]) -> None:
    for name in ("persons", "households", "changed", "kinship"):
        cursor.execute(f"DROP TABLE IF EXISTS taken_{name}")
        cursor.execute(STAGE.format(name=f"taken_{name}"))
        ids = [pk for one in made for pk in getattr(one, name)]
        cursor.execute(
            f"INSERT INTO taken_{name} SELECT DISTINCT unnest(%s::bigint[])",
            [ids],
        )
        cursor.execute(f"ANALYZE taken_{name}")
    cursor.execute("DROP TABLE IF EXISTS taken_memberships")
    cursor.execute(STAGE.format(name="taken_memberships"))
    cursor.execute(
        "INSERT INTO taken_memberships SELECT id FROM registry_membership"
        " WHERE person_id IN (SELECT id FROM taken_persons)"
    )


def _taken(table: str) -> str:
    return "taken_persons" if table == "registry_person" else "taken_households"


def _hanging(cursor: Any) -> list[tuple[str, str, str]]:
    cursor.execute(HANGING)
    return [
        (table.removeprefix("public."), column, of.removeprefix("public.")) for table, column, of in cursor.fetchall()
    ]


def _check(cursor: Any, made: Sequence[Made], hanging: Sequence[tuple[str, str, str]]) -> None:
    """Refuse when other work stands on these people: rows that came at another moment, or that changed since."""
    given = {
        "moments": [one.changed_at for one in made],
        "first": min(one.changed_at for one in made),
        "began": [one.began_at for one in made],
        "ended": [one.at for one in made],
    }
    cursor.execute(TIMED)
    timed = {name for (name,) in cursor.fetchall()}
    later: dict[str, int] = {}
    for table, column, of in hanging:
        taken, alone = f"{column} IN (SELECT id FROM {_taken(of)})", ""  # noqa: S608 ours
        if table in timed:
            alone = ELSEWHEN
        elif table == "registry_household":
            alone = "AND id NOT IN (SELECT id FROM taken_households)"
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {taken} {alone}", given)  # noqa: S608 ours
        if (found := cursor.fetchone()[0]) and not (table.startswith("registry_") and not alone):
            later[table] = later.get(table, 0) + found
    for table, taken, also in (
        ("registry_person", "taken_persons", "taken_changed"),
        ("registry_household", "taken_households", "taken_households"),
        ("registry_membership", "taken_memberships", "taken_memberships"),
    ):
        cursor.execute(CHANGED.format(table=table, taken=taken, also=also), given)
        if found := cursor.fetchone()[0]:
            later[f"{table} (changed)"] = found
    if later:
        raise errors.BuiltUpon(later)


def _restored(cursor: Any, made: Made, counts: dict[str, int]) -> dict[str, int]:
    """Put back persons and answers that were changed at that moment; take away the answers that were added."""
    if not made.changed:
        return {}
    told = {}
    for table, key in (("registry_person", "id"), ("registry_personfacts", "person_id")):
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND column_name <> 'id' AND is_generated = 'NEVER' ORDER BY 1",
            [table],
        )
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            f"UPDATE {table} t SET {', '.join(f'{n} = e.{n}' for n in names)} FROM {table}event e"  # noqa: S608 ours
            f" WHERE e.pgh_obj_id = t.id AND e.pgh_created_at = %s AND e.{key} = ANY (%s)",
            [made.changed_at, list(made.changed)],
        )
        told[table] = counts.get(table, 0) + cursor.rowcount
    cursor.execute(
        "DELETE FROM registry_personfacts WHERE person_id = ANY (%s) AND source = %s AND observed_on = %s"
        " AND recorded_at BETWEEN %s AND %s",
        [list(made.changed), made.source, made.on, made.began_at, made.at],
    )
    return told
