import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Entry(models.Model):
    """One action, as it was done."""

    privacy = {"*": "personal"}

    at = models.DateTimeField(db_default=Now())
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject", "-id"], name="audit_subject")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class Look(models.Model):
    """Somebody opened a person's or a household's record."""

    privacy = {"*": "personal"}

    at = models.DateTimeField(db_default=Now())
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    subject = models.CharField(max_length=80)
    road = models.CharField(max_length=20, default="screen")

    class Meta:
        indexes = [models.Index(fields=["subject", "-id"], name="look_subject")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.subject}"
