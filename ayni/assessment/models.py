from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from ayni.registry.models import Household
from ayni.snapshots.models import Snapshot


class Kind(models.TextChoices):
    DEPRIVATION = "deprivation"
    PROXY_MEANS = "proxy_means"


class Instrument(models.Model):
    """One version of a written way to assess households."""

    privacy = {"*": "public"}

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.JSONField(default=dict)
    definition = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="instrument_version_once"),
            models.UniqueConstraint(fields=["code", "digest"], name="instrument_text_once"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="instrument_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Assessment(models.Model):
    """An instrument applied to a snapshot. Figures are for the population; `folder` holds every unit's result."""

    privacy = {"*": "public"}

    instrument = models.ForeignKey(Instrument, models.RESTRICT, related_name="assessments")
    snapshot = models.ForeignKey(Snapshot, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    figures = models.JSONField()
    folder = models.TextField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "snapshot"], name="assessment_once_per_snapshot"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} on {self.snapshot}"


class Score(models.Model):
    """A household's score in an assessment. No row means it could not be scored: an answer is missing."""

    privacy = {"*": "personal"}

    assessment = models.ForeignKey(Assessment, models.RESTRICT, related_name="scores")
    household = models.ForeignKey(Household, models.RESTRICT, related_name="scores")
    value = models.DecimalField(max_digits=20, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "assessment"], name="score_once"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.value}"
