from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class ModelState(models.TextChoices):
    """PREPARING: approved, while everybody is prepared for it and the model before it still answers."""

    PROPOSED = "proposed"
    PREPARING = "preparing"
    ACTIVE = "active"
    RETIRED = "retired"


class LinkageModel(models.Model):
    """What was learnt of how likely two records are the same person: the numbers by which any two are weighed.

    `document` is the model as the engine writes it. `half` says in which half of the prepared records people are
    prepared for it.
    """

    privacy = {"*": "public", "kept_by": "personal", "activated_by": "personal"}

    version = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=9, choices=ModelState.choices, default=ModelState.PROPOSED)
    document = models.TextField()
    #: What the columns were called of what it was learnt from, as a mapping is written.
    columns = models.JSONField(default=dict, blank=True)
    learnt_from = models.CharField(max_length=200)
    learnt_on = models.DateField()
    records = models.BigIntegerField(default=0)
    pairs = models.BigIntegerField(default=0)
    diagnostics = models.JSONField(default=dict, blank=True)
    half = models.PositiveSmallIntegerField(null=True, blank=True)
    prepared_at = models.DateTimeField(null=True, blank=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    kept_at = models.DateTimeField(db_default=Now())
    activated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    activated_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="linkagemodel_one_active"),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="preparing"), name="linkagemodel_one_preparing"
            ),
            models.CheckConstraint(condition=Q(state__in=ModelState.values), name="linkagemodel_state_known"),
            models.CheckConstraint(condition=Q(half=None) | Q(half__in=[0, 1]), name="linkagemodel_half_known"),
        ]

    def __str__(self) -> str:
        return f"M{self.version}"


class Frequency(models.Model):
    """How frequent a value is: the share of records that have it, of those a model was learnt from."""

    privacy = {"*": "public", "value": "personal"}

    model = models.ForeignKey(LinkageModel, models.CASCADE, related_name="frequencies", db_index=False)
    field = models.CharField(max_length=40)
    value = models.TextField()
    share = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "field", "value"], name="frequency_once"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.value}"
