"""Background work of monitoring."""

from __future__ import annotations

from typing import Any

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.monitoring import actions
from ayni.snapshots.models import Snapshot


@running.job("monitoring.compute")
def compute(progress: Progress, *, snapshot: int) -> dict[str, Any]:
    """Compute the indicators of a snapshot, by its id; again after a crash it ends with the same figures."""
    by = progress.by
    found = actions.compute(Snapshot.objects.get(pk=snapshot), by=by, progress=progress)
    return {"snapshot": snapshot, "figures": found.figures, "impossible": found.impossible}
