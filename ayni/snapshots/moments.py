"""One moment of the database, shown to as many connections as read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql
from psycopg.pq import TransactionStatus

from ayni.snapshots import errors

LOCK = (0x41594E49, -1)  # one snapshot of a database at a time; the jobs' locks use positive second halves
WORKERS = 2  # unless the setting AYNI_SNAPSHOT_WORKERS says otherwise


@contextmanager
def one() -> Iterator[None]:
    """A transaction that shows one moment and is alone in taking a snapshot. Refuses: SnapshotBusy."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        hold()
        if not _try_lock(cursor):
            raise errors.SnapshotBusy
        yield


def hold() -> None:
    """Let everything read from here to the end of the transaction show the same moment.

    The caller is in a transaction. When it has already read something its isolation cannot be raised any more.
    """
    with connection.cursor() as cursor:
        is_untouched = cursor.connection.info.transaction_status == TransactionStatus.IDLE
        if is_untouched and not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


@dataclass(frozen=True)
class Readers:
    """Connections that show one moment, and what the manifest tells of it."""

    connections: Sequence[psycopg.Connection[Any]]
    told: dict[str, Any]


def is_shareable() -> bool:
    """Whether other connections see what this one sees: its transaction has written nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
        return bool(cursor.fetchone()[0])


@contextmanager
def readers(*, share: bool) -> Iterator[Readers]:
    """As many connections of their own as the setting says, all of which show one moment from here on.

    Without `share` it is the caller's connection, which sees what its own transaction has written. Unless `hold` was
    in time each table then shows the moment it is read, and `isolation` says so.
    """
    with ExitStack() as stack:
        if share:
            first = stack.enter_context(_reader())
            found = first.execute("SELECT pg_export_snapshot()").fetchone()
            others = [stack.enter_context(_reader(*found or ())) for _ in range(workers() - 1)]
            yield _telling([first, *others])
        else:
            cursor = stack.enter_context(connection.cursor())
            cursor.execute("SET LOCAL datestyle TO ISO")
            yield _telling([cursor.connection])


def workers() -> int:
    """How many connections read at the same time."""
    return max(1, int(getattr(settings, "AYNI_SNAPSHOT_WORKERS", WORKERS)))


def _telling(connections: Sequence[psycopg.Connection[Any]]) -> Readers:
    names = ("taken_at", "database_snapshot", "log_position", "isolation")
    row = connections[0].execute(
        "SELECT now()::text, pg_current_snapshot()::text, pg_current_wal_insert_lsn()::text,"
        " current_setting('transaction_isolation')"
    )
    return Readers(connections, {**dict(zip(names, row.fetchone() or (), strict=True)), "readers": len(connections)})


@contextmanager
def _reader(exported: str = "") -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own that shows one moment, that of an exported snapshot when it is given."""
    parameters = {**connection.get_connection_params(), "autocommit": True}
    for of_django in ("cursor_factory", "context"):
        parameters.pop(of_django, None)
    with psycopg.connect(**parameters) as reader:
        database: Any = connection
        database.enter_scope(reader)
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        if exported:
            reader.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(exported))
        reader.execute("SET LOCAL datestyle TO ISO")
        yield reader


def _try_lock(cursor: Any) -> bool:
    """Hold the lock to the end of the transaction; False when another session has it."""
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK)
    return bool(cursor.fetchone()[0])
