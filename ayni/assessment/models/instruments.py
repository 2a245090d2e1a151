"""Instruments, version by version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from ayni.assessment import lifecycle
from ayni.commons import languages


class Kind(models.TextChoices):
    DEPRIVATION = "deprivation"
    PROXY_MEANS = "proxy_means"
    MEASURE = "measure"
    NEEDS = "needs"


#: The two kinds that were there before an instrument said its method.
METHOD_OF = {Kind.DEPRIVATION: "mpi", Kind.PROXY_MEANS: "pmt", Kind.NEEDS: "needs"}


class Instrument(models.Model):
    """One version of a written way to assess households.

    What ships with the system is adopted as it is; whoever writes one begins with a draft, which another officer
    reviews and adopts. Only an adopted one is applied, and a later version stands in the place of an earlier.
    """

    privacy = {"*": "public", "note": "personal"}

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    method = models.CharField(max_length=20, blank=True, default="", db_default="")
    unit = models.CharField(max_length=10, default="household", db_default="household")
    title = models.JSONField(default=dict)
    definition = models.TextField()
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, default=lifecycle.ADOPTED, db_default=lifecycle.ADOPTED)
    copied_from = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(db_default=Now())
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="instrument_version_once"),
            models.UniqueConstraint(
                fields=["code", "digest"], condition=~Q(status=lifecycle.RETIRED), name="instrument_text_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="instrument_kind_known"),
            models.CheckConstraint(condition=Q(status__in=lifecycle.INSTRUMENT_STATES), name="instrument_status_known"),
            models.CheckConstraint(condition=Q(unit__in=["household", "person"]), name="instrument_unit_known"),
            models.CheckConstraint(
                condition=Q(written_by=None)
                | (
                    (Q(reviewed_by=None) | ~Q(reviewed_by=F("written_by")))
                    & (Q(adopted_by=None) | ~Q(adopted_by=F("written_by")))
                ),
                name="instrument_two_officers",
            ),
            models.CheckConstraint(
                condition=~Q(status=lifecycle.ADOPTED) | Q(written_by=None) | Q(adopted_by__isnull=False),
                name="instrument_adopted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(status__in=[lifecycle.DRAFT, lifecycle.REVIEWED]),
                name="instrument_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def name(self) -> str:
        return languages.text(self.title) or self.code

    @property
    def by_method(self) -> str:
        """The method of `ayni.engines.measures.methods` that answers it; "needs" for a catalogue of needs."""
        return self.method or METHOD_OF[Kind(self.kind)]
