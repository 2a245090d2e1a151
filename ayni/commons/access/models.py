from __future__ import annotations

from datetime import date
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext

from ayni.commons import acting, languages
from ayni.commons.access import permissions
from ayni.commons.directory.models import Area, Institution

EVERYWHERE = ("/",)


class User(AbstractUser):
    """Somebody, or a system, that signs in and acts."""

    privacy = {"*": "personal", "password": "sensitive"}

    is_system = models.BooleanField(default=False)

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    #: What a key of theirs is limited to; None for all that they hold.
    narrowed_to: frozenset[str] | None = None

    @cached_property
    def held(self) -> dict[str, set[tuple[str, int | None]]]:
        """Each permission held today, with its pairs of area path (`/`: everywhere) and institution (None: all)."""
        held: dict[str, set[tuple[str, int | None]]] = {}
        grants = Grant.objects.active(on=timezone.localdate()).filter(user=self).select_related("area", "role")
        for grant in grants:
            where = (grant.area.path if grant.area else "/", grant.institution_id)
            for permission in grant.role.permissions:
                if self.narrowed_to is None or permission in self.narrowed_to:
                    held.setdefault(permission, set()).add(where)
        return held

    @cached_property
    def places(self) -> dict[str, tuple[str, ...]]:
        """Each permission held today, with the area paths where it is held (`/` is everywhere)."""
        found = {permission: {path for path, _ in where} for permission, where in self.held.items()}
        return {permission: EVERYWHERE if "/" in paths else tuple(sorted(paths)) for permission, paths in found.items()}

    @cached_property
    def scope(self) -> acting.Scope:
        """What the database's policies let this user reach: the kinds of rows, each where a permission opens it."""
        places: dict[str, set[tuple[str, int | None]]] = {}
        for permission, where in self.held.items():
            for kind in permissions.opened_by(permission):
                places.setdefault(kind, set()).update(where)
        return acting.Scope(self.pk, {kind: tuple(sorted(pairs, key=str)) for kind, pairs in sorted(places.items())})

    @cached_property
    def roles(self) -> tuple[str, ...]:
        grants = Grant.objects.active(on=timezone.localdate()).filter(user=self)
        return tuple(sorted(set(grants.values_list("role_id", flat=True))))

    def may(self, permission: str) -> bool:
        return permission in self.places

    def where(self, permission: str) -> tuple[str, ...]:
        """The area paths in which the permission is held; empty for nowhere."""
        return self.places.get(permission, ())


def _in_force(of: str, on: date) -> Q:
    ended = Q(**{f"{of}ends_on": None}) | Q(**{f"{of}ends_on__gt": on})
    return Q(**{f"{of}starts_on__lte": on, f"{of}withdrawn_at": None}) & ended


class GrantQuerySet(models.QuerySet["Grant"]):
    def active(self, *, on: date) -> GrantQuerySet:
        """Grants in force on a day; a lent one only while the one it is lent from is."""
        return self.filter(
            _in_force("", on), Q(delegated_from=None) | _in_force("delegated_from__", on), user__is_active=True
        )


class Role(models.Model):
    """A named set of permissions. Those that are shipped follow the release; others are an administrator's own."""

    privacy = {"*": "public"}

    code = models.CharField(max_length=40, primary_key=True)
    names = models.JSONField(default=dict)
    permissions = models.JSONField(default=list)
    is_shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        told = languages.text(self.names) or self.code
        return gettext(told) if self.is_shipped else told


class Grant(models.Model):
    """A role given to a user: in one area or everywhere, for one institution or all, for a half-open period.

    `delegated_from` is the grant of somebody who lends their role for a time.
    """

    privacy = {"*": "personal"}

    user = models.ForeignKey(User, models.RESTRICT, related_name="grants")
    role = models.ForeignKey(Role, models.RESTRICT, related_name="grants", db_column="role")
    area = models.ForeignKey(Area, models.RESTRICT, null=True, blank=True)
    institution = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    granted_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+")
    delegated_from = models.ForeignKey("self", models.RESTRICT, null=True, related_name="delegations")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="grant_period_forward"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "area", "institution", "starts_on"],
                condition=Q(withdrawn_at=None),
                name="grant_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")), name="grant_not_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")), name="grant_not_reviewed_by_oneself"
            ),
            models.CheckConstraint(
                condition=Q(delegated_from=None) | Q(ends_on__isnull=False), name="grant_delegated_for_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class ApiToken(models.Model):
    """A key for the API, kept only as a digest; acts as its user, within `permissions` (null: all they hold)."""

    privacy = {"*": "personal", "digest": "sensitive"}

    user = models.ForeignKey(User, models.RESTRICT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    permissions = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.user})"
