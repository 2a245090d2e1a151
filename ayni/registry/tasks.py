"""Background work of the registry."""

from __future__ import annotations

from datetime import date
from typing import Any

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.registry import actions, queries
from ayni.registry.actions import moving


@running.job("registry.move_answers")
def move_answers(progress: Progress, *, moves: moving.Moves) -> dict[str, Any]:
    """Move the answers of variables that have become sensitive, or are no longer; again after a crash it goes on."""
    return {"moved": moving.move(moves, queries.dictionary(), progress)}


@running.job("snapshots.take")
def take_snapshot(progress: Progress, *, on: str) -> dict[str, Any]:
    """Take a snapshot for a day (ISO); again after a crash it is the same one."""
    by = progress.by
    snapshot = actions.take_snapshot(on=date.fromisoformat(on), by=by, progress=progress)
    return {"snapshot": snapshot.pk, "version": snapshot.version}
