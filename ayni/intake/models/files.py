from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.intake import lifecycle


class FileLoad(models.Model):
    """A file of people on its way into the registry: how it is read, what was found in it, and what came of it.

    `described` is what the file says of itself, `report` how many rows are good and what was found how often. Its
    content is kept sealed beside the database until its term, and the answers in it are nowhere here.
    """

    privacy = {"*": "public"}

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    status = models.CharField(max_length=10, default=lifecycle.UPLOADED)
    described = models.JSONField(default=dict)
    mapping = models.TextField(blank=True)
    source = models.CharField(max_length=60, blank=True)
    observed_on = models.DateField(null=True)
    report = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    #: The last row that is in; loading goes on after it.
    position = models.PositiveIntegerField(default=0)
    uploaded_at = models.DateTimeField(db_default=Now())
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(null=True)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["digest"], name="file_load_digest")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=lifecycle.FILE_STATES), name="file_load_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=[lifecycle.LOADING, lifecycle.LOADED]) | Q(loaded_by__isnull=False),
                name="file_load_loaded_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.UNDONE) | (Q(undone_by__isnull=False) & ~Q(reason="")),
                name="file_load_undone_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(position__lte=F("rows")) | Q(rows=0), name="file_load_position_within"),
        ]

    def __str__(self) -> str:
        return f"F{self.pk:06d}"


class FilePortion(models.Model):
    """What came in from some rows of a file, in one transaction: the numbers of the records it made and changed.

    It was recorded between `began_at` and `at`; the history of what it changed bears the moment of the transaction,
    `changed_at`. Undoing goes by these.
    """

    privacy = {"*": "public", "households": "personal", "persons": "personal", "changed": "personal"}

    file = models.ForeignKey(FileLoad, models.RESTRICT, related_name="portions")
    number = models.PositiveIntegerField()
    first_row = models.PositiveIntegerField()
    last_row = models.PositiveIntegerField()
    households = ArrayField(models.BigIntegerField(), default=list)
    persons = ArrayField(models.BigIntegerField(), default=list)
    changed = ArrayField(models.BigIntegerField(), default=list)
    kinship = ArrayField(models.BigIntegerField(), default=list)
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["file", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="file_portion_once")]

    def __str__(self) -> str:
        return f"{self.file_id}, rows {self.first_row} to {self.last_row}"
