"""Features of households kept beside a snapshot, so that the next decision on it need not gather them again.

They can be thrown away at any time: whoever does not find them gathers anew, to the same answers. They are found only
by the day, the dictionary and the earlier results (scores, enrolments, payments) they were made with.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ayni.snapshots import manifests, results

if TYPE_CHECKING:
    from ayni.engines.rules.definition import Definition
    from ayni.engines.rules.features import Kept
    from ayni.snapshots.opening import Opened

TABLE, LEGEND = "households", "legend.json"


def find(opened: Opened, programmes: Iterable[Definition], on: date) -> Kept | None:
    """What was kept for this snapshot, day and dictionary, with the same earlier results.

    None when nothing was, or not all that these programmes need.
    """
    from ayni.engines.rules import columns, features

    folder = _folder(opened, on)
    if not (folder / LEGEND).exists():
        return None
    legend = features.Legend.from_json(json.loads((folder / LEGEND).read_text(encoding="utf-8")))
    if not columns.suffices(legend, programmes, opened.dictionary):
        return None
    return features.Kept(opened.engine.read("kept_households", results.files(folder, TABLE)), legend)


def keep(opened: Opened, programmes: Iterable[Definition], on: date) -> None:
    """Gather and write the features these programmes need, in place of what was kept for the snapshot before."""
    from ayni.engines.rules import columns

    folder = _folder(opened, on)
    kept = columns.keep(programmes, opened.dictionary, opened.households, opened.persons, on=on)
    shutil.rmtree(folder.parent, ignore_errors=True)
    results.write(kept.table, folder, TABLE, engine=opened.engine)
    (folder / LEGEND).write_text(json.dumps(kept.legend.to_json()), encoding="utf-8")


def forget(version: str) -> None:
    """Throw away what was kept for a snapshot."""
    shutil.rmtree(_home() / version, ignore_errors=True)


def _folder(opened: Opened, on: date) -> Path:
    made_with: list[Any] = [
        on.isoformat(),
        opened.dictionary.version,
        {code: manifests.digest(path) for code, path in sorted(opened.scores.items())},
        [list(opened.earlier.enrolled), [list(one) for one in opened.earlier.received]],
    ]
    name = hashlib.sha256(json.dumps(made_with).encode()).hexdigest()[:16]
    return _home() / opened.snapshot.version / name


def _home() -> Path:
    return Path(settings.AYNI_HOME) / "features"
