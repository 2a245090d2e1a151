from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ayni.registry.models.people import Household


class RegistrationDraft(models.Model):
    """A household that an officer is writing down, step by step; only they see it, until it is registered.

    `told` holds what was written, as it was written. `key` makes of one draft one household, however often it is sent.
    """

    privacy = {"*": "personal"}

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    key = models.UUIDField(unique=True)
    told = models.JSONField(default=dict)
    started_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-saved_at"]
        indexes = [
            models.Index(fields=["owner"], name="registrationdraft_open", condition=Q(household__isnull=True)),
        ]

    def __str__(self) -> str:
        return str(self.key)
