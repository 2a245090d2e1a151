"""Joiners and leavers: accounts made by invitation, closed, opened again, and no longer made to wait."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from oauth2_provider.models import AccessToken

from ayni.commons.access import accounts, granting
from ayni.commons.access.models import ApiToken, User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.commons.signing import errors, links, sessions, waits
from ayni.commons.signing.links import MadeLink


@action("access.manage", says="invited a user")
def invite(username: str, *, name: str, email: str, role: str, area: Area | None, by: User, at: datetime) -> MadeLink:
    """Add somebody with one role, and make the link by which they choose their password.

    Refuses: NameTaken, UnknownRole.
    """
    user = accounts.add_user(username, name=name, password=None, role=role, area=area, by=by, on=timezone.localdate(at))
    if email:
        User.objects.filter(pk=user.pk).update(email=email)
    return links.make_link(user, by=by, at=at)


@action("access.manage", says="closed an account")
def close_account(user: User, *, reason: str, by: User, at: datetime) -> None:
    """Let somebody sign in no more. Their sessions, keys and links end at once; what they did stays.

    Refuses: OutsideArea, NotYourself, ReasonMissing, AccountClosed.
    """
    granting.check_over(by, user)
    if user.pk == by.pk:
        raise errors.NotYourself()
    if not reason.strip():
        raise errors.ReasonMissing()
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise errors.AccountClosed(user.username)
    user.is_active = False
    sessions.end_all(user)
    links.spend(user, at=at)
    ApiToken.objects.filter(user=user, expires_at__gt=at).update(expires_at=at)
    AccessToken.objects.filter(application__user=user).delete()


@action("access.manage", says="opened an account again")
def reopen_account(user: User, *, reason: str, by: User, at: datetime) -> None:
    """Let somebody sign in again. A person needs a new password: the old one no longer works.

    Refuses: OutsideArea, NotYourself, ReasonMissing.
    """
    granting.check_over(by, user)
    if user.pk == by.pk:
        raise errors.NotYourself()
    if not reason.strip():
        raise errors.ReasonMissing()
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])


@action("access.manage", says="ended the wait after failed sign-ins")
def unlock(user: User, *, by: User, at: datetime) -> int:
    """Let somebody try to sign in again at once; how many failures are forgotten. Refuses: OutsideArea."""
    granting.check_over(by, user)
    return waits.forgotten(user.username)
