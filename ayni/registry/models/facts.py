from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from ayni.commons.directory.models import Area
from ayni.registry.models import history
from ayni.registry.models.people import Household, Person


class Confidence(models.IntegerChoices):
    """How far a source is trusted: by hearsay, as it was told, or proved by a document or an office's own records."""

    HEARSAY = 1
    TOLD = 2
    PROVED = 3


class Facts(models.Model):
    """Answers of one source on one day: dictionary variables by name. A variable left out was not asked.

    A null value is no answer: `states` then says "refused" or "not_applicable", and where it says nothing the answer
    is unknown. Of several sources the most trusted holds, and of its answers the latest.
    """

    source = models.CharField(max_length=60)
    observed_on = models.DateField()
    confidence = models.PositiveSmallIntegerField(
        choices=Confidence.choices, default=Confidence.TOLD, db_default=Confidence.TOLD
    )
    values = models.JSONField()
    states = models.JSONField(default=dict, db_default={})
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


@history.kept()
class HouseholdFacts(Facts):
    """What a source told of a household on a day."""

    privacy = {"*": "sensitive"}

    household = models.ForeignKey(Household, models.RESTRICT, related_name="facts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "source", "observed_on"], name="household_facts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} on {self.observed_on}"


@history.kept()
class PersonFacts(Facts):
    """What a source told of a person on a day."""

    privacy = {"*": "sensitive"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="facts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "source", "observed_on"], name="person_facts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.observed_on}"


@history.kept()
class AreaFacts(Facts):
    """What a source told of an area on a day."""

    privacy = {"*": "public"}

    area = models.ForeignKey(Area, models.RESTRICT, related_name="facts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "source", "observed_on"], name="area_facts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} on {self.observed_on}"
