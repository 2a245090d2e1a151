"""Questions about accounts, for who manages them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from oauth2_provider.models import Application

from ayni.commons.access import granting, scoping
from ayni.commons.access.models import ApiToken, Role, User
from ayni.commons.signing import factors, partners, sessions, waits
from ayni.commons.signing.models import OneTimeLink, OpenSession, TokenUse


@dataclass(frozen=True)
class Account:
    """A user as an administrator sees their sign-in: kinds and counts, and no secret."""

    user: User
    factors: list[Authenticator]
    needs_factor: bool
    sessions: list[OpenSession]
    tokens: int
    link: OneTimeLink | None
    is_waiting: bool
    application: Application | None


def account(reader: User, user_id: int, *, at: datetime) -> Account | None:
    """A user's sign-in. For who manages users wherever this one has a role; refuses NotPermitted."""
    scoping.paths(reader, "access.manage")
    user = User.objects.filter(pk=user_id).first()
    if user is None or not granting.is_over(reader, user):
        return None
    return Account(
        user=user,
        factors=factors.of(user),
        needs_factor=factors.is_asked_of(user),
        sessions=sessions.of(user),
        tokens=ApiToken.objects.filter(user=user, expires_at__gt=at).count(),
        link=OneTimeLink.objects.usable(at=at).filter(user=user).first(),
        is_waiting=waits.is_waiting(user.username, at=at),
        application=partners.of_user(user),
    )


def roles() -> list[tuple[str, str]]:
    """Every role, as it is told: code and name."""
    return [(role.code, str(role)) for role in Role.objects.all()]


def last_used(tokens: list[ApiToken]) -> dict[int, object]:
    """The day each token was last used, by its id."""
    return dict(TokenUse.objects.filter(token__in=tokens).values_list("token_id", "on"))
