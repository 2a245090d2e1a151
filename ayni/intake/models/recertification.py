from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.commons import languages
from ayni.intake import lifecycle
from ayni.registry.models import Household

OFFICER = settings.AUTH_USER_MODEL


class RecertificationSchedule(models.Model):
    """Which households are asked again, by rule, and how often; prepared by one officer, approved by another.

    An empty rule is every household. Nothing is ever stopped by a schedule: who is late has a task and a notice.
    """

    privacy = {"*": "public", "reason": "personal"}

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    names = models.JSONField(default=dict)
    rule = models.TextField(blank=True)
    every_months = models.PositiveSmallIntegerField()
    remind_days = models.PositiveSmallIntegerField(default=30)
    grace_days = models.PositiveSmallIntegerField(default=60)
    reason = models.TextField()
    status = models.CharField(max_length=10, default=lifecycle.DRAFT)
    prepared_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="recertificationschedule_version"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status=lifecycle.APPROVED), name="recertificationschedule_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(status__in=lifecycle.RULE_STATES), name="recertificationschedule_status_known"
            ),
            models.CheckConstraint(
                condition=Q(every_months__range=(1, 120)), name="recertificationschedule_every_some_months"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")),
                name="recertificationschedule_two_officers",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="recertificationschedule_steps",
                field="status",
                transitions=[(before, after) for before, _verb, after in lifecycle.RULE],
            ),
            pgtrigger.ReadOnly(
                name="recertificationschedule_stays",
                fields=["code", "version", "rule", "every_months", "grace_days", "prepared_by"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def title(self) -> str:
        return languages.text(self.names) or self.code


class Recertification(models.Model):
    """A household is to be asked whether what is known of it still holds: due on a day, late after the grace."""

    privacy = {"*": "personal"}

    class Status(models.TextChoices):
        DUE = "due"
        LATE = "late"
        CONFIRMED = "confirmed"
        DROPPED = "dropped"

    schedule = models.ForeignKey(RecertificationSchedule, models.RESTRICT, related_name="recertifications")
    household = models.ForeignKey(Household, models.RESTRICT, related_name="recertifications")
    since = models.DateField()
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DUE, db_default=Status.DUE)
    opened_at = models.DateTimeField(db_default=Now())
    late_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+", db_index=False)
    confirmed_at = models.DateTimeField(null=True)
    has_changed = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on"], name="recertification_open", condition=Q(status__in=("due", "late"))),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "household"],
                condition=Q(status__in=("due", "late")),
                name="recertification_one_open",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("due", "late", "confirmed", "dropped")), name="recertification_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | (Q(confirmed_by__isnull=False) & Q(confirmed_at__isnull=False)),
                name="recertification_confirmed_by",
            ),
        ]

    def __str__(self) -> str:
        return f"N{self.pk:08d}"

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.DUE, self.Status.LATE)

    def is_overdue(self, on: date) -> bool:
        return self.is_open and self.due_on < on
