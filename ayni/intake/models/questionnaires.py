"""Questionnaires and their versions, as they are served to phones and filled in on the web."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ayni.commons import languages
from ayni.commons.audit.models import APPEND_ONLY
from ayni.intake import lifecycle

OFFICER = settings.AUTH_USER_MODEL


class Questionnaire(models.Model):
    """A set of questions that is asked of a household, whatever its present version."""

    privacy = {"*": "public"}

    code = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict)
    made_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return languages.text(self.names) or self.code


class QuestionnaireVersion(models.Model):
    """One version of a questionnaire: prepared by one officer, approved by another, published, and in the end retired.

    `workbook` is the XLSForm as it was given, `xform` what phones read, `tree` its questions as data, `mapping` what
    becomes of each answer, `report` what the check said. `version` is the word that phones send back.
    """

    privacy = {"*": "public"}

    class Origin(models.TextChoices):
        WORKBOOK = "workbook", _("Uploaded as a workbook")
        DICTIONARY = "dictionary", _("Made from the dictionary")

    questionnaire = models.ForeignKey(Questionnaire, models.RESTRICT, related_name="versions")
    version = models.CharField(max_length=40)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    workbook = models.BinaryField()
    xform = models.TextField()
    hash = models.CharField(max_length=40)
    tree = models.JSONField()
    mapping = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    report = models.JSONField(default=list)
    is_applied_at_once = models.BooleanField(default=True, db_default=True)
    status = models.CharField(max_length=10, default=lifecycle.DRAFT)
    prepared_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["questionnaire", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "version"], name="questionnaire_version_once"),
            models.CheckConstraint(
                condition=Q(status__in=lifecycle.VERSION_STATES), name="questionnaire_version_status_known"
            ),
            models.CheckConstraint(condition=~Q(version=""), name="questionnaire_version_told"),
            models.CheckConstraint(
                condition=Q(status__in=[lifecycle.DRAFT, lifecycle.WITHDRAWN]) | Q(approved_by__isnull=False),
                name="questionnaire_version_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")),
                name="questionnaire_version_two_officers",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="questionnaire_version_steps",
                field="status",
                transitions=[(before, after) for before, _verb, after in lifecycle.VERSION],
            ),
            pgtrigger.ReadOnly(
                name="questionnaire_version_stays",
                fields=["questionnaire", "version", "workbook", "xform", "hash", "tree", "mapping"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire.code} {self.version}"


class QuestionnaireMedia(models.Model):
    """A file that belongs to a version: a list of choices, a picture, a sound."""

    privacy = {"*": "public"}

    version = models.ForeignKey(QuestionnaireVersion, models.RESTRICT, related_name="media")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    hash = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="questionnaire_media_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return self.name
