"""One's own tokens for the API."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from ayni.commons.access import queries
from ayni.commons.access.errors import NotYourToken, TokenTooLong, TooManyTokens
from ayni.commons.access.models import ApiToken, User
from ayni.commons.actions import action

LONGEST_DAYS = 366
MOST = 20


@dataclass(frozen=True)
class MadeToken:
    """A new token and its secret text: shown once, kept nowhere."""

    token: ApiToken
    text: str


@action("access.hold_tokens", says="made an API token")
def make_token(name: str, *, days: int, by: User, at: datetime) -> MadeToken:
    """Make a token that acts as its maker for some days. Refuses: TokenTooLong, TooManyTokens."""
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenTooLong(days, LONGEST_DAYS)
    if len(queries.tokens(by, at=at)) >= MOST:
        raise TooManyTokens(MOST)
    text = "ayni_" + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        user=by, name=name, digest=queries.digest_of(text), expires_at=at + timedelta(days=days)
    )
    return MadeToken(made, text)


@action("access.hold_tokens", says="revoked an API token")
def revoke_token(token: ApiToken, *, by: User, at: datetime) -> None:
    """Make a token useless from now on. Refuses: NotYourToken."""
    if token.user_id != by.pk:
        raise NotYourToken()
    ApiToken.objects.filter(pk=token.pk, expires_at__gt=at).update(expires_at=at)
