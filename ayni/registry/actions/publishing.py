"""Writing the registry out as columns."""

from __future__ import annotations

from datetime import date

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.registry import models, queries
from ayni.registry.actions import moving
from ayni.registry.queries import unsealing
from ayni.snapshots import declared, permissions, pruning, taking
from ayni.snapshots import models as snapshots


@action(permissions.TAKE, says="took a snapshot of the registry", everywhere=True)
def take_snapshot(*, on: date, by: User, progress: taking.Telling | None = None) -> snapshots.Snapshot:
    """Take a snapshot of the registry as it stands, for a day.

    Taken again while nothing has changed, it is the same snapshot. Refuses: SnapshotBusy, SnapshotNotWritten;
    MoveUnfinished, while answers are being moved; KeyMissing, KeyWrong and SealBroken, when a rule asks for sealed
    answers.
    """
    taking.hold_moment()  # the dictionary and the rows it describes
    moving.settled()
    dictionary = unsealing.published(queries.dictionary())
    expected = models.Household.objects.count() + models.Person.objects.count() if progress else 0
    return taking.take(declared.tables(dictionary), on=on, dictionary=dictionary, progress=progress, expected=expected)


@action(permissions.TAKE, says="pruned old snapshots", everywhere=True)
def prune_snapshots(*, on: date, by: User, policy: pruning.Policy | None = None) -> list[snapshots.Snapshot]:
    """Remove the files of the snapshots that the policy does not keep and nothing rests on; which these were.

    Months are counted back from `on`. Rows and manifests stay, and say when it was.
    """
    return pruning.prune(pruning.dispensable(policy or pruning.policy(), on=on))
