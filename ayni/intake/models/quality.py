from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.commons.directory.models import Area
from ayni.registry.models import Household, Person
from ayni.snapshots.models import Snapshot

OFFICER = settings.AUTH_USER_MODEL


class QualityRun(models.Model):
    """Every rule of quality held against a snapshot. `rules` are their texts, as they were then."""

    privacy = {"*": "public"}

    snapshot = models.OneToOneField(Snapshot, models.RESTRICT, related_name="+")
    rules = models.JSONField(default=dict)
    made_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.snapshot_id)


class QualityFigure(models.Model):
    """How many units of an area, a source or an enumerator a rule found wrong, of how many it could be answered for.

    `unknown` are those for whom it could not be: they are not wrong. Of all areas the key is empty.
    """

    privacy = {"*": "public"}

    run = models.ForeignKey(QualityRun, models.CASCADE, related_name="figures")
    rule = models.CharField(max_length=40)
    by = models.CharField(max_length=10)
    key = models.CharField(max_length=255, blank=True)
    n = models.IntegerField()
    wrong = models.IntegerField()
    unknown = models.IntegerField()

    class Meta:
        ordering = ["rule", "by", "key"]
        constraints = [
            models.UniqueConstraint(fields=["run", "rule", "by", "key"], name="qualityfigure_once"),
            models.CheckConstraint(
                condition=Q(by__in=("all", "area", "source", "enumerator")), name="qualityfigure_by_known"
            ),
            models.CheckConstraint(condition=Q(n__gte=0, wrong__gte=0, unknown__gte=0), name="qualityfigure_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.by} {self.key}"


class QualityFinding(models.Model):
    """A household, or a person of it, that a rule found wrong in the last run."""

    privacy = {"*": "personal"}

    run = models.ForeignKey(QualityRun, models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=40)
    household = models.ForeignKey(Household, models.RESTRICT, related_name="+")
    person = models.ForeignKey(Person, models.RESTRICT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["run", "rule"], name="qualityfinding_of_rule"),
            models.Index(fields=["person"], name="qualityfinding_of_person", condition=models.Q(person__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.household_id}"


class QualityTask(models.Model):
    """What is wrong in one area by one rule is to be mended; it closes by itself when a later run finds nothing."""

    privacy = {"*": "public"}

    rule = models.CharField(max_length=40)
    area = models.ForeignKey(Area, models.RESTRICT, related_name="+")
    found = models.IntegerField()
    first = models.IntegerField()
    opened_at = models.DateTimeField(db_default=Now())
    looked_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-found", "id"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "area"], condition=Q(closed_at=None), name="qualitytask_one_open"),
        ]

    def __str__(self) -> str:
        return f"Q{self.pk:06d}"
