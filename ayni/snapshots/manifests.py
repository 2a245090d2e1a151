"""The list of a snapshot's files: written beside them, and checked before they are trusted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ayni.snapshots import errors, models, private
from ayni.snapshots.tables import Table

NAME = "manifest.json"
DICTIONARY = "dictionary.yaml"
Manifest = dict[str, Any]
File = dict[str, Any]  # path, partition, rows, bytes, sha256; `from`, the snapshot it was first written for


def describe(table: Table, files: Iterable[File]) -> dict[str, Any]:
    """A table's entry: its columns with their meaning, its files with rows, size and SHA-256.

    Of a column that was sealed it says for which rules it was opened.
    """
    listed = sorted(files, key=lambda file: file["path"])
    columns = [
        {"name": c.name, "type": c.type, "meaning": c.meaning, "sensitivity": c.sensitivity}
        | ({"read_by": list(c.read_by)} if c.read_by else {})
        for c in table.columns
    ]
    return {"rows": sum(file["rows"] for file in listed), "columns": columns, "files": listed}


def version(on: date, tables: Mapping[str, Any], dictionary: str) -> str:
    """The day and a short digest of the contents: the same contents on the same day have the same version."""
    contents = {name: [file["sha256"] for file in entry["files"]] for name, entry in tables.items()}
    text = json.dumps([on.isoformat(), dictionary, contents], sort_keys=True)
    return f"{on.isoformat()}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def write(folder: Path, manifest: Manifest) -> None:
    private.place(folder, NAME).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")


def files(manifest: Manifest, table: str) -> list[dict[str, Any]]:
    """The files of a table, as the manifest lists them."""
    return list(manifest["tables"][table]["files"])


def present(snapshot: models.Snapshot) -> None:
    """Refuse SnapshotPruned, and SnapshotDamaged when a file is missing or not of its size. Quick: nothing is read."""
    if snapshot.pruned_at is not None:
        raise errors.SnapshotPruned(snapshot.version, snapshot.pruned_at)
    for file in _listed(snapshot):
        _check_size(snapshot, file)


def verify(snapshot: models.Snapshot) -> None:
    """Refuse what `present` refuses, and SnapshotDamaged when any file differs from the manifest. Reads every byte."""
    present(snapshot)
    for file in _listed(snapshot):
        check(snapshot, file)


def check(snapshot: models.Snapshot, file: File) -> None:
    """Refuse SnapshotDamaged when one listed file is not byte for byte what was written."""
    path = _check_size(snapshot, file)
    if digest(path) != file["sha256"]:
        raise errors.FileChanged(snapshot.version, path)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_size(snapshot: models.Snapshot, file: File) -> Path:
    path = Path(snapshot.folder, file["path"])
    if not path.is_file():
        raise errors.FileMissing(snapshot.version, path)
    size = path.stat().st_size
    if size != file["bytes"]:
        raise errors.FileOfAnotherSize(snapshot.version, path, size=size, written=file["bytes"])
    return path


def _listed(snapshot: models.Snapshot) -> Iterable[File]:
    yield {**snapshot.manifest["dictionary"], "path": DICTIONARY}
    for table in snapshot.manifest["tables"]:
        yield from files(snapshot.manifest, table)
