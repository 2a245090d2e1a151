"""Files of earlier snapshots that a new one can have as they are: the same rows, written in the same way."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from ayni.snapshots import errors, manifests, models, private
from ayni.snapshots.tables import Table

LOOKED_THROUGH = 5  # earlier snapshots, those of the same day first


@dataclass(frozen=True)
class Reused:
    """The areas of a table that need not be written, and their files as the new manifest lists them.

    An area without rows has no file.
    """

    areas: frozenset[str]
    files: tuple[dict[str, Any], ...]


def earlier(on: date) -> list[models.Snapshot]:
    """The snapshots to look through, those of the day first, then the newest."""
    found = models.Snapshot.objects.usable().exclude(states={}).order_by("-id")[:LOOKED_THROUGH]
    return sorted(found, key=lambda snapshot: (snapshot.on != on, -snapshot.pk))


def reuse(
    table: Table, keys: Mapping[str, str], before: Iterable[models.Snapshot], *, on: date, folder: Path
) -> Reused:
    """Link into `folder` the files of the areas whose rows are the same in an earlier snapshot.

    `keys` names the rows of each area as they are now. What differs from its manifest is not used, and written anew.
    """
    left, files = dict(keys), []
    for snapshot in before:
        if not left:
            break
        same = _same(table, left, snapshot, on)
        listed = {file["partition"]: file for file in _files(snapshot, table) if file["partition"] in same}
        for area in same:
            if area not in listed:
                del left[area]
            elif _is_linked(snapshot, listed[area], folder):
                files.append({**listed[area], "from": listed[area].get("from", snapshot.version)})
                del left[area]
    return Reused(frozenset(keys.keys() - left.keys()), tuple(files))


def _same(table: Table, keys: Mapping[str, str], snapshot: models.Snapshot, on: date) -> set[str]:
    known = snapshot.states.get(table.name, {})
    same = {area for area, key in keys.items() if known.get(area) == key}
    if snapshot.on == on or not same:
        return same
    return same - _turning(table, *sorted((snapshot.on, on))) if table.turning else set()


def _turning(table: Table, after: date, upto: date) -> set[str]:
    """The areas in which something begins or ends between two days, so that their files differ."""
    with connection.cursor() as cursor:
        cursor.execute(table.turning, {"after": after, "upto": upto})
        return {area for (area,) in cursor.fetchall()}


def _files(snapshot: models.Snapshot, table: Table) -> list[dict[str, Any]]:
    return manifests.files(snapshot.manifest, table.name) if table.name in snapshot.manifest["tables"] else []


def _is_linked(snapshot: models.Snapshot, file: dict[str, Any], folder: Path) -> bool:
    """Whether the file is what its manifest says, and now stands in the new folder too."""
    try:
        manifests.check(snapshot, file)
    except errors.SnapshotDamaged:
        return False
    place = folder / file["path"]
    private.folders(folder, file["path"])
    try:
        os.link(Path(snapshot.folder) / file["path"], place)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(Path(snapshot.folder) / file["path"], place)
    return True
