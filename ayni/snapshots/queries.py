"""Which snapshots there are. They are public records about data, not the data: no reader is needed."""

from __future__ import annotations

from datetime import date

from ayni.snapshots import models


def snapshots(*, limit: int = 50) -> list[models.Snapshot]:
    """Those that can be opened, the newest first."""
    return list(models.Snapshot.objects.usable().order_by("-id")[:limit])


def every_snapshot() -> list[models.Snapshot]:
    """All that were ever taken, also those whose files were pruned; the newest first."""
    return list(models.Snapshot.objects.order_by("-id"))


def latest(*, on: date | None = None) -> models.Snapshot | None:
    """The one taken last that can be opened, of that day when it is given."""
    found = models.Snapshot.objects.usable().order_by("-id")
    return (found if on is None else found.filter(on=on)).first()


def snapshot(version: str) -> models.Snapshot | None:
    """By its version, pruned or not: opening a pruned one says so."""
    return models.Snapshot.objects.filter(version=version).first()
