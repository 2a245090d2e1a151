from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.registry.models import Household, Person

OFFICER = settings.AUTH_USER_MODEL


class MergeState(models.TextChoices):
    MERGED = "merged"
    PARTED = "parted"


class Merge(models.Model):
    """Two records of one person became one: what hung on `absorbed` hangs on `kept`, until they are parted again.

    `although` is why it was done against what speaks for two persons. `household` is where the person was said to live;
    `picked` from which of the two each value is; `marks` the highest key of each table then, by which what came later
    is told apart; `moved` how many rows were moved, of each table. Merges done together share `together`.
    """

    privacy = {"*": "personal", **dict.fromkeys(("because", "although", "parted_because"), "sensitive")}

    kept = models.ForeignKey(Person, models.RESTRICT, related_name="merges")
    absorbed = models.ForeignKey(Person, models.RESTRICT, related_name="merged_away")
    because = models.TextField()
    although = models.TextField(blank=True, default="")
    household = models.ForeignKey(Household, models.RESTRICT, null=True, related_name="+", db_index=False)
    picked = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    together = models.UUIDField(null=True, db_index=True)
    status = models.CharField(max_length=6, choices=MergeState.choices, default=MergeState.MERGED)
    on = models.DateField()
    merged_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    merged_at = models.DateTimeField(db_default=Now())
    parted_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    parted_at = models.DateTimeField(null=True)
    parted_because = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["absorbed"], condition=Q(status="merged"), name="merge_once"),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(because=""), name="merge_has_a_reason"),
            models.CheckConstraint(condition=Q(status__in=MergeState.values), name="merge_status_known"),
            models.CheckConstraint(
                condition=Q(status="merged", parted_by=None, parted_at=None)
                | Q(status="parted", parted_by__isnull=False, parted_at__isnull=False) & ~Q(parted_because=""),
                name="merge_parted_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="merge_steps", field="status", transitions=[("merged", "parted")]),
            pgtrigger.ReadOnly(
                name="merge_stays",
                fields=[
                    "kept",
                    "absorbed",
                    "because",
                    "although",
                    "household",
                    "picked",
                    "on",
                    "merged_by",
                    "merged_at",
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"M{self.pk:06d}"

    @property
    def stands(self) -> bool:
        return self.status == MergeState.MERGED


class MovedRow(models.Model):
    """What a merge did to one row, so that parting undoes it.

    `before` and `after` hold the values that changed; a row that was made has no before, and of one that is gone before
    holds all. `digest` is of the whole row after: one with another digest was changed since. What
    `follows` was done by another domain that answers merging, and is taken back by it.
    """

    privacy = {"*": "personal", "before": "sensitive", "after": "sensitive"}

    merge = models.ForeignKey(Merge, models.RESTRICT, related_name="rows")
    table = models.CharField(max_length=63)
    key = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    is_gone = models.BooleanField(default=False)
    follows = models.BooleanField(default=False)
    digest = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "table", "key", "follows"], name="movedrow_once")]
        indexes = [models.Index(fields=["table", "key"], name="movedrow_of_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
