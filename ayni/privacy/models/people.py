"""What people have said and asked for."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.commons.audit.models import APPEND_ONLY
from ayni.privacy import lifecycle
from ayni.privacy.models.papers import OFFICER, Purpose
from ayni.registry.models import Household, Person


class Answer(models.TextChoices):
    GIVEN = "given", pgettext_lazy("consent", "Agrees")
    REFUSED = "refused", pgettext_lazy("consent", "Does not agree")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Agrees no longer")


class How(models.TextChoices):
    SIGNATURE = "signature", _("Signed")
    THUMB = "thumb", _("Thumb print")
    ORAL = "oral", _("Said before a witness")
    FORM = "form", _("On a form filled in by themselves")


class Consent(models.Model):
    """What a person said to a version of a purpose: agreed, refused, or agrees no longer. The last word counts.

    With `household`, the person is its head and speaks for those who live in it and said nothing themselves.
    `given_by` is who spoke for the person: the mother, father, guardian or caregiver.
    """

    privacy = {"*": "personal", "witness": "sensitive"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="consents")
    household = models.ForeignKey(Household, models.RESTRICT, null=True, related_name="consents")
    purpose = models.ForeignKey(Purpose, models.RESTRICT, related_name="consents")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    on = models.DateField()
    how = models.CharField(max_length=10, choices=How.choices)
    language = models.CharField(max_length=10)
    witness = models.CharField(max_length=120, blank=True)
    given_by = models.ForeignKey(Person, models.RESTRICT, null=True, related_name="consents_for_others")
    recorded_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["person", "purpose", "-on", "-id"], name="consent_last_word"),
            models.Index(
                fields=["household", "purpose", "-on", "-id"],
                name="consent_household_word",
                condition=Q(household__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="consent_answer_known"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="consent_how_known"),
            models.CheckConstraint(condition=~Q(how="oral") | ~Q(witness=""), name="consent_oral_has_a_witness"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.person_id} {self.answer} {self.purpose_id}"


class DataCopy(models.Model):
    """Somebody asked for a copy of all that is kept on them. The copy itself is made when it is handed over.

    `digest` names what was handed over; `identity` says how the officer knew who it was.
    """

    privacy = {"*": "personal", "asked_by": "sensitive", "identity": "sensitive"}

    person = models.ForeignKey(Person, models.RESTRICT, related_name="copies")
    language = models.CharField(max_length=10)
    asked_by = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=12, default=lifecycle.REQUESTED)
    requested_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    requested_at = models.DateTimeField(db_default=Now())
    expires_on = models.DateField()
    identity = models.TextField(blank=True)
    handed_over_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=lifecycle.COPY_STATES), name="copy_status_known"),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.HANDED_OVER)
                | (Q(handed_over_by__isnull=False) & Q(handed_over_at__isnull=False) & ~Q(identity="") & ~Q(digest="")),
                name="copy_handed_over_to_somebody_known",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="copy_steps",
                field="status",
                transitions=[(before, after) for before, _verb, after in lifecycle.COPY],
            )
        ]

    def __str__(self) -> str:
        return f"C{self.pk:06d}"

    def has_expired(self, on: date) -> bool:
        return on >= self.expires_on


class What(models.TextChoices):
    """What a person wants corrected."""

    NAME = "name", _("The name")
    SEX = "sex", _("The sex")
    BORN = "born", _("The day of birth")
    PHONE = "phone", _("The telephone number")
    ANSWER = "answer", _("An answer")
    HOUSEHOLD = "household", _("Who lives in the household")
    OTHER = "other", pgettext_lazy("correction", "Something else")


class CorrectionRequest(models.Model):
    """What a person says is wrong on record. Decided by another officer than the one who wrote it down.

    `change` is what the record should say, in the registry's own words; empty when somebody must act by hand.
    """

    privacy = {
        "*": "personal",
        **dict.fromkeys(("change", "asked", "reason", "evidence", "answer", "appeal"), "sensitive"),
    }

    person = models.ForeignKey(Person, models.RESTRICT, related_name="corrections")
    what = models.CharField(max_length=10, choices=What.choices)
    change = models.JSONField(default=dict)
    asked = models.TextField()
    reason = models.TextField()
    evidence = models.TextField(blank=True)
    status = models.CharField(max_length=10, default=lifecycle.LODGED)
    lodged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    lodged_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    appeal = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["status", "due_on"], name="correction_queue")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=lifecycle.CORRECTION_STATES), name="correction_status_known"),
            models.CheckConstraint(condition=Q(what__in=What.values), name="correction_what_known"),
            models.CheckConstraint(
                condition=Q(status=lifecycle.LODGED) | (Q(decided_by__isnull=False) & ~Q(answer="")),
                name="correction_answered",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[lifecycle.ACCEPTED, lifecycle.REFUSED]) | ~Q(decided_by=F("lodged_by")),
                name="correction_two_officers",
            ),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.REFUSED) | ~Q(appeal=""), name="correction_refused_with_appeal"
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="correction_steps",
                field="status",
                transitions=[(before, after) for before, _verb, after in lifecycle.CORRECTION],
            ),
            pgtrigger.ReadOnly(name="correction_request_stays", fields=["person", "what", "asked", "reason"]),
        ]

    def __str__(self) -> str:
        return f"K{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.status == lifecycle.LODGED
