"""Filled-in questionnaires as they came, sealed, with their attachments; and the keys of phones that send them."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ayni.commons.directory.models import Area
from ayni.commons.sealing import tables
from ayni.commons.sealing.models import SealingKey
from ayni.intake import lifecycle
from ayni.intake.models.questionnaires import Questionnaire, QuestionnaireVersion
from ayni.registry.models import Household

OFFICER = settings.AUTH_USER_MODEL


class DeviceKey(models.Model):
    """The key by which a phone fetches questionnaires and sends them as its officer; kept only as a digest."""

    privacy = {"*": "personal", "digest": "sensitive"}

    user = models.ForeignKey(OFFICER, models.RESTRICT, related_name="device_keys")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.user})"


class Submission(models.Model):
    """One filled-in questionnaire. What was answered is in its sealed contents, and nothing of it here.

    `instance_id` is the form's own; `digest` is keyed. A contradiction came with the instance id of another that says
    something else. `became` tells what was made of it in the registry; `problems` say where and what, never an answer.
    """

    privacy = {"*": "personal", "reason": "sensitive"}

    class Road(models.TextChoices):
        OPENROSA = "openrosa", _("By phone")
        WEB = "web", _("On the web")
        API = "api", _("By another system")

    instance_id = models.CharField(max_length=200)
    questionnaire = models.ForeignKey(Questionnaire, models.RESTRICT, related_name="submissions")
    version = models.ForeignKey(QuestionnaireVersion, models.RESTRICT, null=True, related_name="submissions")
    version_told = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    is_contradiction = models.BooleanField(default=False, db_default=False)
    deprecated_id = models.CharField(max_length=200, blank=True)
    replaces = models.ForeignKey("self", models.RESTRICT, null=True, related_name="replaced_by")
    road = models.CharField(max_length=10, choices=Road.choices)
    by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    key = models.ForeignKey(DeviceKey, models.RESTRICT, null=True, related_name="submissions")
    device = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField(db_default=Now())
    interviewed_on = models.DateField(null=True)
    area = models.ForeignKey(Area, models.RESTRICT, null=True, related_name="+")
    status = models.CharField(max_length=10, default=lifecycle.RECEIVED)
    problems = models.JSONField(default=list)
    household = models.ForeignKey(Household, models.RESTRICT, null=True, related_name="submissions")
    became = models.JSONField(default=dict)
    decided_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["questionnaire", "status", "-id"], name="submission_queue"),
            models.Index(fields=["area", "status", "-id"], name="submission_of_area"),
            models.Index(fields=["by", "-id"], name="submission_of_officer"),
            models.Index(fields=["by", "id"], name="submission_to_process", condition=Q(status=lifecycle.RECEIVED)),
            models.Index(fields=["deprecated_id"], name="submission_edits", condition=~Q(deprecated_id="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["instance_id"], condition=Q(is_contradiction=False), name="submission_instance_once"
            ),
            models.UniqueConstraint(fields=["instance_id", "digest"], name="submission_content_once"),
            models.CheckConstraint(condition=~Q(instance_id=""), name="submission_has_an_instance"),
            models.CheckConstraint(condition=Q(status__in=lifecycle.SUBMISSION_STATES), name="submission_status_known"),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.REFUSED) | (~Q(reason="") & Q(decided_by__isnull=False)),
                name="submission_refused_with_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="submission_steps",
                field="status",
                transitions=[(before, after) for before, _verb, after in lifecycle.SUBMISSION],
            ),
            pgtrigger.ReadOnly(
                name="submission_stays",
                fields=["instance_id", "questionnaire", "digest", "size", "is_contradiction", "road", "by", "key"],
            ),
        ]

    def __str__(self) -> str:
        return f"S{self.pk:08d}"


class SubmissionContent(models.Model):
    """What a submission said, sealed whole: as it came, and each mending of it. `source` tells which.

    `AS_IT_CAME` is the bytes that were sent; `mend-1` and so on the answers that an officer put in place of others.
    """

    privacy = {"*": "sensitive"}
    AS_IT_CAME = "as_it_came"

    submission = models.ForeignKey(Submission, models.RESTRICT, related_name="contents")
    source = models.CharField(max_length=60)
    observed_on = models.DateField()
    key = models.ForeignKey(SealingKey, models.RESTRICT, related_name="+", db_index=False)
    ciphertext = models.BinaryField()
    by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["submission", "id"]
        constraints = [models.UniqueConstraint(fields=["submission", "source"], name="submission_content_source_once")]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.source}"


class Attachment(models.Model):
    """A file that came with a submission, under a key of its own, which is what is sealed here.

    `stored` names it in the private store; empty when it was not kept, and `refusal` then says why.
    """

    privacy = {"*": "personal", "ciphertext": "sensitive"}

    submission = models.ForeignKey(Submission, models.RESTRICT, related_name="attachments")
    source = models.CharField(max_length=200)  # its name, and what it is bound to
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=80, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    observed_on = models.DateField()
    key = models.ForeignKey(SealingKey, models.RESTRICT, related_name="+", db_index=False)
    ciphertext = models.BinaryField()
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["submission", "id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "source", "digest"], name="attachment_once"),
            models.CheckConstraint(condition=~Q(stored="", refusal=""), name="attachment_kept_or_refused"),
        ]

    def __str__(self) -> str:
        return self.source


tables.declare(
    tables.Sealed("intake_submissioncontent", "intake_submissioncontent", "submission_id"),
    tables.Sealed("intake_attachment", "intake_attachment", "submission_id"),
)
