from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ayni.commons import languages
from ayni.commons.directory.models.areas import Area


class InstitutionKind(models.TextChoices):
    MINISTRY = "ministry"
    AGENCY = "agency"
    LOCAL_GOVERNMENT = "local_government"
    NGO = "ngo"
    INTERNATIONAL = "international"
    PROVIDER = "provider"
    RESIDENTIAL = "residential"
    OTHER = "other"


class Institution(models.Model):
    """A ministry, agency, district office or provider that runs programmes or serves people.

    One of the kind `residential` houses people: how many, whom in words by language, and until when it may.
    """

    privacy = {"*": "public"}

    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(Area, models.RESTRICT, null=True, blank=True, related_name="institutions")
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="children")
    phone = models.CharField(max_length=40, blank=True, default="", db_default="")
    email = models.CharField(max_length=120, blank=True, default="", db_default="")
    capacity = models.PositiveIntegerField(null=True, blank=True)
    houses = models.JSONField(default=dict, db_default={}, blank=True)
    licensed_until = models.DateField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")), name="institution_period_forward"
            ),
        ]

    def __str__(self) -> str:
        return languages.text(self.names) or self.code


class ServiceKind(models.Model):
    """Something that is offered to people: payments, registration, vaccination, legal advice."""

    privacy = {"*": "public"}

    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True, db_default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return languages.text(self.names) or self.code


class PlaceKind(models.TextChoices):
    OFFICE = "office"
    REGISTRATION_DESK = "registration_desk"
    PAY_POINT = "pay_point"
    HEALTH_FACILITY = "health_facility"
    SCHOOL = "school"
    OUTREACH = "outreach"
    HOME = "home"
    OTHER = "other"


class Place(models.Model):
    """An office or delivery point of an institution: where it is, when it is open, and the areas it serves."""

    privacy = {"*": "public"}

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    names = models.JSONField(default=dict)
    institution = models.ForeignKey(Institution, models.RESTRICT, related_name="places")
    area = models.ForeignKey(Area, models.RESTRICT, related_name="places")
    serves = models.ManyToManyField(Area, related_name="served_by", blank=True)
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    hours = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    is_accessible = models.BooleanField(null=True, blank=True)
    access_notes = models.CharField(max_length=300, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_known"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="place_point_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")), name="place_period_forward"
            ),
        ]

    def __str__(self) -> str:
        return languages.text(self.names) or self.code


class Sex(models.TextChoices):
    FEMALE = "female"
    MALE = "male"


class Offer(models.Model):
    """What a place offers and to whom: from and to an age in years, a sex, conditions in words by language."""

    privacy = {"*": "public"}

    place = models.ForeignKey(Place, models.RESTRICT, related_name="offers")
    service = models.ForeignKey(ServiceKind, models.RESTRICT, related_name="offers")
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    conditions = models.JSONField(default=dict, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["place", "service", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(sex__in=["", *Sex.values]), name="offer_sex_known_or_empty"),
            models.CheckConstraint(
                condition=Q(age_to=None) | Q(age_from=None) | Q(age_to__gte=F("age_from")), name="offer_ages_in_order"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")), name="offer_period_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.service_id}"


class OutreachStop(models.Model):
    """Where a mobile team is on a day, from and to an hour."""

    privacy = {"*": "public"}

    place = models.ForeignKey(Place, models.RESTRICT, related_name="stops")
    area = models.ForeignKey(Area, models.RESTRICT, related_name="outreach_stops")
    on = models.DateField()
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    spot = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["place", "on", "area"], name="outreach_stop_once"),
            models.CheckConstraint(
                condition=Q(closes=None) | Q(opens=None) | Q(closes__gt=F("opens")), name="outreach_stop_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} on {self.on}"
