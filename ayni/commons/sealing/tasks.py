"""Background work of sealing."""

from __future__ import annotations

from typing import Any

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.commons.sealing import rotating


@running.job("sealing.rotate")
def rotate(progress: Progress, *, number: int) -> dict[str, Any]:
    """Rewrite with the newest key; again after a crash it goes on."""
    return {"key": number, "rewritten": rotating.rewrite(progress)}
