"""Background work of intake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.engines.surveys import mapping as mappings
from ayni.intake import actions


@running.job("intake.load")
def load(progress: Progress, *, folder: str, mapping: str = "") -> dict[str, Any]:
    """Load a survey folder; `mapping` is the path of a mapping, else the folder's own or a shipped one is used."""
    by = progress.by
    written = mappings.load(mapping) if mapping else None
    made = actions.load(Path(folder), written, by=by, progress=progress)
    return {"load": made.pk, "survey": made.survey, "counts": made.counts, "report": made.report}
