from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.commons import languages
from ayni.commons.directory.models import Institution
from ayni.programmes import lifecycle


class Programme(models.Model):
    """A promise to people, whatever its present rules."""

    privacy = {"*": "public"}

    code = models.SlugField(max_length=60, unique=True)
    titles = models.JSONField(default=dict)
    institution = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="programmes")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return languages.text(self.titles) or self.code


class VersionQuerySet(models.QuerySet["Version"]):
    def in_force(self, *, on: date) -> VersionQuerySet:
        """The approved version of each programme that decides on a day: the latest to have come into force."""
        return (
            self.filter(status=lifecycle.APPROVED, in_force_from__lte=on)
            .order_by("programme_id", "-in_force_from", "-number")
            .distinct("programme_id")
        )


class Version(models.Model):
    """The rules of a programme from a day on."""

    privacy = {"*": "public"}

    programme = models.ForeignKey(Programme, models.RESTRICT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, default=lifecycle.DRAFT)
    in_force_from = models.DateField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(status__in=lifecycle.STATES), name="version_status_known"),
            models.CheckConstraint(
                condition=Q(status=lifecycle.DRAFT, approved_by=None) | Q(approved_by__isnull=False),
                name="version_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("prepared_by")),
                name="version_two_officers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.code} v{self.number}"
