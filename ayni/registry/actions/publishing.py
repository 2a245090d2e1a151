"""Writing the registry out as columns."""

from __future__ import annotations

from datetime import date

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.registry import models, queries
from ayni.snapshots import declared, permissions, taking
from ayni.snapshots import models as snapshots


@action(permissions.TAKE, says="took a snapshot of the registry")
def take_snapshot(*, on: date, by: User, progress: taking.Telling | None = None) -> snapshots.Snapshot:
    """Take a snapshot of the registry as it stands, for a day.

    Taken again while nothing has changed, it is the same snapshot. Refuses: SnapshotBusy.
    """
    taking.hold_moment()  # the dictionary and the rows it describes
    dictionary = queries.dictionary()
    expected = models.Household.objects.count() + models.Person.objects.count() if progress else 0
    return taking.take(declared.tables(dictionary), on=on, dictionary=dictionary, progress=progress, expected=expected)
