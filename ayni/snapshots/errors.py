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
    """A snapshot's file is missing, cut short or changed."""

    def __init__(self, version: str, path: Path, what: str) -> None:
        self.version, self.path = version, path
        super().__init__(
            _(
                "The snapshot %(version)s cannot be used: %(path)s %(what)s. A decision must rest on exactly the data "
                "it names. Put the file back from a copy, or take a new snapshot."
            )
            % {"version": version, "path": path, "what": what}
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
