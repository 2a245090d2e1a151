from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.enrolment import lifecycle
from ayni.programmes.models import Programme, Version
from ayni.registry.models import Household, Person
from ayni.snapshots.models import Snapshot


class RunQuerySet(models.QuerySet["Run"]):
    def decided(self) -> RunQuerySet:
        """Runs that have decided, the one whose answers count first."""
        return self.filter(status=lifecycle.DECIDED).order_by("-on", "-pk")


class Run(models.Model):
    """All units of a snapshot, decided by the versions in force.

    `digest` names those versions; `scores` the files of the scores used, by instrument; `folder` holds the result of
    every unit and criterion; `counts` tells them by programme.
    """

    privacy = {"*": "public"}

    snapshot = models.ForeignKey(Snapshot, models.RESTRICT, related_name="+")
    on = models.DateField()
    versions = models.ManyToManyField(Version, related_name="runs")
    status = models.CharField(max_length=10, default=lifecycle.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    digest = models.CharField(max_length=64, default="")
    decided_at = models.DateTimeField(null=True)
    folder = models.TextField(blank=True)
    scores = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "on", "digest"], name="run_once"),
            models.CheckConstraint(condition=Q(status__in=lifecycle.RUN_STATES), name="run_status_known"),
        ]

    def __str__(self) -> str:
        return f"Run {self.pk}"

    @property
    def score_paths(self) -> dict[str, Path]:
        return {code: Path(path) for code, path in self.scores.items()}


class Result(models.TextChoices):
    """What a decision row may say; the ineligible stay in the run's files."""

    ELIGIBLE = "eligible"
    NEEDS_INFORMATION = "needs_information"


class Decision(models.Model):
    """What somebody must act on: a unit found eligible, or one whose answers are missing."""

    privacy = {"*": "personal"}

    run = models.ForeignKey(Run, models.RESTRICT, related_name="decisions")
    version = models.ForeignKey(Version, models.RESTRICT, related_name="+")
    household = models.ForeignKey(Household, models.RESTRICT, related_name="decisions")
    person = models.ForeignKey(Person, models.RESTRICT, null=True, related_name="decisions")
    result = models.CharField(max_length=20, choices=Result.choices)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    missing = ArrayField(models.TextField(), default=list)
    status = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["run", "version", "status"], name="decision_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "run", "version"], name="decision_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(status__in=lifecycle.DECISION_STATES), name="decision_status_known"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="decision_amount_not_negative"),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.DECLINED) | ~Q(reason=""), name="decision_declined_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} for {self.person or self.household}: {self.result}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def active(self) -> EnrolmentQuerySet:
        """Those not ended: enrolled or suspended."""
        return self.exclude(status=lifecycle.EXITED)

    def of(self, household: int, people: list[int]) -> EnrolmentQuerySet:
        """A household's own, and those of people wherever they lived when they were enrolled, by whichever record."""
        mine = Q(person__in=people) | Q(person__merged_into__in=people)
        return self.filter(Q(person=None, household=household) | mine)


class Enrolment(models.Model):
    """A household or person receives a programme."""

    privacy = {"*": "personal"}

    programme = models.ForeignKey(Programme, models.RESTRICT, related_name="enrolments")
    version = models.ForeignKey(Version, models.RESTRICT, related_name="+")
    household = models.ForeignKey(Household, models.RESTRICT, related_name="enrolments")
    person = models.ForeignKey(Person, models.RESTRICT, null=True, related_name="enrolments")
    decision = models.OneToOneField(Decision, models.RESTRICT, related_name="enrolment")
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, default=lifecycle.ENROLLED)
    reason = models.TextField(blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["programme", "status"], name="enrolment_programme")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "programme"],
                condition=Q(person=None) & ~Q(status=lifecycle.EXITED),
                name="enrolment_household_once",
            ),
            # A person who moves to another household is still the same person.
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(person__isnull=False) & ~Q(status=lifecycle.EXITED),
                name="enrolment_person_once",
            ),
            models.CheckConstraint(condition=Q(status__in=lifecycle.ENROLMENT_STATES), name="enrolment_status_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="enrolment_period_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} for {self.person or self.household}"
