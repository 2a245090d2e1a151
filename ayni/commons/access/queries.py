"""Questions about users, what they are granted, and their tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db.models import Prefetch

from ayni.commons.access import scoping
from ayni.commons.access.models import ApiToken, Grant, Role, User


def digest_of(token: str) -> str:
    """What is kept of a token. A token is 256 random bits, so a plain digest is enough."""
    return sha256(token.encode()).hexdigest()


def user_of(token: str, *, at: datetime) -> User | None:
    """Whose token this is, narrowed to what it may do; None when it is unknown, has ended, or its account is closed."""
    found = (
        ApiToken.objects.filter(digest=digest_of(token), expires_at__gt=at, user__is_active=True)
        .select_related("user")
        .first()
    )
    if found is None:
        return None
    found.user.narrowed_to = None if found.permissions is None else frozenset(found.permissions)
    return found.user


def tokens(owner: User, *, at: datetime) -> list[ApiToken]:
    """One's own tokens that still work, newest first."""
    return list(ApiToken.objects.filter(user=owner, expires_at__gt=at))


def token(token_id: int, *, owner: User) -> ApiToken | None:
    return ApiToken.objects.filter(pk=token_id, user=owner).first()


def user(username: str) -> User | None:
    """Somebody by the name they sign in with; for our own processes, which act as the officer they are told."""
    return User.objects.filter(username=username).first()


def users(reader: User) -> Sequence[User]:
    """Everybody who signs in, with what each is granted. For who manages users; refuses NotPermitted."""
    scoping.paths(reader, "access.manage")
    granted = Grant.objects.select_related("area", "role").order_by("role", "starts_on")
    return list(User.objects.prefetch_related(Prefetch("grants", queryset=granted)))


def user_by_id(user_id: int) -> User | None:
    """Somebody by number, for who manages users."""
    return User.objects.filter(pk=user_id).first()


def roles() -> Sequence[Role]:
    """Every role there is, those that are shipped and an installation's own."""
    return sorted(Role.objects.all(), key=str)
