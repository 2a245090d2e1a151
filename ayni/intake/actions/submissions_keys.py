"""The keys of phones."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from ayni.commons.access import granting
from ayni.commons.access import queries as access
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.intake import errors, models, permissions

LONGEST_DAYS = 366


@action("access.hold_tokens", says="made a key for a phone")
def make_device_key(user: User, *, name: str, expires_at: datetime, by: User, at: datetime) -> MadeKey:
    """Make a key by which a phone sends forms in a user's name: one's own, or of whom one manages.

    The key is told once, here. It opens nothing but questionnaires and sending them. Refuses: NotYourPhone, KeyTooLong.
    """
    _check(user, by)
    if not at < expires_at <= at + timedelta(days=LONGEST_DAYS):
        raise errors.KeyTooLong(LONGEST_DAYS)
    secret = secrets.token_urlsafe(32)
    row = models.DeviceKey.objects.create(
        user=user, name=name.strip()[:80], digest=access.digest_of(secret), made_by=by, expires_at=expires_at
    )
    return MadeKey(row, secret)


@action("access.hold_tokens", says="withdrew the key of a phone")
def withdraw_device_key(key: models.DeviceKey, *, by: User, at: datetime) -> models.DeviceKey:
    """Let a phone send nothing more: it was lost, or its officer has left. Refuses: NotYourPhone."""
    _check(key.user, by)
    if key.withdrawn_at is None:
        key.withdrawn_by, key.withdrawn_at = by, at
        key.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return key


def _check(user: User, by: User) -> None:
    """One's own phone, or that of somebody whom one manages wherever they have a role."""
    if user.pk != by.pk and not granting.is_over(by, user):
        raise errors.NotYourPhone


@dataclass(frozen=True)
class MadeKey:
    """A key that was made, with its secret, which is kept nowhere."""

    key: models.DeviceKey
    secret: str

    def __repr__(self) -> str:
        return f"MadeKey({self.key!r})"


#: All that a phone's key opens.
OPENS = frozenset({permissions.SEE_FORMS, permissions.SUBMIT, "registry.register"})
