"""One-time links: how somebody comes to a first password, or to a new one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from ayni.commons.access import granting
from ayni.commons.access.errors import BadPassword
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.signing import errors, sessions, waits
from ayni.commons.signing.models import OneTimeLink
from ayni.commons.signing.recording import record

LONGEST = 200


@dataclass(frozen=True)
class MadeLink:
    """A new link and its secret text: shown once, kept nowhere."""

    link: OneTimeLink
    text: str


@action("access.manage", says="made a one-time link")
def make_link(user: User, *, by: User, at: datetime) -> MadeLink:
    """Make a link by which a user chooses a password. Earlier links of theirs stop working.

    Refuses: OutsideArea, NotYourself, AccountClosed, NotAPerson.
    """
    granting.check_over(by, user)
    if user.pk == by.pk:
        raise errors.NotYourself()
    if not user.is_active:
        raise errors.AccountClosed(user.username)
    if user.is_system:
        raise errors.NotAPerson(user.username)
    return made_for(user, made_by=by, at=at)


def made_for(user: User, *, made_by: User, at: datetime) -> MadeLink:
    """A link, as part of another change, which permits and keeps it."""
    spend(user, at=at)
    text = secrets.token_urlsafe(32)
    link = OneTimeLink.objects.create(
        user=user,
        digest=_digest(text),
        made_by=made_by,
        made_at=at,
        expires_at=at + timedelta(hours=settings.AYNI_LINK_HOURS),
    )
    return MadeLink(link, text)


def usable(text: str, *, at: datetime) -> OneTimeLink | None:
    """The link of this text, while it works."""
    if not text or len(text) > LONGEST:
        return None
    return OneTimeLink.objects.usable(at=at).filter(digest=_digest(text)).select_related("user").first()


def use(text: str, *, password: str, at: datetime) -> User:
    """Set the password that its user chose. Their sessions end, and earlier failures no longer make them wait.

    Refuses: LinkSpent, BadPassword.
    """
    with transaction.atomic():
        link = OneTimeLink.objects.usable(at=at).filter(digest=_digest(text)).select_for_update(of=("self",)).first()
        if link is None:
            raise errors.LinkSpent()
        user = link.user
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise BadPassword(error.messages) from error
        user.set_password(password)
        user.save(update_fields=["password"])
        spend(user, at=at)
        sessions.end_all(user)
        waits.forgotten(user.username)
        record(user, "chose a password by a one-time link")
        return user


def spend(user: User, *, at: datetime) -> None:
    """No link of theirs works any more."""
    OneTimeLink.objects.filter(user=user, used_at=None).update(used_at=at)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
