from __future__ import annotations

from datetime import date

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from ayni.commons.directory.models import Area
from ayni.kernel.partial_dates import PartialDate
from ayni.registry.models import history


@history.kept()
class Household(models.Model):
    """People who live together and share meals and means.

    `part_of` is the larger household it belongs to: of one husband's wives, each with her own kitchen. `succeeded_by`
    is the one its people live in since it was closed.
    """

    privacy = {"*": "personal"}

    area = models.ForeignKey(Area, models.RESTRICT, related_name="+")
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=60)
    registered_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    part_of = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="parts", db_index=False)
    succeeded_by = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_key", "source"], name="household_source_once"),
            models.CheckConstraint(condition=~Q(part_of=F("id")), name="household_not_within_itself"),
            models.CheckConstraint(condition=~Q(succeeded_by=F("id")), name="household_not_after_itself"),
        ]
        indexes = [
            models.Index(fields=["part_of"], name="household_parts", condition=Q(part_of__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"H{self.pk:08d}"


class Sex(models.TextChoices):
    FEMALE = "female"
    MALE = "male"


class BirthKnown(models.TextChoices):
    """How much of a day of birth is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ESTIMATED = "estimated"


class DeathKnown(models.TextChoices):
    """By what a death is known."""

    CERTIFICATE = "certificate"
    FAMILY = "family"
    OFFICE = "office"


#: Whoever an absorbed record leads to is nobody's absorbed record.
MERGED_ONCE = """
    IF EXISTS (
        SELECT FROM registry_person p JOIN registry_person k ON k.id = p.merged_into_id
        WHERE (p.id = NEW.id OR k.id = NEW.id) AND k.merged_into_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'person % is merged into a record that is merged itself', NEW.id;
    END IF;
    RETURN NULL;
"""


@history.kept()
class Person(models.Model):
    """A person, known once whatever household they live in.

    A death known in part is between `died_from` and `died_on`; by `died_on` they were dead for certain.
    """

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
    birth_known = models.CharField(max_length=9, choices=BirthKnown.choices, blank=True, default="", db_default="")
    died_from = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    death_known = models.CharField(max_length=11, choices=DeathKnown.choices, blank=True, default="", db_default="")
    #: Spoken, as codes of ISO 639, the one letters should be in first.
    languages = ArrayField(models.CharField(max_length=12), default=list, db_default=Value("{}"), blank=True)
    phone = models.CharField(max_length=20, blank=True)
    registered_on = models.DateField()
    #: Where, for whom lives in no household yet; none when it was not told.
    registered_in = models.ForeignKey(Area, models.RESTRICT, null=True, blank=True, related_name="+", db_index=False)
    #: The record of the same person that holds since both were merged; itself never merged into another.
    merged_into = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="absorbed", db_index=False, editable=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_key", "source"], name="person_source_once"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_not_merged_into_itself"),
            models.CheckConstraint(condition=Q(sex=None) | Q(sex__in=Sex.values), name="person_sex_known_or_empty"),
            models.CheckConstraint(
                condition=Q(born_from=None, born_to=None) | Q(born_from__lte=F("born_to")),
                name="person_birth_interval",
            ),
            models.CheckConstraint(
                condition=Q(birth_known__in=["", *BirthKnown.values]), name="person_birth_known_how"
            ),
            models.CheckConstraint(
                condition=Q(died_from=None) | Q(died_from__lte=F("died_on")), name="person_death_interval"
            ),
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(born_from=None) | Q(died_on__gte=F("born_from")),
                name="person_born_before_death",
            ),
            models.CheckConstraint(
                condition=Q(death_known__in=["", *DeathKnown.values]), name="person_death_known_how"
            ),
        ]
        indexes = [
            models.Index(fields=["phone"], name="person_phone", condition=~Q(phone="")),
            models.Index(fields=["died_on"], name="person_died", condition=Q(died_on__isnull=False)),
            models.Index(fields=["registered_in"], name="person_registered_in"),
            models.Index(fields=["merged_into"], name="person_merged", condition=Q(merged_into__isnull=False)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="merged_once",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("merged_into_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Condition("NEW.merged_into_id IS NOT NULL"),
                func=MERGED_ONCE,
            ),
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


class Stay(models.TextChoices):
    """Where somebody usually lives, which is one place at a time; or a home they share besides."""

    USUAL = "usual"
    SHARED = "shared"


class Ended(models.TextChoices):
    """Why a stay came to an end."""

    MOVED = "moved"
    MARRIED = "married"
    DIED = "died"
    INSTITUTION = "institution"
    SPLIT = "split"
    JOINED = "joined"
    MERGED = "merged"
    OTHER = "other"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, *, on: date) -> MembershipQuerySet:
        """Where people usually live on a day: nobody twice."""
        return self.filter(period__contains=on, kind=Stay.USUAL)

    def present(self, *, on: date) -> MembershipQuerySet:
        """Who belongs to households on a day, those included who usually live elsewhere."""
        return self.filter(period__contains=on)


def of(column: str) -> Func:
    """A key as a range, so that an exclusion constraint needs no extension of the database."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


@history.kept()
class Membership(models.Model):
    """A person lives in a household, for a half-open period, as somebody to its head.

    A shared stay is a second home: of a child between its parents, of a man with several wives. Who leads a household
    usually lives there.
    """

    privacy = {"*": "personal"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="memberships")
    household = models.ForeignKey(Household, models.RESTRICT, related_name="memberships")
    number = models.PositiveSmallIntegerField()
    relationship = models.CharField(max_length=20, choices=Relationship.choices, null=True)  # noqa: DJ001 not told
    kind = models.CharField(max_length=6, choices=Stay.choices, default=Stay.USUAL, db_default=Stay.USUAL)
    period = DateRangeField()
    ended_because = models.CharField(max_length=11, choices=Ended.choices, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            ExclusionConstraint(
                name="membership_one_household_at_a_time",
                expressions=[(of("person"), RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(kind="usual"),
            ),
            ExclusionConstraint(
                name="membership_shared_once_at_a_time",
                expressions=[
                    (of("person"), RangeOperators.EQUAL),
                    (of("household"), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(kind="shared"),
            ),
            ExclusionConstraint(
                name="membership_one_head_at_a_time",
                expressions=[(of("household"), RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(relationship="head"),
            ),
            models.CheckConstraint(
                condition=Q(relationship__in=Relationship.values), name="membership_relationship_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=Stay.values), name="membership_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="usual") | Q(relationship=None) | ~Q(relationship="head"),
                name="membership_head_lives_there",
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="membership_period_not_empty"),
            models.CheckConstraint(condition=Q(ended_because__in=["", *Ended.values]), name="membership_end_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"


class Kind(models.TextChoices):
    MOTHER = "mother"
    FATHER = "father"
    SPOUSE = "spouse"
    GUARDIAN = "guardian"
    CAREGIVER = "caregiver"


class Nature(models.TextChoices):
    """How a parent became one."""

    BIOLOGICAL = "biological"
    ADOPTIVE = "adoptive"
    FOSTER = "foster"
    STEP = "step"


@history.kept()
class Kinship(models.Model):
    """The relative is the person's mother, father, spouse, guardian or caregiver, wherever either lives.

    `since` and `until` are empty when not told; a tie that has an end is kept. `evidence` is the document or the one
    who told it.
    """

    privacy = {"*": "personal"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="kin")
    relative = models.ForeignKey(Person, models.RESTRICT, related_name="kin_of")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    nature = models.CharField(max_length=10, choices=Nature.choices, blank=True, default="", db_default="")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "relative", "kind"], name="kinship_once", condition=Q(until__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                name="kinship_born_of_one",
                condition=Q(nature="biological", kind__in=["mother", "father"]),
            ),
            models.CheckConstraint(condition=~Q(person=F("relative")), name="kinship_not_oneself"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="kinship_kind_known"),
            models.CheckConstraint(condition=Q(nature__in=["", *Nature.values]), name="kinship_nature_known"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="kinship_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relative_id} {self.kind} of {self.person_id}"
