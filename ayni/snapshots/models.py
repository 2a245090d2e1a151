from django.db import models
from django.db.models.functions import Now


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def usable(self) -> "SnapshotQuerySet":
        """Those whose files are kept."""
        return self.filter(pruned_at=None)


class Snapshot(models.Model):
    """The registry as columns, as it stood at one moment; immutable files under a version.

    `states` tells, for each table and first-level area, of which state of the registry its file is. A pruned one keeps
    its row and its manifest; its files are gone.
    """

    privacy = {"*": "public"}

    version = models.CharField(max_length=40, unique=True)
    on = models.DateField()
    taken_at = models.DateTimeField(db_default=Now())
    folder = models.TextField()
    manifest = models.JSONField(default=dict)
    states = models.JSONField(default=dict, db_default={})
    pruned_at = models.DateTimeField(null=True, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.version


class Change(models.Model):
    """Rows of a watched table that a statement changed, as a span of keys: low ≤ key < high; null is every row.

    Written by triggers, in the transaction that changes; taken away by the first snapshot that sees it.
    """

    privacy = {"*": "public"}

    source = models.CharField(max_length=63)
    low = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.source} {self.low}–{self.high}"


class AreaState(models.Model):
    """A state of a watched table's rows of one first-level area, or of all areas (""): its id, which never comes again.

    A snapshot that sees a change puts a new one in its place. No row: nothing was ever changed.
    """

    privacy = {"*": "public"}

    source = models.CharField(max_length=63)
    area = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "area"], name="area_state_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.area}: {self.pk}"
