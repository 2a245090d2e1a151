"""Registration campaigns: which questions are asked where, by when, of how many, and by whom."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons import languages
from ayni.commons.directory.models import Area
from ayni.intake import lifecycle
from ayni.intake.models.questionnaires import Questionnaire

OFFICER = settings.AUTH_USER_MODEL


class CampaignRoad(models.TextChoices):
    """Where the enumerators' lists come from."""

    HOUSEHOLDS = "households", _("Households that are known already")
    DWELLINGS = "dwellings", _("A listing of dwellings")
    WALK = "walk", _("No list: go from door to door")


class Campaign(models.Model):
    """A time in which many households are visited: for half-open days, in its areas, with its questionnaires.

    One officer plans it; a large one another approves before it opens. `back_check_share` of the forms of each
    enumerator, and `back_check_least` at least, are checked again by somebody else, who asks `key_questions`: each a
    question's path, and how far two numbers may lie apart.
    """

    privacy = {"*": "public"}

    code = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict)
    purpose = models.TextField(blank=True)
    road = models.CharField(max_length=10, choices=CampaignRoad.choices)
    questionnaires = models.ManyToManyField(Questionnaire, related_name="campaigns")
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=10, default=lifecycle.PLANNED)
    is_large = models.BooleanField(default=False, db_default=False)
    back_check_share = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.05"))
    back_check_least = models.PositiveSmallIntegerField(default=3)
    key_questions = models.JSONField(default=list)
    planned_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    planned_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # of the last pause or of the end

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=lifecycle.CAMPAIGN_STATES), name="campaign_status_known"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="campaign_period_forward"),
            models.CheckConstraint(
                condition=Q(back_check_share__gte=0, back_check_share__lte=1), name="campaign_share_is_one"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("planned_by")), name="campaign_two_officers"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[lifecycle.OPENED, lifecycle.PAUSED])
                | Q(is_large=False)
                | Q(approved_by__isnull=False),
                name="campaign_large_is_approved",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="campaign_steps",
                field="status",
                transitions=[(before, after) for before, _verb, after in lifecycle.CAMPAIGN],
            ),
            pgtrigger.ReadOnly(name="campaign_stays", fields=["code", "planned_by"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return languages.text(self.names) or self.code

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def is_open(self) -> bool:
        return self.status == lifecycle.OPENED


class CampaignArea(models.Model):
    """An area of a campaign, with how many households are expected there and where that number is from."""

    privacy = {"*": "public"}

    campaign = models.ForeignKey(Campaign, models.RESTRICT, related_name="places")
    area = models.ForeignKey(Area, models.RESTRICT, related_name="+")
    target = models.PositiveIntegerField(null=True)
    target_from = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["area__code"]
        constraints = [models.UniqueConstraint(fields=["campaign", "area"], name="campaign_area_once")]

    def __str__(self) -> str:
        return str(self.area)


class CampaignAssignment(models.Model):
    """Somebody works for a campaign in an area, for half-open days: as an enumerator or a supervisor."""

    privacy = {"*": "personal"}

    class Role(models.TextChoices):
        ENUMERATOR = "enumerator", pgettext_lazy("in a campaign", "Enumerator")
        SUPERVISOR = "supervisor", pgettext_lazy("in a campaign", "Supervisor")

    campaign = models.ForeignKey(Campaign, models.RESTRICT, related_name="assignments")
    officer = models.ForeignKey(OFFICER, models.RESTRICT, related_name="campaigns")
    role = models.CharField(max_length=10, choices=Role.choices)
    area = models.ForeignKey(Area, models.RESTRICT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    made_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    ended_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["campaign", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "officer", "role", "area"],
                condition=Q(ends_on=None),
                name="campaign_assignment_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="campaign_assignment_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.area}"
