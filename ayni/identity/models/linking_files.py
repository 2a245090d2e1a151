from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class LinkState(models.TextChoices):
    """How far the linking of files is."""

    UPLOADED = "uploaded", pgettext_lazy("linking of files", "To be mapped")
    RUNNING = "running", pgettext_lazy("linking of files", "At work")
    DONE = "done", pgettext_lazy("linking of files", "Done")
    FAILED = "failed", pgettext_lazy("linking of files", "Failed")
    FORGOTTEN = "forgotten", pgettext_lazy("linking of files", "Deleted")


class FileLinking(models.Model):
    """Files of people that an officer links: one with itself, two with each other, or one with the registry.

    Files and results stand in a folder of the installation until `keep_until`, and nobody but the officer opens them.
    `described` is what each file says of itself, `mappings` what its columns mean; nobody's answer stands in this row.
    """

    privacy = {"*": "public"}

    names = models.JSONField(default=list)
    with_registry = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200)
    described = models.JSONField(default=list)
    mappings = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=LinkState.choices, default=LinkState.UPLOADED)
    report = models.JSONField(default=dict)
    message = models.TextField(blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    keep_until = models.DateField()
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=LinkState.values), name="file_linking_state_known")]
        indexes = [
            models.Index(fields=["keep_until"], name="file_linking_kept", condition=Q(forgotten_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"L{self.pk:06d}"
