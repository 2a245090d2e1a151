"""Making the first, largest load quick: what guards rows one by one is taken off empty tables and put back over the
full ones, in the same transaction. Nothing goes unchecked: putting a constraint back checks every row.

Only for empty tables, and for many rows: the locks this takes until the end keep every reader out, and there is
nothing to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

MANY = 10_000  # below this, taking the guards off and putting them back costs more than it saves

#: Foreign keys between the tables, exclusions, and indexes that no constraint needs: (how to drop, how to add).
GUARDS = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
        contype
    FROM pg_constraint
    WHERE conrelid = ANY(%(tables)s::regclass[])
        AND (contype = 'x' OR contype = 'f' AND confrelid = ANY(%(tables)s::regclass[]))
    UNION ALL
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid), 'i'
    FROM pg_index
    WHERE indrelid = ANY(%(tables)s::regclass[]) AND NOT indisunique
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY 3, 2
"""


@contextmanager
def quick_when_empty(cursor: Any, tables: Sequence[str], *, rows: int) -> Iterator[None]:
    """Inside, many rows go into the tables unguarded when all of them are empty; afterwards every guard is back.

    Raises the database's IntegrityError when the rows do not satisfy a constraint.
    """
    guards = _guards(cursor, tables) if rows >= MANY and _are_empty(cursor, tables) else []
    for drop, _ in guards:
        cursor.execute(drop)
    yield
    if guards:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still waiting cannot be altered
    for _, add in guards:
        cursor.execute(add)


def _are_empty(cursor: Any, tables: Sequence[str]) -> bool:
    for table in tables:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 our own names
        if cursor.fetchone()[0]:
            return False
    return True


def _guards(cursor: Any, tables: Sequence[str]) -> list[tuple[str, str]]:
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(GUARDS, {"tables": list(tables)})
    return [(drop, add) for drop, add, _ in cursor.fetchall()]
