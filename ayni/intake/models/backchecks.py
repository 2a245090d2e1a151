"""Back-checks: some interviews, drawn at random after they came in, are held again by somebody else."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ayni.commons.audit.models import APPEND_ONLY
from ayni.commons.directory.models import Area
from ayni.commons.sealing import tables
from ayni.commons.sealing.models import SealingKey
from ayni.intake import lifecycle
from ayni.intake.models.campaigns import Campaign
from ayni.intake.models.submissions import Submission
from ayni.intake.models.visits import Visit

OFFICER = settings.AUTH_USER_MODEL


class BackCheckDraw(models.Model):
    """One drawing of a sample. With its seed, the same visits give the same sample again, for whoever doubts it.

    The visits that could be drawn name the draw as their frame; each is in one only. `digest` is of their numbers.
    """

    privacy = {"*": "public", "seed": "sensitive"}

    campaign = models.ForeignKey(Campaign, models.RESTRICT, related_name="draws")
    seed = models.CharField(max_length=64)
    share = models.DecimalField(max_digits=4, decimal_places=3)
    least = models.PositiveSmallIntegerField()
    frame_count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    drawn = models.PositiveIntegerField(default=0)
    drawn_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.pk}"


class BackCheckState(models.TextChoices):
    """How a back-check stands."""

    DRAWN = lifecycle.DRAWN, pgettext_lazy("back-check", "To be done")
    COMPARED = lifecycle.COMPARED, pgettext_lazy("back-check", "Waits for a supervisor")
    NOT_REACHED = lifecycle.NOT_REACHED, pgettext_lazy("back-check", "Nobody was reached")
    ACCEPTED = lifecycle.ACCEPTED, pgettext_lazy("back-check", "The form stands")
    VISIT_AGAIN = lifecycle.VISIT_AGAIN, pgettext_lazy("back-check", "To be visited again")
    TURNED_DOWN = lifecycle.TURNED_DOWN, pgettext_lazy("back-check", "The form was not accepted")


class BackCheck(models.Model):
    """An interview that is checked by somebody other than who held it, and decided about by a third officer."""

    privacy = {"*": "personal", "reason": "sensitive"}

    draw = models.ForeignKey(BackCheckDraw, models.RESTRICT, related_name="checks")
    campaign = models.ForeignKey(Campaign, models.RESTRICT, related_name="checks", db_index=False)
    visit = models.ForeignKey(Visit, models.RESTRICT, related_name="checks")
    submission = models.OneToOneField(Submission, models.RESTRICT, related_name="back_check")
    area = models.ForeignKey(Area, models.RESTRICT, related_name="+")
    interviewer = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    checked_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="back_checks")
    status = models.CharField(max_length=12, choices=BackCheckState.choices, default=lifecycle.DRAWN)
    compared = models.PositiveSmallIntegerField(default=0)
    differing = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["campaign", "status", "interviewer"], name="back_check_of_campaign")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=lifecycle.BACK_CHECK_STATES), name="back_check_status_known"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("interviewer")), name="back_check_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("interviewer")) & ~Q(decided_by=F("checked_by"))),
                name="back_check_decided_by_a_third",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[lifecycle.VISIT_AGAIN, lifecycle.TURNED_DOWN])
                | (~Q(reason="") & Q(decided_by__isnull=False)),
                name="back_check_decided_with_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="back_check_steps",
                field="status",
                transitions=sorted({(before, after) for before, _verb, after in lifecycle.BACK_CHECK}),
            ),
            pgtrigger.ReadOnly(name="back_check_stays", fields=["draw", "visit", "submission", "interviewer"]),
        ]

    def __str__(self) -> str:
        return f"B{self.pk:06d}"


class BackCheckAnswer(models.Model):
    """Whether one question was answered as before; none when it cannot be said. What was said is sealed."""

    privacy = {"*": "personal"}

    check_of = models.ForeignKey(BackCheck, models.RESTRICT, related_name="answers")
    question = models.CharField(max_length=255)
    agrees = models.BooleanField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["check_of", "question"], name="back_check_answer_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.check_of_id}: {self.question}"


class BackCheckContent(models.Model):
    """Both answers to each question that was asked again, sealed."""

    privacy = {"*": "sensitive"}

    check_of = models.OneToOneField(BackCheck, models.RESTRICT, related_name="content")
    source = models.CharField(max_length=60)
    observed_on = models.DateField()
    key = models.ForeignKey(SealingKey, models.RESTRICT, related_name="+", db_index=False)
    ciphertext = models.BinaryField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.check_of_id)


tables.declare(tables.Sealed("intake_backcheckcontent", "intake_backcheckcontent", "check_of_id"))
