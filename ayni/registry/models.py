from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any, cast

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from ayni.commons.directory.models import Area
from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import variables
from ayni.kernel.partial_dates import PartialDate


def _history() -> Any:
    """Keep each earlier state of a row; the present one is the row itself, so that bulk loading costs nothing."""
    return pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())


class Variable(models.Model):
    """A variable of the dictionary; each version is a row, the highest is in force."""

    privacy = {"*": "public"}

    entity = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    definition = models.JSONField()
    since = models.DateField()

    class Meta:
        ordering = ["entity", "position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "name", "version"], name="variable_version_once"),
            models.CheckConstraint(condition=Q(entity__in=["household", "person"]), name="variable_entity_known"),
        ]

    def __str__(self) -> str:
        return f"{self.entity}.{self.name}"

    @classmethod
    def declaring(cls, variable: dictionaries.Variable, **columns: Any) -> Variable:
        """The row that keeps a variable of the dictionary."""
        definition = dataclasses.asdict(variable)
        for kept_as_column in ("entity", "name", "version", "since"):
            del definition[kept_as_column]
        definition |= {word: list(definition[word]) for word in ("choices", "missing")}  # as JSON gives them back
        return cls(entity=variable.entity, name=variable.name, definition=definition, **columns)

    @property
    def declared(self) -> dictionaries.Variable:
        """The variable of the dictionary that this row keeps."""
        choices = tuple(dictionaries.Choice(**choice) for choice in self.definition["choices"])
        return dictionaries.Variable(
            **{**self.definition, "choices": choices},
            entity=cast(variables.Entity, self.entity),
            name=self.name,
            version=self.version,
            since=self.since,
        )


@_history()
class Household(models.Model):
    """People who live together and share meals and means."""

    privacy = {"*": "personal"}

    area = models.ForeignKey(Area, models.RESTRICT, related_name="+")
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=60)
    registered_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_key", "source"], name="household_source_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"H{self.pk:08d}"


class Sex(models.TextChoices):
    FEMALE = "female"
    MALE = "male"


@_history()
class Person(models.Model):
    """A person, known once whatever household they live in."""

    privacy = {"*": "personal"}

    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=60)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    given_name_latin = models.CharField(max_length=120, blank=True)
    family_name_latin = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, null=True, blank=True)  # noqa: DJ001 unknown is not ""
    born_from = models.DateField(null=True, blank=True)
    born_to = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    registered_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_key", "source"], name="person_source_once"),
            models.CheckConstraint(condition=Q(sex=None) | Q(sex__in=Sex.values), name="person_sex_known_or_empty"),
            models.CheckConstraint(
                condition=Q(born_from=None, born_to=None) | Q(born_from__lte=F("born_to")),
                name="person_birth_interval",
            ),
        ]
        indexes = [
            GinIndex(
                SearchVector("given_name", "family_name", "given_name_latin", "family_name_latin", config="simple"),
                name="person_names",
            ),
            models.Index(fields=["phone"], name="person_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        return f"P{self.pk:08d}"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.code

    @property
    def name_latin(self) -> str:
        latin = f"{self.given_name_latin} {self.family_name_latin}".strip()
        return "" if latin == self.name else latin

    @property
    def born(self) -> PartialDate | None:
        return PartialDate(self.born_from, self.born_to) if self.born_from and self.born_to else None


class Relationship(models.TextChoices):
    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    OTHER_RELATIVE = "other_relative"
    NON_RELATIVE = "non_relative"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, *, on: date) -> MembershipQuerySet:
        return self.filter(period__contains=on)


@_history()
class Membership(models.Model):
    """A person lives in a household, for a half-open period, as somebody to its head."""

    privacy = {"*": "personal"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="memberships")
    household = models.ForeignKey(Household, models.RESTRICT, related_name="memberships")
    number = models.PositiveSmallIntegerField()
    relationship = models.CharField(max_length=20, choices=Relationship.choices, null=True)  # noqa: DJ001 not told
    period = DateRangeField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            ExclusionConstraint(
                name="membership_one_household_at_a_time",
                expressions=[
                    (Func(F("person"), F("person"), Value("[]"), function="int8range"), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(relationship__in=Relationship.values), name="membership_relationship_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"


class Kind(models.TextChoices):
    MOTHER = "mother"
    FATHER = "father"
    SPOUSE = "spouse"
    GUARDIAN = "guardian"
    CAREGIVER = "caregiver"


@_history()
class Kinship(models.Model):
    """The relative is the person's mother, father, spouse, guardian or caregiver, wherever either lives."""

    privacy = {"*": "personal"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="kin")
    relative = models.ForeignKey(Person, models.RESTRICT, related_name="kin_of")
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "relative", "kind"], name="kinship_once"),
            models.CheckConstraint(condition=~Q(person=F("relative")), name="kinship_not_oneself"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="kinship_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.relative_id} {self.kind} of {self.person_id}"


class Facts(models.Model):
    """Answers of one source on one day: dictionary variables by name. A variable left out is unknown."""

    source = models.CharField(max_length=60)
    observed_on = models.DateField()
    values = models.JSONField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


@_history()
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


@_history()
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
