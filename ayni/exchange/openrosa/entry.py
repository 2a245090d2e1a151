"""Who a phone is: by the key in the address, or by a name and a password."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ayni.commons.access import queries as access
from ayni.commons.access.models import User
from ayni.commons.limits import addresses, spending
from ayni.commons.signing import factors, waits
from ayni.intake import actions, queries
from ayni.kernel.refusals import Refused

REALM = "Ayni"
LONGEST = 200  # characters of a key or name that we are willing to look at
REMEMBERED = timedelta(minutes=10)
MOST_REMEMBERED = 5_000


class NotKnown(Refused):
    """Nobody, or somebody whose name and password do not fit. Told alike."""

    def __init__(self) -> None:
        super().__init__(
            _("The key, or the name and password, are not known here. Ask for the phone's settings again.")
        )


class NotPrivate(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Keys and passwords are taken over an encrypted connection only: begin the address with https.")
        )


class SecondFactorBound(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("This account is guarded by a second factor, so a phone needs a key: make one in your account.")
        )


@dataclass(frozen=True)
class Phone:
    """Whose phone it is, and by which key; `name` tells phones apart where they are counted."""

    user: User
    key: Any
    name: str


def phone(request: HttpRequest, key: str | None, *, at: datetime, is_counted: bool = True) -> Phone:
    """Who asks. Refuses: NotPrivate, NotKnown, SecondFactorBound, TooMany.

    What a known phone asks counts towards its limit, unless it only asks where to send.
    """
    if not _is_private(request):
        raise NotPrivate
    try:
        found = _by_key(key, at) if key is not None else _by_password(request, at)
    except NotKnown:
        spending.spend("api_refused", addresses.of(request), at=at)
        raise
    if is_counted:
        spending.spend("api", found.name, at=at)
    return found


def _is_private(request: HttpRequest) -> bool:
    """Over TLS, or from this machine itself."""
    if request.is_secure() or settings.DEBUG:
        return True
    try:
        return ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False


def _by_key(key: str, at: datetime) -> Phone:
    found = queries.device_key(key, at=at, opens=actions.OPENS) if len(key) <= LONGEST else None
    if found is None:
        raise NotKnown
    return Phone(found.user, found, f"phone:{found.pk}")


def _by_password(request: HttpRequest, at: datetime) -> Phone:
    name, password = _told(request)
    user = access.user(name) if name else None
    if not name or not password:
        raise NotKnown
    known = _remembered(user, password, at) if user is not None else False
    if not known:
        address = addresses.of(request)
        if waits.attempted(name, address, at=at) is not None:
            raise NotKnown
        if user is None or not user.is_active or user.is_system:
            make_password(password)  # as long as looking at a password takes
            raise NotKnown
        if not check_password(password, user.password):
            raise NotKnown
        waits.succeeded(name, address)
        _remember(user, password, at)
    assert user is not None
    if factors.has_one(user) or factors.is_overdue(user, at=at):
        raise SecondFactorBound
    user.narrowed_to = actions.OPENS
    return Phone(user, None, f"phone-of:{user.pk}")


def _told(request: HttpRequest) -> tuple[str, str]:
    kind, _space, told = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic" or len(told) > 4 * LONGEST:
        return "", ""
    try:
        name, _colon, password = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return (name, password) if len(name) <= LONGEST else ("", "")


#: A phone sends name and password with each request, and looking at one takes long: a keyed digest is kept for minutes.
_known: dict[str, datetime] = {}


def _mark(user: User, password: str) -> str:
    told = f"{user.pk}\x1f{user.password}\x1f{password}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"phone" + told, sha256).hexdigest()


def _remembered(user: User, password: str, at: datetime) -> bool:
    until = _known.get(_mark(user, password))
    return user.is_active and until is not None and until > at


def _remember(user: User, password: str, at: datetime) -> None:
    if len(_known) >= MOST_REMEMBERED:
        _known.clear()
    _known[_mark(user, password)] = at + REMEMBERED
