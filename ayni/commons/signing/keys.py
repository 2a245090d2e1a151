"""Keys that other systems send: our own tokens, and those of service accounts; whose they are, and how far they go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils import timezone
from oauth2_provider.models import AccessToken

from ayni.commons.access import queries
from ayni.commons.access.models import ApiToken, User
from ayni.commons.signing.models import TokenUse


@dataclass(frozen=True)
class Bearer:
    """Who a key acts as, narrowed to what the key may do; `name` is the key's own (`token:12`), without its secret."""

    user: User
    name: str


def bearer(text: str, *, at: datetime) -> Bearer | None:
    """Whose key this is; None when it is unknown or has ended, or its account is closed."""
    return _of_token(text, at) or _of_partner(text, at)


def _of_token(text: str, at: datetime) -> Bearer | None:
    found = (
        ApiToken.objects.filter(digest=queries.digest_of(text), expires_at__gt=at, user__is_active=True)
        .select_related("user")
        .first()
    )
    if found is None:
        return None
    _used(found, at)
    return Bearer(_narrowed(found.user, found.permissions), f"token:{found.pk}")


def _of_partner(text: str, at: datetime) -> Bearer | None:
    checksum = sha256(text.encode("utf-8", "replace")).hexdigest()
    found = (
        AccessToken.objects.filter(
            token_checksum=checksum,
            expires__gt=at,
            application__user__is_active=True,
            application__user__is_system=True,
        )
        .select_related("application__user")
        .first()
    )
    if found is None:
        return None
    return Bearer(_narrowed(found.application.user, found.scope.split()), f"partner:{found.application.pk}")


def _narrowed(user: User, permissions: list[str] | None) -> User:
    user.narrowed_to = None if permissions is None else frozenset(permissions)
    return user


def _used(token: ApiToken, at: datetime) -> None:
    """Keep the day of the last use: at most one write for each token and day in each process."""
    day = timezone.localdate(at)
    if _days.get(token.pk) != day:
        TokenUse.objects.update_or_create(token=token, defaults={"on": day})
        _days[token.pk] = day


_days: dict[int, object] = {}
