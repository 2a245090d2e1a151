"""What an instrument found: figures for the population, a result for each household or person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.assessment.models.instruments import Instrument
from ayni.registry.models import Household, Person
from ayni.snapshots.models import Snapshot


class Assessment(models.Model):
    """An instrument applied to a snapshot. Figures are for the population; `folder` holds every unit's result.

    `groups` are the ways in which its figures are told apart. Of a sensitive one no result of a unit is in the
    database: each is looked up in `folder`, for a purpose that is recorded.
    """

    privacy = {"*": "public"}

    instrument = models.ForeignKey(Instrument, models.RESTRICT, related_name="assessments")
    snapshot = models.ForeignKey(Snapshot, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    figures = models.JSONField()
    folder = models.TextField()
    groups = models.JSONField(default=list, db_default=[], blank=True)
    is_sensitive = models.BooleanField(default=False, db_default=False)

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


class Finding(models.Model):
    """What an assessment found of a household, or of a person in it, as its page tells it.

    `value` and `band` are its score and its class where the method gives them; `details` names what was `found` and
    what is `unknown`, by the names in the instrument. Of what is sensitive nothing is here.
    """

    privacy = {"*": "personal"}

    assessment = models.ForeignKey(Assessment, models.RESTRICT, related_name="findings")
    household = models.ForeignKey(Household, models.RESTRICT, related_name="findings")
    person = models.ForeignKey(Person, models.RESTRICT, null=True, blank=True, related_name="+")
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    band = models.CharField(max_length=60, blank=True, default="", db_default="")
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "assessment"], name="finding_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.band or self.value}"


class NeedTally(models.Model):
    """How many people of an area have a need, by an assessment of needs; the empty area is the whole country.

    `people` live in a household that has it, or have it themselves where it is a person's; of `unknown` an answer is
    missing; `helped` are those of `people` who receive a programme that answers it; `counted` all who were asked.
    """

    privacy = {"*": "public"}

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="tallies")
    area = models.CharField(max_length=32, blank=True)
    need = models.CharField(max_length=40)
    households = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    helped = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "area", "need"], name="need_tally_once"),
            models.CheckConstraint(condition=Q(helped__lte=models.F("people")), name="need_tally_helped_of_people"),
        ]

    def __str__(self) -> str:
        return f"{self.need} in {self.area or '-'}: {self.people}"
