"""Taking a snapshot: every declared table, as the database stood at one moment."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.conf import settings
from django.db import connection

from ayni.commons.directory.models import Area
from ayni.engines import dictionary as dictionaries
from ayni.snapshots import changes, errors, manifests, models, moments, parts, private, reusing, writing
from ayni.snapshots.tables import Table

hold_moment = moments.hold


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

    Areas in which nothing changed since an earlier snapshot have its files. Killed at any moment it leaves nothing
    that counts: files are written in a temporary folder, which is renamed before the row is committed. `expected` is
    about how many rows there are, for the progress.
    Refuses: SnapshotBusy, when another is being taken; SnapshotNotWritten, when the disk is full.
    """
    home = folder()
    with moments.one(), _on_disk(home), _workshop(home) as workshop:
        is_shared = moments.is_shareable()
        taken = _Taking(tables, workshop, on)  # what changed is taken up before the moment: never too little
        with moments.readers(share=is_shared) as readers:
            entries = taken.entries(readers.connections, progress, expected)
        kept = _dictionary(dictionary, workshop)
        version = manifests.version(on, entries, kept["sha256"])
        manifest = {"version": version, "on": on.isoformat(), **readers.told, "dictionary": kept, "tables": entries}
        return _keep(workshop, home / version, manifest, on=on, states=taken.keys)


def folder() -> Path:
    """Where this installation keeps its snapshots; readable by its owner only."""
    home = Path(settings.AYNI_HOME) / "snapshots"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


class _Taking:
    """The tables' files: those of earlier snapshots that are still right, and new ones for the rest."""

    def __init__(self, tables: Sequence[Table], workshop: Path, on: date) -> None:
        self._tables, self._workshop, self._on = tables, workshop, on
        states = changes.take_up(tables)
        self._areas = _areas()
        self.keys = {
            table.name: {area: states.key(table, area) for area in self._areas}
            for table in tables
            if states.are_known(table)
        }

    def entries(
        self, readers: Sequence[psycopg.Connection[Any]], progress: Telling | None, expected: int
    ) -> dict[str, Any]:
        """Every table's entry in the manifest."""
        before = reusing.earlier(self._on)
        reused = {table.name: self._reuse(table, before) for table in self._tables}
        known = sum(file["rows"] for one in reused.values() for file in one.files)
        tell = progress.tell if progress else lambda done, total: None
        written = self._write(reused, readers, lambda done: tell(known + done, max(known + done, expected)))
        return {table.name: self._entry(table, reused[table.name], written) for table in self._tables}

    def _reuse(self, table: Table, before: Sequence[models.Snapshot]) -> reusing.Reused:
        return reusing.reuse(table, self.keys.get(table.name, {}), before, on=self._on, folder=self._workshop)

    def _write(
        self, reused: Mapping[str, reusing.Reused], readers: Sequence[psycopg.Connection[Any]], tell: Any
    ) -> dict[str, list[parts.Part]]:
        pieces = [piece for table in self._tables for piece in self._pieces(table, reused[table.name], len(readers))]
        with connection.wrap_database_errors:
            return writing.Writing(self._workshop, on=self._on, tell=tell).run(pieces, readers)

    def _pieces(self, table: Table, reused: reusing.Reused, readers: int) -> list[writing.Piece]:
        wanted = {area: ids for area, ids in self._areas.items() if area not in reused.areas}
        return writing.divide(table, wanted, whole=not reused.areas, readers=readers)

    def _entry(
        self, table: Table, reused: reusing.Reused, written: Mapping[str, Sequence[parts.Part]]
    ) -> dict[str, Any]:
        files = [*reused.files, *(dataclasses.asdict(part) for part in written.get(table.name, ()))]
        return manifests.describe(table, files or [dataclasses.asdict(parts.empty(table, self._workshop))])


def _areas() -> dict[str, list[int]]:
    """The ids of the areas of each first-level area, by its code."""
    found: dict[str, list[int]] = {}
    for path, pk in Area.objects.order_by("path", "pk").values_list("path", "pk"):
        found.setdefault(path.split("/")[1], []).append(pk)
    return found


def _keep(
    workshop: Path, place: Path, manifest: manifests.Manifest, *, on: date, states: dict[str, Any]
) -> models.Snapshot:
    """The snapshot of this version, with the files in their place."""
    found = models.Snapshot.objects.filter(version=manifest["version"]).first()
    if found is None:
        manifests.write(workshop, manifest)
        _settle(workshop, place)
        return models.Snapshot.objects.create(
            version=manifest["version"], on=on, folder=str(place), manifest=manifest, states=states
        )
    _mend(found, workshop)
    found.states, found.pruned_at = {**found.states, **states}, None
    found.save(update_fields=["states", "pruned_at"])
    return found


def _dictionary(dictionary: dictionaries.Dictionary, workshop: Path) -> dict[str, Any]:
    path = private.place(workshop, manifests.DICTIONARY)
    path.write_text(dictionary.to_yaml(), encoding="utf-8")
    return {
        "version": dictionary.version,
        "bytes": path.stat().st_size,
        "sha256": manifests.digest(path),
    }


@contextmanager
def _on_disk(home: Path) -> Iterator[None]:
    """What the disk will not take is a refusal with a remedy."""
    try:
        yield
    except OSError as error:
        raise errors.SnapshotNotWritten(home, error.strerror or str(error)) from error


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
    """Put the same files back when those of a known snapshot were lost, damaged or pruned."""
    try:
        manifests.verify(snapshot)
    except (errors.SnapshotDamaged, errors.SnapshotPruned):
        manifests.write(workshop, snapshot.manifest)
        _settle(workshop, Path(snapshot.folder))
