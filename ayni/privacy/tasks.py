"""Background work of privacy."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.privacy import actions, lifecycle, models


@running.job("privacy.anonymise")
def anonymise(progress: Progress, *, anonymisation: int) -> dict[str, Any]:
    """Make the people of an approved list anonymous; again after a crash it goes on where it stopped."""
    found = models.Anonymisation.objects.get(pk=anonymisation)
    total, by = found.units.count(), progress.by
    while found.status != lifecycle.DONE:
        found = actions.anonymise(found, by=by, at=timezone.now())
        progress.tell(found.units.exclude(done_at=None, is_skipped=False).count(), total)
    return dict(found.result)
