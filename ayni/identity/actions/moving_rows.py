"""What a merge does to rows, and how it is undone: set-based, and every value written down before it changes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django.db import connection

from ayni.commons import belongings
from ayni.commons.belongings import Moving
from ayni.identity import models

#: The rows of the kept record, of homes and of names that a merge changes besides those that hang on the other.
PERSON, HOUSEHOLD, STAY = "registry_person", "registry_household", "registry_membership"
Keyed = dict[tuple[str, int], dict[str, Any]]


def keys() -> dict[str, str]:
    """The primary key of each table a merge touches."""
    return {PERSON: "id", HOUSEHOLD: "id", STAY: "id", **{one.table: one.key for one in belongings.moving()}}


def marks() -> dict[str, int]:
    """The highest key of each table whose rows move."""
    named = keys()
    parts = [f"SELECT '{table}', coalesce(max({key}), 0) FROM {table}" for table, key in named.items()]  # noqa: S608
    return {str(table): int(last) for table, last in _all(" UNION ALL ".join(parts))}


def condition(one: Moving, *, kept: int, absorbed: int) -> str:
    """What is true of a row that stays."""
    return f"coalesce(({one.unless.format(kept=int(kept), absorbed=int(absorbed))}), false)" if one.unless else "false"


def move(merge: models.Merge) -> dict[str, int]:
    """Let every row that hangs on the absorbed record hang on the kept one; how many of each column."""
    moved = {}
    for one in belongings.moving():
        stays = condition(one, kept=merge.kept_id, absorbed=merge.absorbed_id)
        rows = _all(
            f"SELECT t.{one.key} FROM {one.table} t"  # noqa: S608 our own names
            f" WHERE t.{one.column} = %s AND NOT {stays} ORDER BY 1 FOR UPDATE OF t",
            merge.absorbed_id,
        )
        if rows:
            moved[one.name] = _move(merge, one, [key for (key,) in rows])
    return moved


def _move(merge: models.Merge, one: Moving, rows: list[int]) -> int:
    renewed = one.renews(rows, merge.kept_id) if one.renews else {}
    columns = [one.column, *(next(iter(renewed.values())) if renewed else ())]
    write_down(merge, one.table, columns, rows)
    _set(one, rows, merge.kept_id, renewed)
    return len(rows)


def hand(one: Moving, rows: list[int], *, to: int) -> None:
    """Let some rows hang on another record."""
    _set(one, rows, to, one.renews(rows, to) if one.renews else {})


def _set(one: Moving, rows: list[int], to: int, renewed: Mapping[int, Mapping[str, Any]]) -> None:
    with pgtrigger.ignore(*one.ignoring), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {one.table} SET {one.column} = %s WHERE {one.key} = ANY(%s)",  # noqa: S608 our own names
            [to, rows],
        )
        for key, values in renewed.items():
            sets = ", ".join(f"{name} = %s" for name in values)
            cursor.execute(f"UPDATE {one.table} SET {sets} WHERE {one.key} = %s", [*values.values(), key])  # noqa: S608


def write_down(
    merge: models.Merge, table: str, columns: Iterable[str], rows: list[int], *, follows: bool = False
) -> None:
    """Keep what these columns of the rows hold now; what was kept of them before stands."""
    told = ", ".join(f"'{column}', to_jsonb(t.{column})" for column in columns)
    _run(
        'INSERT INTO identity_movedrow AS m (merge_id, "table", key, before, follows, is_gone, digest)'  # noqa: S608
        f" SELECT %s, '{table}', t.{keys().get(table, 'id')}, jsonb_build_object({told}), %s, false, '' FROM {table} t"
        f" WHERE t.{keys().get(table, 'id')} = ANY(%s)"
        ' ON CONFLICT (merge_id, "table", key, follows) DO UPDATE SET before = excluded.before || m.before',
        merge.pk,
        follows,
        rows,
    )


def finish(merge: models.Merge) -> None:
    """Write down what every row of the merge holds after it."""
    for table, key in _tables(merge):
        _run(
            "UPDATE identity_movedrow m SET digest = md5(to_jsonb(t)::text), after = coalesce("  # noqa: S608
            "(SELECT jsonb_object_agg(c, to_jsonb(t) -> c) FROM jsonb_object_keys(m.before) c), to_jsonb(t))"
            f" FROM {table} t WHERE m.merge_id = %s AND m.\"table\" = '{table}' AND t.{key} = m.key",
            merge.pk,
        )


@contextmanager
def watching(merge: models.Merge, *, people: list[int], households: list[int]) -> Iterator[None]:
    """Write down every row of these people's record, names and telephones and of these homes that changes inside."""
    asked = {"people": people, "households": households}
    before = _seen(asked)
    yield
    after = _seen(asked)
    for place in before.keys() | after.keys():
        was, is_now = before.get(place), after.get(place)
        if was == is_now:
            continue
        changed = {name: was[name] for name in was if was[name] != is_now[name]} if was and is_now else was
        _write_change(merge, place, changed, gone=is_now is None)


WATCHED = f"""
    SELECT '{PERSON}', t.id, to_jsonb(t) FROM {PERSON} t WHERE t.id = ANY(%(people)s)
    UNION ALL SELECT '{HOUSEHOLD}', t.id, to_jsonb(t) FROM {HOUSEHOLD} t WHERE t.id = ANY(%(households)s)
    UNION ALL SELECT '{STAY}', t.id, to_jsonb(t) FROM {STAY} t
        WHERE t.person_id = ANY(%(people)s) OR t.household_id = ANY(%(households)s)
    UNION ALL SELECT 'registry_personname', t.id, to_jsonb(t) FROM registry_personname t
        WHERE person_id = ANY(%(people)s)
    UNION ALL SELECT 'registry_phone', t.id, to_jsonb(t) FROM registry_phone t WHERE person_id = ANY(%(people)s)
"""  # noqa: S608 our own names


def _seen(asked: Mapping[str, list[int]]) -> Keyed:
    with connection.cursor() as cursor:
        cursor.execute(WATCHED, asked)
        return {(table, key): _json(row) for table, key, row in cursor.fetchall()}


def _write_change(merge: models.Merge, place: tuple[str, int], before: dict[str, Any] | None, *, gone: bool) -> None:
    known = merge.rows.filter(table=place[0], key=place[1], follows=False).first()
    if known is None:
        known = models.MovedRow(merge=merge, table=place[0], key=place[1], before=before)
    elif before is not None:
        known.before = {**before, **(known.before or {})}
    known.is_gone = gone
    known.save()


def _tables(merge: models.Merge) -> list[tuple[str, str]]:
    known = keys()
    rows = merge.rows.filter(follows=False, is_gone=False).order_by().values_list("table", flat=True).distinct()
    return [(table, known[table]) for table in known if table in set(rows)]


def put_back(merge: models.Merge) -> None:
    """Undo what the merge did to rows: what it made goes, what it took away comes, and each value that is still the one
    it wrote is again the one before. Values changed since stay."""
    known = keys()
    guards: dict[str, list[str]] = defaultdict(list)
    for one in belongings.moving():
        guards[one.table].extend(one.ignoring)
    _make_undone(merge, known)
    for table, key in _tables(merge):
        columns = _columns(merge, table)
        if columns:
            with pgtrigger.ignore(*guards[table]):
                # A household has one head at a time: who was made its head is not any more before another is again.
                _restore(merge, table, key, columns, "m.before ? 'relationship'")
                _restore(merge, table, key, columns, "NOT m.before ? 'relationship'")
    _run_gone(merge)


def _make_undone(merge: models.Merge, known: Mapping[str, str]) -> None:
    for table in (STAY, "registry_personname", "registry_phone"):
        _run(
            f"DELETE FROM {table} t USING identity_movedrow m WHERE m.merge_id = %s AND m.\"table\" = '{table}'"  # noqa: S608
            f" AND m.before IS NULL AND NOT m.follows AND t.{known[table]} = m.key"
            " AND md5(to_jsonb(t)::text) = m.digest",
            merge.pk,
        )


def _run_gone(merge: models.Merge) -> None:
    _run(
        f"INSERT INTO {STAY} SELECT r.* FROM identity_movedrow m,"  # noqa: S608 our own names
        f" jsonb_populate_record(NULL::{STAY}, m.before) r"
        f" WHERE m.merge_id = %s AND m.\"table\" = '{STAY}' AND m.is_gone",
        merge.pk,
    )


def _columns(merge: models.Merge, table: str) -> list[str]:
    found = _all(
        'SELECT DISTINCT jsonb_object_keys(before) FROM identity_movedrow WHERE merge_id = %s AND "table" = %s'
        " AND before IS NOT NULL AND NOT is_gone AND NOT follows ORDER BY 1",
        merge.pk,
        table,
    )
    return [name for (name,) in found]


def _restore(merge: models.Merge, table: str, key: str, columns: list[str], which: str) -> None:
    sets = ", ".join(
        f"{name} = CASE WHEN m.before ? '{name}' AND to_jsonb(t) -> '{name}' IS NOT DISTINCT FROM m.after -> '{name}'"
        f" THEN (jsonb_populate_record(NULL::{table}, m.before)).{name} ELSE t.{name} END"
        for name in columns
    )
    _run(
        f"UPDATE {table} t SET {sets} FROM identity_movedrow m"  # noqa: S608 our own names
        f" WHERE m.merge_id = %s AND m.\"table\" = '{table}' AND NOT m.follows AND NOT m.is_gone"
        f" AND m.before IS NOT NULL AND t.{key} = m.key AND {which}",
        merge.pk,
    )


def _json(given: Any) -> dict[str, Any]:
    """A document as the driver gives it: a text, or read already."""
    found: dict[str, Any] = json.loads(given) if isinstance(given, str) else given
    return found


def _all(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _run(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
