from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.commons.directory.models import Area, Institution
from ayni.registry.models import history
from ayni.registry.models.people import Household, Person, of


@history.kept()
class Dwelling(models.Model):
    """Where a household lives for a half-open period: the area, the address or how to find it, and the point.

    `accuracy` is the radius of the point in metres. A household without one lives in its area, and nothing more is
    told. One that has ended says where the household lived before it moved, and why it did.
    """

    privacy = {"*": "personal"}

    household = models.ForeignKey(Household, models.RESTRICT, related_name="dwellings")
    area = models.ForeignKey(Area, models.RESTRICT, related_name="+")
    address = models.CharField(max_length=200, blank=True, default="", db_default="")
    directions = models.TextField(blank=True, default="", db_default="")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    accuracy = models.FloatField(null=True, blank=True)
    period = DateRangeField()
    left_because = models.CharField(max_length=200, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["household", "period"]
        constraints = [
            ExclusionConstraint(
                name="dwelling_one_at_a_time",
                expressions=[(of("household"), RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="dwelling_point_on_earth",
            ),
            models.CheckConstraint(condition=Q(accuracy=None) | Q(accuracy__gte=0), name="dwelling_accuracy_positive"),
        ]

    def __str__(self) -> str:
        return self.address or str(self.household_id)


class ResidenceReason(models.TextChoices):
    """Why somebody lives in an institution."""

    NO_CARE = "no_parental_care"
    PROTECTION = "protection"
    DISABILITY = "disability"
    HEALTH = "health"
    SCHOOL = "school"
    OLD_AGE = "old_age"
    JUSTICE = "justice"
    SHELTER = "shelter"
    OTHER = "other"


@history.kept()
class Residence(models.Model):
    """A person lives in a residential institution, for a half-open period, and why."""

    privacy = {"*": "personal", "reason": "sensitive"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="residences")
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="+")
    reason = models.CharField(max_length=16, choices=ResidenceReason.choices)
    period = DateRangeField()
    evidence = models.CharField(max_length=200, blank=True, default="", db_default="")
    left_because = models.CharField(max_length=200, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["person", "period"]
        constraints = [
            ExclusionConstraint(
                name="residence_one_at_a_time",
                expressions=[(of("person"), RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(reason__in=ResidenceReason.values), name="residence_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.institution_id}"
