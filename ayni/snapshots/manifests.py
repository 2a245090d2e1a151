"""The list of a snapshot's files: written beside them, and checked before they are trusted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ayni.snapshots import errors, models
from ayni.snapshots.streaming import Part
from ayni.snapshots.tables import Table

NAME = "manifest.json"
DICTIONARY = "dictionary.yaml"
Manifest = dict[str, Any]


def describe(table: Table, parts: Iterable[Part], folder: Path) -> dict[str, Any]:
    """A table's entry: its columns with their meaning, its files with rows, size and SHA-256."""
    files = [
        {
            "path": part.path,
            "partition": part.partition,
            "rows": part.rows,
            "bytes": (folder / part.path).stat().st_size,
            "sha256": digest(folder / part.path),
        }
        for part in parts
    ]
    columns = [
        {"name": c.name, "type": c.type, "meaning": c.meaning, "sensitivity": c.sensitivity} for c in table.columns
    ]
    return {"rows": sum(file["rows"] for file in files), "columns": columns, "files": files}


def version(on: date, tables: Mapping[str, Any], dictionary: str) -> str:
    """The day and a short digest of the contents: the same contents on the same day have the same version."""
    contents = {name: [file["sha256"] for file in entry["files"]] for name, entry in tables.items()}
    text = json.dumps([on.isoformat(), dictionary, contents], sort_keys=True)
    return f"{on.isoformat()}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def write(folder: Path, manifest: Manifest) -> None:
    (folder / NAME).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")


def files(manifest: Manifest, table: str) -> list[dict[str, Any]]:
    """The files of a table, as the manifest lists them."""
    return list(manifest["tables"][table]["files"])


def present(snapshot: models.Snapshot) -> None:
    """Refuse SnapshotDamaged when a file is missing or is not of its size. Quick: nothing is read."""
    for path, file in _listed(snapshot):
        if not path.is_file():
            raise errors.SnapshotDamaged(snapshot.version, path, "is missing")
        size = path.stat().st_size
        if size != file["bytes"]:
            raise errors.SnapshotDamaged(snapshot.version, path, f"is {size} bytes long instead of {file['bytes']}")


def verify(snapshot: models.Snapshot) -> None:
    """Refuse SnapshotDamaged when any file differs from the manifest. Reads every byte."""
    present(snapshot)
    for path, file in _listed(snapshot):
        if digest(path) != file["sha256"]:
            raise errors.SnapshotDamaged(snapshot.version, path, "was changed after it was written")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listed(snapshot: models.Snapshot) -> Iterable[tuple[Path, dict[str, Any]]]:
    folder = Path(snapshot.folder)
    yield folder / DICTIONARY, snapshot.manifest["dictionary"]
    for table in snapshot.manifest["tables"]:
        for file in files(snapshot.manifest, table):
            yield folder / file["path"], file
