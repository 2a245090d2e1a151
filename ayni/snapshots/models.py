from django.db import models
from django.db.models.functions import Now


class Snapshot(models.Model):
    """The registry as columns, as it stood at one moment; immutable files under a version."""

    privacy = {"*": "public"}

    version = models.CharField(max_length=40, unique=True)
    on = models.DateField()
    taken_at = models.DateTimeField(db_default=Now())
    folder = models.TextField()
    manifest = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.version
