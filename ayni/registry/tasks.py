"""Background work of the registry."""

from __future__ import annotations

from datetime import date
from typing import Any

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.registry import actions


@running.job("snapshots.take")
def take_snapshot(progress: Progress, *, on: str) -> dict[str, Any]:
    """Take a snapshot for a day (ISO); again after a crash it is the same one."""
    by = progress.by
    snapshot = actions.take_snapshot(on=date.fromisoformat(on), by=by, progress=progress)
    return {"snapshot": snapshot.pk, "version": snapshot.version}
