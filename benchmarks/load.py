"""Loading a survey into an empty registry, beside a bare COPY of the same rows."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import installation, measuring

PERSONS_PER_SECOND = 50_000
TABLES = (
    "registry_household",
    "registry_person",
    "registry_membership",
    "registry_kinship",
    "registry_householdfacts",
    "registry_personfacts",
)
#: When a row was written differs; everything else is the same in every load.
NOT_COMPARED = {"recorded_at"}
CHUNK = 1 << 20


def cases(households: int) -> list[measuring.Case]:
    folder = installation.country(households)
    persons = installation.load(households)
    measuring.apart(_prepare)
    return [
        measuring.Case(
            work="load",
            size=f"{households:,} households",
            ours=functools.partial(_ours, folder),
            beside_name="bare COPY of the rows as text",
            beside=_beside,
            goal_s=persons / PERSONS_PER_SECOND,
            units=("persons", persons),
            before=_empty,
            same=_same,
        )
    ]


def _ours(folder: Path) -> Iterator[None]:
    """Reading, checking, staging, inserting, the guards put back, statistics, the report."""
    from ayni.cli import officers
    from ayni.intake import actions as intake

    by = officers.officer("steward")
    yield
    intake.load(folder, by=by)
    yield
    return _counts("")


def _beside() -> Iterator[None]:
    from django.db import connection, transaction

    connection.ensure_connection()
    yield
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY bare_{table} FROM STDIN") as copy, _text(table).open("rb") as file:
                while chunk := file.read(CHUNK):
                    copy.write(chunk)
    yield
    return _counts("bare_")


def _prepare() -> None:
    """Every table as the text COPY takes, from a load made for it."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY {table} TO STDOUT") as copy, _text(table).open("wb") as file:
                file.writelines(copy)


def _text(table: str) -> Path:
    return installation.home() / f"{table}.text"


def _empty() -> None:
    installation.run(
        f"TRUNCATE {', '.join(TABLES)}, intake_load, registry_variable RESTART IDENTITY CASCADE",
        "DELETE FROM directory_area",
    )
    installation.bare(TABLES)
    installation.rest()


def _counts(prefix: str) -> dict[str, int]:
    return {table: installation.run(f"SELECT count(*) FROM {prefix}{table}")[0][0] for table in TABLES}


def _same() -> None:
    """The registry holds the rows that were copied beside it, whatever their order and keys."""
    for table in TABLES:
        columns = ", ".join(f't."{name}"' for name in _compared(table))
        digest = f"count(*), sum(hashtextextended(ROW({columns})::text, 0)::numeric)"
        installation.equal(f"SELECT {digest} FROM {table} t", f"SELECT {digest} FROM bare_{table} t")


def _compared(table: str) -> list[str]:
    """The columns with content: areas are numbered anew in every load, and rows in the order they come."""
    rows: list[Any] = installation.run(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
        parameters=[table],
    )
    return [name for (name,) in rows if name not in NOT_COMPARED and name != "id" and not name.endswith("_id")]
