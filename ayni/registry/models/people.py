from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q, Value

from ayni.commons.directory.models import Area
from ayni.kernel.partial_dates import PartialDate
from ayni.registry.models import history


@history.kept()
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


@history.kept()
class Person(models.Model):
    """A person, known once whatever household they live in."""

    privacy = {"*": "personal"}
    untold = ("given_name", "family_name", "given_name_latin", "family_name_latin", "phone", "born_from", "born_to")

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
    #: Where, for whom lives in no household yet; none when it was not told.
    registered_in = models.ForeignKey(Area, models.RESTRICT, null=True, blank=True, related_name="+", db_index=False)

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


@history.kept()
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


@history.kept()
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
