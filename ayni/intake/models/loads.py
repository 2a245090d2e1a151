from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Load(models.Model):
    """A survey folder read into the registry."""

    privacy = {"*": "public"}

    survey = models.CharField(max_length=60, unique=True)
    title = models.JSONField(default=dict)
    interviewed_on = models.DateField()
    loaded_at = models.DateTimeField(db_default=Now())
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    counts = models.JSONField(default=dict)
    report = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.survey
