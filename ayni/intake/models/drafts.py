"""Questionnaires that are being filled in on the web: kept sealed at each page, until they are sent or thrown away."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.commons.sealing import tables
from ayni.commons.sealing.models import SealingKey
from ayni.intake.models.questionnaires import QuestionnaireVersion
from ayni.intake.models.submissions import Submission
from ayni.registry.models import Household

OFFICER = settings.AUTH_USER_MODEL
FILLING, SENT, DISCARDED, EXPIRED = "filling", "sent", "discarded", "expired"
STATES = (FILLING, SENT, DISCARDED, EXPIRED)


class FormDraft(models.Model):
    """A questionnaire that somebody is filling in; only they see it. What is answered is in its sealed content.

    `instance_id` is the form's own number, made when it is begun, on a device that has no link too: sent twice, it is
    one submission. `revision` counts what was saved: a device that held an earlier one is told, and overwrites nothing.
    """

    privacy = {"*": "personal", "reason": "sensitive"}

    instance_id = models.CharField(max_length=200, unique=True)
    version = models.ForeignKey(QuestionnaireVersion, models.RESTRICT, related_name="+")
    by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    household = models.ForeignKey(Household, models.RESTRICT, null=True, related_name="+")
    status = models.CharField(max_length=10, default=FILLING, db_default=FILLING)
    revision = models.PositiveIntegerField(default=0, db_default=0)
    begun_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    submission = models.ForeignKey(Submission, models.RESTRICT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-saved_at"]
        indexes = [
            models.Index(fields=["by", "-saved_at"], name="form_draft_open", condition=Q(status=FILLING)),
            models.Index(fields=["expires_at"], name="form_draft_expiring", condition=Q(status=FILLING)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATES), name="form_draft_status_known"),
            models.CheckConstraint(
                condition=~Q(status=SENT) | Q(submission__isnull=False), name="form_draft_sent_became_something"
            ),
            models.CheckConstraint(
                condition=~Q(status=DISCARDED) | ~Q(reason=""), name="form_draft_discarded_with_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="form_draft_steps",
                field="status",
                transitions=[(FILLING, SENT), (FILLING, DISCARDED), (FILLING, EXPIRED)],
            ),
            pgtrigger.ReadOnly(name="form_draft_stays", fields=["instance_id", "version", "by"]),
        ]

    def __str__(self) -> str:
        return self.instance_id


class FormDraftContent(models.Model):
    """What was answered so far, sealed whole. It is gone when the form is sent, thrown away or too old."""

    privacy = {"*": "sensitive"}

    draft = models.OneToOneField(FormDraft, models.RESTRICT, related_name="content")
    source = models.CharField(max_length=60)
    observed_on = models.DateField()
    key = models.ForeignKey(SealingKey, models.RESTRICT, related_name="+", db_index=False)
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.source}"


class FormDraftFile(models.Model):
    """A picture or another file that was added to a form being filled in, sealed; `source` is its name in the form."""

    privacy = {"*": "sensitive"}

    draft = models.ForeignKey(FormDraft, models.RESTRICT, related_name="files")
    source = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    observed_on = models.DateField()
    key = models.ForeignKey(SealingKey, models.RESTRICT, related_name="+", db_index=False)
    ciphertext = models.BinaryField()

    class Meta:
        ordering = ["draft", "id"]
        constraints = [models.UniqueConstraint(fields=["draft", "source"], name="form_draft_file_once")]

    def __str__(self) -> str:
        return self.source


tables.declare(
    tables.Sealed("intake_formdraftcontent", "intake_formdraftcontent", "draft_id"),
    tables.Sealed("intake_formdraftfile", "intake_formdraftfile", "draft_id"),
)
