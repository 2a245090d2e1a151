"""Second factors: who has which, and whose role asks for one."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from ayni.commons.access import granting
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.signing import errors, sessions

PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def of(user: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user_id=user.pk).order_by("type", "created_at"))


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=PROVING).exists())


def is_asked_of(user: User) -> bool:
    """Whether a role of theirs asks for a second factor."""
    return bool(set(settings.AYNI_SECOND_FACTOR_ROLES) & set(user.roles))


def due_at(user: User) -> datetime | None:
    """From when they may do nothing before they have a second factor; None when they have one or need none."""
    if not is_asked_of(user) or has_one(user):
        return None
    return user.date_joined + timedelta(days=settings.AYNI_SECOND_FACTOR_GRACE_DAYS)


def is_overdue(user: User, *, at: datetime | None = None) -> bool:
    due = due_at(user)
    return due is not None and due <= (at or timezone.now())


@action("access.manage", says="removed the user's second factors")
def reset_factors(user: User, *, reason: str, by: User, at: datetime) -> int:
    """Remove a user's second factors, as when their telephone is lost; how many there were. They are signed out.

    Refuses: OutsideArea, NotYourself, ReasonMissing, NoFactors.
    """
    granting.check_over(by, user)
    if user.pk == by.pk:
        raise errors.NotYourself()
    if not reason.strip():
        raise errors.ReasonMissing()
    removed, _ = Authenticator.objects.filter(user_id=user.pk).delete()
    if not removed:
        raise errors.NoFactors(user.username)
    sessions.end_all(user)
    return int(removed)
