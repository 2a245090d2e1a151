"""Visits: where an enumerator goes, how often they went, and what came of it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons.audit.models import APPEND_ONLY
from ayni.commons.directory.models import Area
from ayni.intake import lifecycle
from ayni.intake.models.campaigns import Campaign, CampaignArea
from ayni.intake.models.submissions import Submission
from ayni.registry.models import Household

OFFICER = settings.AUTH_USER_MODEL
TO_DO = Q(status__in=lifecycle.TO_DO)


class VisitState(models.TextChoices):
    """How a visit stands, or what came of it."""

    TO_VISIT = lifecycle.TO_VISIT, pgettext_lazy("visit", "To visit")
    AGAIN = lifecycle.AGAIN, pgettext_lazy("visit", "Not at home: to visit again")
    DONE = lifecycle.DONE, pgettext_lazy("visit", "Done; the form has not arrived")
    COMPLETE = lifecycle.COMPLETE, pgettext_lazy("visit", "Complete")
    NOT_WILLING = lifecycle.NOT_WILLING, pgettext_lazy("visit", "Does not want to take part")
    GONE = lifecycle.GONE, pgettext_lazy("visit", "Moved away")
    EMPTY = lifecycle.EMPTY, pgettext_lazy("visit", "Nobody lives there")
    NOT_FOUND = lifecycle.NOT_FOUND, pgettext_lazy("visit", "The place was not found")
    DOUBLE = lifecycle.DOUBLE, pgettext_lazy("visit", "On the list twice")
    CANCELLED = lifecycle.CANCELLED, pgettext_lazy("visit", "Taken off the list")
    TURNED_DOWN = lifecycle.TURNED_DOWN, pgettext_lazy("visit", "The form was not accepted")


class DwellingListing(models.Model):
    """A file of dwellings that was read into a campaign. `report` tells of each row left out where and why."""

    privacy = {"*": "public"}

    campaign = models.ForeignKey(Campaign, models.RESTRICT, related_name="listings")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=list)
    loaded_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    loaded_at = models.DateTimeField(db_default=Now())
    withdrawn_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "digest"], condition=Q(withdrawn_at=None), name="dwelling_listing_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left_out(self) -> int:
        return self.rows - self.taken - self.known


class Visit(models.Model):
    """A household or dwelling to be visited in a campaign, by one enumerator at a time.

    `key` is what the listing calls it. Where it stands is told here only when no registered household tells it. The
    form that was filled in closes it, by itself and once; `instance_id` is the number of the form that the enumerator
    named. The last columns are read from the form: when it was filled in, where, how many questions and "don't know".
    `frame` is the draw that it could have been drawn in.
    """

    privacy = {"*": "personal"}

    campaign = models.ForeignKey(Campaign, models.RESTRICT, related_name="visits", db_index=False)
    place = models.ForeignKey(CampaignArea, models.RESTRICT, related_name="visits", db_index=False)
    area = models.ForeignKey(Area, models.RESTRICT, related_name="+")
    listing = models.ForeignKey(DwellingListing, models.RESTRICT, null=True, related_name="visits", db_index=False)
    household = models.ForeignKey(Household, models.RESTRICT, null=True, related_name="visits", db_index=False)
    is_found = models.BooleanField(default=False, db_default=False)
    key = models.CharField(max_length=60, blank=True, default="", db_default="")
    head_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    phone = models.CharField(max_length=20, blank=True, default="", db_default="")
    address = models.CharField(max_length=200, blank=True, default="", db_default="")
    directions = models.CharField(max_length=500, blank=True, default="", db_default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    enumerator = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="visits", db_index=False)
    planned_on = models.DateField(null=True)
    status = models.CharField(
        max_length=12, choices=VisitState.choices, default=lifecycle.TO_VISIT, db_default=lifecycle.TO_VISIT
    )
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    instance_id = models.CharField(max_length=200, blank=True, default="", db_default="")
    submission = models.OneToOneField(Submission, models.RESTRICT, null=True, related_name="visit")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    at_latitude = models.FloatField(null=True)
    at_longitude = models.FloatField(null=True)
    asked = models.PositiveSmallIntegerField(null=True)
    unknown = models.PositiveSmallIntegerField(null=True)
    frame = models.ForeignKey("BackCheckDraw", models.RESTRICT, null=True, related_name="visits", db_index=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["campaign", "place", "enumerator", "status"], name="visit_progress"),
            models.Index(fields=["campaign", "enumerator", "status"], name="visit_of_officer"),
            models.Index(fields=["campaign", "settled_at"], name="visit_by_day"),
            models.Index(fields=["enumerator", "planned_on"], name="visit_to_do", condition=TO_DO),
            models.Index(
                fields=["campaign", "place"], name="visit_unassigned", condition=TO_DO & Q(enumerator__isnull=True)
            ),
            models.Index(fields=["household"], name="visit_of_household", condition=Q(household__isnull=False)),
            models.Index(fields=["listing"], name="visit_of_listing", condition=Q(listing__isnull=False)),
            models.Index(fields=["frame"], name="visit_of_frame", condition=Q(frame__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "household"], condition=Q(household__isnull=False), name="visit_household_once"
            ),
            models.UniqueConstraint(fields=["campaign", "key"], condition=~Q(key=""), name="visit_key_once"),
            models.UniqueConstraint(fields=["instance_id"], condition=~Q(instance_id=""), name="visit_instance_once"),
            models.CheckConstraint(condition=Q(status__in=lifecycle.VISIT_STATES), name="visit_status_known"),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.COMPLETE) | Q(submission__isnull=False), name="visit_complete_has_a_form"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="visit_point_on_earth",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="visit_steps",
                field="status",
                transitions=sorted({(before, after) for before, _verb, after in lifecycle.VISIT}),
            )
        ]

    def __str__(self) -> str:
        return f"V{self.pk:08d}"

    @property
    def is_to_do(self) -> bool:
        return self.status in lifecycle.TO_DO


class VisitAttempt(models.Model):
    """Somebody went to a visit, or corrected what was said of one; never changed. `at` is by their own clock.

    `client_id` is the phone's own number for it: sent twice it is one attempt.
    """

    privacy = {"*": "personal"}

    class Kind(models.TextChoices):
        WENT = "went", _("Went there")
        CORRECTED = "corrected", _("Corrected")

    visit = models.ForeignKey(Visit, models.RESTRICT, related_name="tries")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.WENT)
    outcome = models.CharField(max_length=12, choices=VisitState.choices)
    by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    client_id = models.CharField(max_length=80, blank=True)
    next_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "client_id"], condition=~Q(client_id=""), name="visit_attempt_sent_once"
            ),
            models.CheckConstraint(condition=Q(outcome__in=lifecycle.VISIT_STATES), name="visit_attempt_outcome_known"),
            models.CheckConstraint(condition=~Q(kind="corrected") | ~Q(note=""), name="visit_attempt_why_corrected"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.visit}: {self.outcome}"
