"""Background work of intake."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.engines.surveys import mapping as mappings
from ayni.intake import actions, queries
from ayni.intake.actions import changes
from ayni.intake.queries import changes as asked


@running.job("intake.load")
def load(progress: Progress, *, folder: str, mapping: str = "") -> dict[str, Any]:
    """Load a survey folder; `mapping` is the path of a mapping, else the folder's own or a shipped one is used."""
    by = progress.by
    written = mappings.load(mapping) if mapping else None
    made = actions.load(Path(folder), written, by=by, progress=progress)
    return {"load": made.pk, "survey": made.survey, "counts": made.counts, "report": made.report}


@running.job("intake.accept_change")
def accept_change(progress: Progress, *, change: int, rule: int) -> dict[str, Any]:
    """Accept a change that a rule accepts, on behalf of the officer who prepared the rule."""
    by = progress.by
    found = asked.change(change, reader=by)
    made = changes.accept_change(found, rule=asked.rule(rule, reader=by), at=timezone.now(), by=by)
    return {"change": made.pk, "status": made.status}


@running.job("intake.apply_changes")
def apply_changes(progress: Progress, *, checked_at: str) -> dict[str, Any]:
    """Apply what an officer approved together."""
    moment = datetime.fromisoformat(checked_at)
    return dict(changes.apply_approved(checked_at=moment, at=timezone.now(), by=progress.by, progress=progress))


@running.job("intake.process_submission")
def process_submission(progress: Progress, *, number: int) -> dict[str, Any]:
    """Check a filled-in form and apply it, on behalf of the officer who sent it."""
    by = progress.by
    found = actions.process_submission(queries.submission(number, reader=by), at=timezone.now(), by=by)
    return {"submission": found.pk, "status": found.status}
