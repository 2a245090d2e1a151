"""Making the first, largest load quick: what guards rows one by one is taken off empty tables and put back over the
full ones, in the same transaction. Nothing goes unchecked: putting a constraint back checks every row.

Only for empty tables, and for many rows: the locks this takes until the end keep every reader out, and there is
nothing to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ayni.registry.queries import finding_words

#: Statements that fill what is made from persons and households, each in one pass over all that a load brought:
#: `staged_persons` and `staged_households` have their numbers in `id`.
FOLLOWING: list[str] = []
MANY = 10_000  # below this, taking the guards off and putting them back costs more than it saves


@contextmanager
def quick_when_empty(cursor: Any, tables: Sequence[str], *, rows: int) -> Iterator[None]:
    """Inside, many rows go into the tables unguarded when all of them are empty; afterwards every guard is back.

    Raises the database's IntegrityError when the rows do not satisfy a constraint.
    """
    is_open = rows >= MANY and _ask(cursor, "SELECT registry_guards_off(%s)", [list(tables)])
    yield
    if is_open:
        cursor.execute("SELECT registry_guards_on()")


def follow(cursor: Any) -> None:
    """Fill what is made from the persons and households that were just inserted."""
    for statement in FOLLOWING:
        cursor.execute(statement)
    finding_words.read_new()


def _ask(cursor: Any, statement: str, parameters: Sequence[Any]) -> Any:
    cursor.execute(statement, parameters)
    return cursor.fetchone()[0]
