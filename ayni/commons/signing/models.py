from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from ayni.commons.access.models import ApiToken, User


class OpenSession(models.Model):
    """Somebody signed in, in one browser; `key` is that of the session it stands for."""

    privacy = {"*": "personal", "key": "sensitive"}

    user = models.ForeignKey(User, models.CASCADE, related_name="open_sessions")
    key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.began_at:%Y-%m-%d %H:%M}"


class Wait(models.Model):
    """Failed sign-ins of one name from one address, of one name, or from one address, and until when they wait.

    Names and addresses are kept as digests: the table tells nobody who tried what.
    """

    privacy = {"*": "personal"}

    key = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=64, db_index=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures}"


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    def usable(self, *, at: datetime) -> OneTimeLinkQuerySet:
        return self.filter(used_at=None, expires_at__gt=at, user__is_active=True)


class OneTimeLink(models.Model):
    """A link by which its user chooses a password, once; kept only as a digest."""

    privacy = {"*": "personal", "digest": "sensitive"}

    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.RESTRICT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="link_ends_after_made")]

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"


class TokenUse(models.Model):
    """The last day on which an API token was used."""

    privacy = {"*": "personal"}

    token = models.OneToOneField(ApiToken, models.CASCADE, primary_key=True, related_name="use")
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.token_id} {self.on}"
