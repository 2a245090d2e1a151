"""Taking a snapshot: every declared table, as the database stood at one moment."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from ayni.engines import dictionary as dictionaries
from ayni.snapshots import errors, manifests, models, streaming
from ayni.snapshots.tables import Table

LOCK = (0x41594E49, -1)  # one snapshot of a database at a time; the jobs' locks use positive second halves


class Telling(Protocol):
    """What is told how far the work is: rows written, and of how many."""

    def tell(self, done: int, total: int) -> None: ...


def take(
    tables: Sequence[Table],
    *,
    on: date,
    dictionary: dictionaries.Dictionary,
    progress: Telling | None = None,
    expected: int = 0,
) -> models.Snapshot:
    """Write the tables as they stand, and keep the snapshot; the same contents on the same day are the same one.

    Killed at any moment it leaves nothing that counts: files are written in a temporary folder, which is renamed
    before the row is committed. `expected` is about how many rows there are, for the progress.
    Refuses: SnapshotBusy, when another is being taken.
    """
    home = folder()
    with _one_moment() as moment, _workshop(home) as workshop:
        tell = progress.tell if progress else lambda done, total: None
        entries = _write(tables, workshop, on=on, tell=lambda done: tell(done, max(done, expected)))
        kept = _dictionary(dictionary, workshop)
        version = manifests.version(on, entries, kept["sha256"])
        found = models.Snapshot.objects.filter(version=version).first()
        if found is not None:
            _mend(found, workshop)
            return found
        manifest = {"version": version, "on": on.isoformat(), **moment, "dictionary": kept, "tables": entries}
        manifests.write(workshop, manifest)
        _settle(workshop, home / version)
        return models.Snapshot.objects.create(version=version, on=on, folder=str(home / version), manifest=manifest)


def hold_moment() -> None:
    """Let everything read from here to the end of the transaction show the same moment.

    The caller is in a transaction. When it has already read something its isolation cannot be raised any more; each
    table then shows the moment it is read, and the manifest says so.
    """
    with connection.cursor() as cursor:
        is_untouched = cursor.connection.info.transaction_status == TransactionStatus.IDLE
        if is_untouched and not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def folder() -> Path:
    """Where this installation keeps its snapshots; readable by its owner only."""
    home = Path(settings.AYNI_HOME) / "snapshots"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def _write(tables: Iterable[Table], workshop: Path, *, on: date, tell: Callable[[int], None]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    before = 0
    for table in tables:
        with connection.cursor() as cursor:
            parts = streaming.write(table, cursor.cursor, workshop, on=on, tell=_counting_from(before, tell))
        entries[table.name] = manifests.describe(table, parts, workshop)
        before += entries[table.name]["rows"]
    return entries


def _counting_from(before: int, tell: Callable[[int], None]) -> Callable[[int], None]:
    return lambda rows: tell(before + rows)


def _dictionary(dictionary: dictionaries.Dictionary, workshop: Path) -> dict[str, Any]:
    path = workshop / manifests.DICTIONARY
    path.write_text(dictionary.to_yaml(), encoding="utf-8")
    return {
        "version": dictionary.version,
        "bytes": path.stat().st_size,
        "sha256": manifests.digest(path),
    }


@contextmanager
def _one_moment() -> Iterator[dict[str, str]]:
    with transaction.atomic(), connection.cursor() as cursor:
        hold_moment()
        if not _try_lock(cursor):
            raise errors.SnapshotBusy
        cursor.execute("SELECT now()::text, pg_current_snapshot()::text, current_setting('transaction_isolation')")
        names = ("taken_at", "database_snapshot", "isolation")
        yield dict(zip(names, cursor.fetchone(), strict=True))


def _try_lock(cursor: Any) -> bool:
    """Hold the lock to the end of the transaction; False when another session has it."""
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK)
    return bool(cursor.fetchone()[0])


@contextmanager
def _workshop(home: Path) -> Iterator[Path]:
    """A temporary folder beside the snapshots; what an interrupted taking left there is cleared away first."""
    prefix = f".taking-{connection.settings_dict['NAME']}-"
    for left in home.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    workshop = Path(tempfile.mkdtemp(prefix=prefix, dir=home))
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _settle(workshop: Path, place: Path) -> None:
    """Move the finished files to their place; what stands there is of a taking that was never committed."""
    if place.exists():
        shutil.rmtree(place)
    workshop.rename(place)


def _mend(snapshot: models.Snapshot, workshop: Path) -> None:
    """Put the same files back when those of a known snapshot were lost or damaged."""
    try:
        manifests.verify(snapshot)
    except errors.SnapshotDamaged:
        manifests.write(workshop, snapshot.manifest)
        _settle(workshop, Path(snapshot.folder))
