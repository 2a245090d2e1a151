from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from ayni.commons.sealing import tables
from ayni.commons.sealing.models import SealingKey
from ayni.registry.models import history
from ayni.registry.models.facts import Confidence
from ayni.registry.models.people import Household, Person


class Sealed(models.Model):
    """The sensitive answers of one source on one day, sealed together: `values` and `states` as in Facts.

    `answers` counts them, so that a reader can be told that there are some.
    """

    source = models.CharField(max_length=60)
    observed_on = models.DateField()
    confidence = models.PositiveSmallIntegerField(
        choices=Confidence.choices, default=Confidence.TOLD, db_default=Confidence.TOLD
    )
    key = models.ForeignKey(SealingKey, models.RESTRICT, related_name="+", db_index=False)
    ciphertext = models.BinaryField()
    answers = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


@history.kept()
class HouseholdSealed(Sealed):
    """What a source told of a household on a day, and is sensitive."""

    privacy = {"*": "sensitive"}

    household = models.ForeignKey(Household, models.RESTRICT, related_name="sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "source", "observed_on"], name="household_sealed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} on {self.observed_on}"


@history.kept()
class PersonSealed(Sealed):
    """What a source told of a person on a day, and is sensitive."""

    privacy = {"*": "sensitive"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "source", "observed_on"], name="person_sealed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.observed_on}"


tables.declare(
    *(
        table
        for name, record in (("Household", "household_id"), ("Person", "person_id"))
        for kind in [f"registry_{name.lower()}sealed"]
        for table in (
            tables.Sealed(kind, kind, record, quiet=(f"registry.{name}Sealed:update_update",)),
            tables.Sealed(
                f"{kind}event", kind, record, id="pgh_id", quiet=(f"registry.{name}SealedEvent:append_only",)
            ),
        )
    )
)
