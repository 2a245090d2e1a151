"""Background work of assessment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ayni.assessment import actions, models
from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.snapshots.models import Snapshot


@running.job("assessment.assess")
def assess(progress: Progress, *, instrument: int, snapshot: int, groups: Sequence[str] = ()) -> dict[str, Any]:
    """Apply an instrument to a snapshot, both by their ids; again after a crash it is the same assessment."""
    made = actions.assess(
        models.Instrument.objects.get(pk=instrument),
        Snapshot.objects.get(pk=snapshot),
        by=progress.by,
        groups=groups,
        progress=progress,
    )
    return {"assessment": made.pk}
