from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.commons.directory import lifecycle
from ayni.commons.directory.models.areas import Area


class ChangeKind(models.TextChoices):
    MERGE = "merge"
    DIVIDE = "divide"
    TRANSFER = "transfer"
    RENAME = "rename"


class BoundaryChange(models.Model):
    """Areas merged, divided, put into another area or renamed on a day; one officer prepares, another approves.

    `plan` says what is to be done (`ayni.commons.directory.plans`); `effect` how many it concerned when it was done.
    """

    privacy = {"*": "public", "reason": "personal", "decision_reason": "personal"}

    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    on = models.DateField()
    plan = models.JSONField()
    law = models.CharField(max_length=300, blank=True)
    reason = models.TextField()
    effect = models.JSONField(default=dict)
    status = models.CharField(max_length=10, default=lifecycle.DRAFT)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="boundary_change_kind_known"),
            models.CheckConstraint(condition=Q(status__in=lifecycle.STATES), name="boundary_change_status_known"),
            models.CheckConstraint(
                condition=Q(status=lifecycle.DRAFT, decided_by=None) | Q(decided_by__isnull=False),
                name="boundary_change_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(status=lifecycle.WITHDRAWN) | ~Q(decided_by=F("prepared_by")),
                name="boundary_change_two_officers",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="boundary_change_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"B{self.pk:05d}"


class Succession(models.Model):
    """An area became another, wholly or in part. `share` is the part of its households; none when nobody knows."""

    privacy = {"*": "public"}

    change = models.ForeignKey(BoundaryChange, models.RESTRICT, related_name="successions")
    area = models.ForeignKey(Area, models.RESTRICT, related_name="successions")
    successor = models.ForeignKey(Area, models.RESTRICT, related_name="predecessors")
    on = models.DateField()
    share = models.DecimalField(max_digits=9, decimal_places=8, null=True)

    class Meta:
        ordering = ["on", "area", "successor"]
        constraints = [
            models.UniqueConstraint(fields=["area", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(area=F("successor")), name="succession_not_of_itself"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=1), name="succession_share_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} became {self.successor_id}"
