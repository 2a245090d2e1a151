"""Which snapshots there are. They are public records about data, not the data: no reader is needed."""

from __future__ import annotations

from datetime import date

from ayni.snapshots import models


def snapshots(*, limit: int = 50) -> list[models.Snapshot]:
    """The newest first."""
    return list(models.Snapshot.objects.order_by("-id")[:limit])


def latest(*, on: date | None = None) -> models.Snapshot | None:
    """The one taken last, of that day when it is given."""
    found = models.Snapshot.objects.order_by("-id")
    return (found if on is None else found.filter(on=on)).first()


def snapshot(version: str) -> models.Snapshot | None:
    return models.Snapshot.objects.filter(version=version).first()
