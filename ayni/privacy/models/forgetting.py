"""Becoming anonymous, and what stands against it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.privacy import lifecycle
from ayni.privacy.models.papers import Paper, RetentionSchedule
from ayni.registry.models import Household, Person


class Anonymisation(Paper):
    """One application of a schedule on a day: found by one officer, approved by another, done for ever.

    `counts` is what was found before anything was done, `result` what was done.
    """

    privacy = {"*": "public"}

    schedule = models.ForeignKey(RetentionSchedule, models.RESTRICT, related_name="anonymisations")
    on = models.DateField()
    counts = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta(Paper.Meta):
        abstract = False
        constraints = [
            *Paper.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=lifecycle.ANONYMISATION_STATES), name="anonymisation_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"A{self.pk:04d}"

    @property
    def work_key(self) -> str:
        return f"anonymise/{self.pk}"


class Anonymised(models.Model):
    """A person or a household that an anonymisation is about: not done yet, done, or skipped as it was kept back."""

    privacy = {"*": "personal"}

    anonymisation = models.ForeignKey(Anonymisation, models.RESTRICT, related_name="units")
    person = models.ForeignKey(Person, models.RESTRICT, null=True, related_name="anonymised")
    household = models.ForeignKey(Household, models.RESTRICT, null=True, related_name="anonymised")
    done_at = models.DateTimeField(null=True)
    is_skipped = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["anonymisation", "id"], name="anonymised_to_do", condition=Q(done_at=None, is_skipped=False)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["anonymisation", "person", "household"], name="anonymised_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(person=None, household__isnull=False) | Q(person__isnull=False, household=None),
                name="anonymised_one_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anonymisation_id}: {self.person_id or self.household_id}"


class LegalHold(models.Model):
    """Somebody's data must stay as long as a complaint, a case or an audit needs them."""

    privacy = {"*": "personal", "reason": "sensitive"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="holds")
    kind = models.CharField(max_length=10)
    reason = models.TextField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    placed_at = models.DateTimeField(db_default=Now())
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    KINDS = ("complaint", "case", "audit", "court")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["complaint", "case", "audit", "court"]), name="hold_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_by=None, lifted_at=None) | Q(lifted_by__isnull=False, lifted_at__gte=F("placed_at")),
                name="hold_lifted_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="hold_open", condition=Q(lifted_at=None))]

    def __str__(self) -> str:
        return f"L{self.pk:04d}"
