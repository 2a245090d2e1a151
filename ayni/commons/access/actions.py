"""One's own tokens for the API."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ayni.commons.access import queries
from ayni.commons.access.errors import NotYourToken, TokenEnded, TokenTooLong, TokenTooWide, TooManyTokens
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
def make_token(name: str, *, days: int, by: User, at: datetime, permissions: Sequence[str] | None = None) -> MadeToken:
    """Make a token that acts as its maker for some days, within some of their permissions or all of them.

    Refuses: TokenTooLong, TooManyTokens, TokenTooWide (a permission that its maker does not hold).
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenTooLong(days, LONGEST_DAYS)
    if len(queries.tokens(by, at=at)) >= MOST:
        raise TooManyTokens(MOST)
    if permissions is None and by.narrowed_to is not None:
        permissions = sorted(by.narrowed_to)
    beyond = sorted({code for code in permissions or () if not by.may(code)})
    if beyond:
        raise TokenTooWide(beyond)
    return _made(by, name, None if permissions is None else sorted(set(permissions)), at, at + timedelta(days=days))


@action("access.hold_tokens", says="replaced an API token")
def rotate_token(token: ApiToken, *, by: User, at: datetime) -> MadeToken:
    """Replace a token by a new one of the same name, reach and length; the old one stops working at once.

    Refuses: NotYourToken, TokenEnded.
    """
    if token.user_id != by.pk:
        raise NotYourToken()
    if not ApiToken.objects.filter(pk=token.pk, expires_at__gt=at).update(expires_at=at):
        raise TokenEnded()
    lasts = min(token.expires_at - token.created_at, timedelta(days=LONGEST_DAYS))
    return _made(by, token.name, token.permissions, at, at + max(lasts, timedelta(days=1)))


@action("access.hold_tokens", says="revoked an API token")
def revoke_token(token: ApiToken, *, by: User, at: datetime) -> None:
    """Make a token useless from now on. Refuses: NotYourToken."""
    if token.user_id != by.pk:
        raise NotYourToken()
    ApiToken.objects.filter(pk=token.pk, expires_at__gt=at).update(expires_at=at)


def _made(by: User, name: str, permissions: list[str] | None, at: datetime, until: datetime) -> MadeToken:
    text = "ayni_" + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        user=by, name=name, digest=queries.digest_of(text), permissions=permissions, expires_at=until
    )
    return MadeToken(made, text)
