"""What is written down, prepared by one officer and decided by another: purposes, schedules, agreements."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ayni.commons import languages
from ayni.commons.audit.models import APPEND_ONLY
from ayni.commons.directory.models import Institution
from ayni.privacy import lifecycle

OFFICER = settings.AUTH_USER_MODEL


class Paper(models.Model):
    """Prepared by one officer, decided by another."""

    status = models.CharField(max_length=10, default=lifecycle.DRAFT)
    reason = models.TextField()
    prepared_by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(OFFICER, models.RESTRICT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="%(class)s_has_a_reason"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(status=lifecycle.WITHDRAWN) | ~Q(decided_by=F("prepared_by")),
                name="%(class)s_two_officers",
            ),
            models.CheckConstraint(
                condition=Q(status=lifecycle.DRAFT) | Q(decided_by__isnull=False),
                name="%(class)s_decided_by_somebody",
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.status == lifecycle.DRAFT


KNOWN = models.CheckConstraint(condition=Q(status__in=lifecycle.PAPER_STATES), name="%(class)s_status_known")


class Basis(models.TextChoices):
    """The legal basis of a use of data."""

    CONSENT = "consent", _("The person agrees")
    CONTRACT = "contract", _("A contract with the person")
    LAW = "law", _("A law requires it")
    VITAL_INTEREST = "vital_interest", _("Somebody's life or health")
    PUBLIC_TASK = "public_task", _("A task in the public interest")
    LEGITIMATE_INTEREST = "legitimate_interest", _("A legitimate interest")


class Purpose(Paper):
    """One version of what data are used for.

    `texts` is what is read to people, by language. `variables` ("household.floor") and `tables` ("registry.person")
    are what it needs. `asks_again`: what people agreed to in earlier versions holds no longer.
    """

    privacy = {"*": "public"}

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    names = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    law = models.CharField(max_length=200, blank=True)
    variables = ArrayField(models.CharField(max_length=80), default=list)
    tables = ArrayField(models.CharField(max_length=80), default=list)
    keep_months = models.PositiveIntegerField(null=True)
    since = models.DateField()
    asks_again = models.BooleanField(default=True)

    class Meta(Paper.Meta):
        abstract = False
        ordering = ["code", "-version"]
        constraints = [
            *Paper.Meta.constraints,
            KNOWN,
            models.UniqueConstraint(fields=["code", "version"], name="purpose_version_once"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="purpose_basis_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"

    @property
    def name(self) -> str:
        return languages.text(self.names) or self.code

    @property
    def needs_consent(self) -> bool:
        return self.basis == Basis.CONSENT


class RetentionSchedule(Paper):
    """Data of a purpose become anonymous some months after an occasion; no tables means all that can be."""

    privacy = {"*": "public"}

    purpose = models.ForeignKey(Purpose, models.RESTRICT, related_name="schedules")
    occasion = models.CharField(max_length=60)
    months = models.PositiveIntegerField()
    tables = ArrayField(models.CharField(max_length=80), default=list)

    class Meta(Paper.Meta):
        abstract = False
        constraints = [
            *Paper.Meta.constraints,
            KNOWN,
            models.CheckConstraint(condition=Q(months__gte=1), name="retention_a_month_or_more"),
        ]

    def __str__(self) -> str:
        return f"R{self.pk:04d}"

    @property
    def is_whole(self) -> bool:
        """Whether people become anonymous everywhere, not in some tables only."""
        return not self.tables


class SharingAgreement(Paper):
    """What may leave for a partner: which fields, of which areas and programmes, for what, from when until when.

    `fields` name a table's column ("registry.person.given_name") or a variable ("household.floor"); no `areas` (codes)
    or `programmes` means all of them.
    """

    privacy = {"*": "public"}

    code = models.CharField(max_length=40, unique=True)
    partner = models.ForeignKey(Institution, models.RESTRICT, related_name="agreements")
    purpose = models.ForeignKey(Purpose, models.RESTRICT, related_name="agreements")
    law = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    fields = ArrayField(models.CharField(max_length=120), default=list)
    areas = ArrayField(models.CharField(max_length=32), default=list)
    programmes = ArrayField(models.CharField(max_length=60), default=list)

    class Meta(Paper.Meta):
        abstract = False
        constraints = [
            *Paper.Meta.constraints,
            KNOWN,
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="agreement_period_forward"),
            models.CheckConstraint(condition=~Q(fields=[]), name="agreement_names_fields"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.partner}"

    def is_in_force(self, on: date) -> bool:
        return self.status == lifecycle.APPROVED and self.starts_on <= on < self.ends_on


class Transfer(models.Model):
    """Data that left under an agreement: who sent it, when, how many rows of which fields, and what exactly."""

    privacy = {"*": "public"}

    agreement = models.ForeignKey(SharingAgreement, models.RESTRICT, related_name="transfers")
    at = models.DateTimeField()
    by = models.ForeignKey(OFFICER, models.RESTRICT, related_name="+")
    fields = ArrayField(models.CharField(max_length=120))
    rows = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    road = models.CharField(max_length=20, default="api")

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="transfer_digest")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.agreement.code}: {self.rows}"
