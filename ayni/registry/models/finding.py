from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class SavedList(models.Model):
    """What an officer looks for often, under a name: the text and the filters, and nobody who is found by them.

    A list is one officer's own. A colleague is sent its address, and sees what their own scope shows.
    """

    privacy = {"*": "personal"}

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    name = models.CharField(max_length=80)
    asked = models.JSONField(default=dict)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_list_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_list_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
