from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class SnapshotBusy(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "A snapshot of this registry is being taken at this moment, so a second one was not begun. "
                "Wait until it is done, then try again."
            )
        )


class SnapshotDamaged(Refused):
    """A snapshot's file is not what was written."""

    def __init__(self, version: str, path: Path, text: str, **facts: object) -> None:
        self.version, self.path = version, path
        super().__init__(text % {"version": version, "path": path, **facts})


class FileMissing(SnapshotDamaged):
    def __init__(self, version: str, path: Path) -> None:
        super().__init__(
            version,
            path,
            _(
                "The snapshot %(version)s cannot be used: %(path)s is missing. A decision must rest on exactly the "
                "data it names. Put the file back from a copy, or take a new snapshot."
            ),
        )


class FileOfAnotherSize(SnapshotDamaged):
    def __init__(self, version: str, path: Path, *, size: int, written: int) -> None:
        super().__init__(
            version,
            path,
            _(
                "The snapshot %(version)s cannot be used: %(path)s is %(size)s bytes long instead of %(written)s. A "
                "decision must rest on exactly the data it names. Put the file back from a copy, or take a new "
                "snapshot."
            ),
            size=size,
            written=written,
        )


class FileChanged(SnapshotDamaged):
    def __init__(self, version: str, path: Path) -> None:
        super().__init__(
            version,
            path,
            _(
                "The snapshot %(version)s cannot be used: %(path)s was changed after it was written. A decision must "
                "rest on exactly the data it names. Put the file back from a copy, or take a new snapshot."
            ),
        )


class SnapshotPruned(Refused):
    """A snapshot whose files were taken away to make room."""

    def __init__(self, version: str, pruned_at: datetime) -> None:
        self.version, self.pruned_at = version, pruned_at
        super().__init__(
            _(
                "The files of the snapshot %(version)s were removed on %(day)s, because nothing rested on it and newer "
                "ones were kept. Choose a later snapshot, or take a new one."
            )
            % {"version": version, "day": pruned_at.date().isoformat()}
        )


class SnapshotNotWritten(Refused):
    """The disk, or the place on it, did not take a snapshot's files."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        super().__init__(
            _(
                "The snapshot was not taken: its files could not be written in %(folder)s (%(reason)s). Nothing of it "
                "was kept, and earlier snapshots are as they were. Make room there (%(command)s), or let %(setting)s "
                "name a place with room, then take it again."
            )
            % {"folder": folder, "reason": reason, "command": "ayni snapshot prune", "setting": "AYNI_HOME"}
        )


class NotInSnapshot(Refused):
    def __init__(self, version: str, household_id: int) -> None:
        self.version, self.household_id = version, household_id
        super().__init__(
            _(
                "The household %(household)s is not in the snapshot %(version)s: it was registered later, is closed, "
                "or nobody lived in it on that day. Take a new snapshot to decide it."
            )
            % {"household": household_id, "version": version}
        )


class AmountBelowZero(Refused):
    """A rule that gives somebody less than nothing."""

    def __init__(self, programme: str, unit_id: int, amount: Decimal) -> None:
        self.programme, self.unit_id, self.amount = programme, unit_id, amount
        super().__init__(
            _(
                "The amount of %(programme)s is %(amount)s for %(unit)s, and nobody is paid less than nothing. Nothing "
                "was decided. Correct the rule of the amount, as with max(0, …), then decide again."
            )
            % {"programme": programme, "amount": amount, "unit": unit_id}
        )
