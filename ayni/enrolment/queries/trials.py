"""Trials: what rules that somebody is writing would decide on the newest snapshot.

A trial is files in a folder named by its text, its snapshot and the scores used: the same again is there already. It
decides nothing, and old ones are taken away. Its figures are everybody's, and only counts leave it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from ayni.assessment import queries as assessment
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.jobs import queries as jobs
from ayni.engines.rules import alone
from ayni.engines.rules import definition as definitions
from ayni.enrolment import errors, permissions
from ayni.snapshots import queries as snapshots
from ayni.snapshots.models import Snapshot

KEY = re.compile(r"[0-9a-f]{32}")
KEPT = 40
FIGURES = "figures"


@dataclass(frozen=True)
class Trial:
    """Rules tried on a snapshot. `text` is a programme, or one rule about a `unit`; `scores` are files by code."""

    key: str
    text: str
    unit: definitions.Unit
    version: str
    scores: dict[str, str]
    nonce: str

    @cached_property
    def definition(self) -> definitions.Definition:
        return alone.read(self.text, self.unit)

    @property
    def snapshot(self) -> Snapshot:
        found = snapshots.snapshot(self.version)
        if found is None:
            raise errors.NotFound
        return found

    @property
    def folder(self) -> Path:
        return home() / self.key

    def figures(self, against: str = "") -> dict[str, Any] | None:
        """What was counted, or, against another trial, what changes; None while that is not known."""
        path = self.folder / f"{against or FIGURES}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def work(self, against: str = "") -> jobs.Work | None:
        """The background work that computes it, where it was too much to do at once."""
        return jobs.work(self.work_key(against))

    def beside(self, text: str) -> str:
        """The key of the trial of another text on the same snapshot and scores."""
        return _key(text, self.unit, self.version, self.scores)

    def work_key(self, against: str = "") -> str:
        return "/".join(filter(None, ("enrolment.try", self.key, against, self.nonce)))


def trial(key: str, reader: User) -> Trial:
    """A trial that is kept. Refuses: NotFound, also when it was taken away since."""
    scoping.paths(reader, permissions.TRY)
    return read(key)


def read(key: str) -> Trial:
    """The same for whoever computes it. Refuses: NotFound."""
    if not KEY.fullmatch(key) or not _asked(key).exists():
        raise errors.NotFound
    return Trial(key, **json.loads(_asked(key).read_text(encoding="utf-8")))


def keep(text: str, unit: definitions.Unit, snapshot: Snapshot) -> Trial:
    """The trial of a text, as it is there or newly asked; the oldest beyond KEPT go."""
    scores = {code: str(path) for code, path in assessment.score_files(snapshot).items()}
    key = _key(text, unit, snapshot.version, scores)
    home().mkdir(mode=0o700, parents=True, exist_ok=True)
    if _asked(key).exists():
        _asked(key).touch()
    else:
        asked = {"text": text, "unit": unit, "version": snapshot.version, "scores": scores}
        written(_asked(key), {**asked, "nonce": secrets.token_hex(4)})
        _prune()
    return read(key)


def written(path: Path, content: Any) -> None:
    """Write a file as a whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    unfinished.rename(path)


def home() -> Path:
    return Path(settings.AYNI_HOME) / "trials"


def _key(text: str, unit: definitions.Unit, version: str, scores: Mapping[str, str]) -> str:
    named = json.dumps([text, "" if alone.is_programme(text) else unit, version, sorted(scores.items())])
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _asked(key: str) -> Path:
    return home() / f"{key}.json"


def _prune() -> None:
    """Take away the trials that were asked for longest ago, and what a worker that died left behind."""
    asked = sorted(home().glob("[0-9a-f]*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in asked[KEPT:]:
        path.unlink(missing_ok=True)
        shutil.rmtree(home() / path.stem, ignore_errors=True)
