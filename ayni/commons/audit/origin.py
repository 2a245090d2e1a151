"""By which door somebody came in, and from where. Set at each door, read where the audit is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

SCREEN, API, COMMAND, JOB = "screen", "api", "command", "job"


@dataclass(frozen=True)
class Origin:
    """The door, the address when there is one, the number that joins what one request did, and why it was asked."""

    road: str = ""
    address: str | None = None
    request: UUID | None = None
    purpose: str = ""


UNKNOWN = Origin()
_now: ContextVar[Origin] = ContextVar("origin", default=UNKNOWN)


def now() -> Origin:
    return _now.get()


@contextmanager
def coming_from(*, road: str, address: str | None = None) -> Iterator[Origin]:
    """Everything inside is one request by this door."""
    token = _now.set(Origin(road, address, uuid4()))
    try:
        yield _now.get()
    finally:
        _now.reset(token)


@contextmanager
def for_purpose(purpose: str) -> Iterator[None]:
    """Everything that is looked at inside is looked at for this purpose."""
    token = _now.set(replace(_now.get(), purpose=purpose[:200]))
    try:
        yield
    finally:
        _now.reset(token)


def address_of(told: dict[str, Any], *, proxies: int = 0) -> str | None:
    """Where a web request comes from, by its WSGI variables. What is forwarded is believed only of one's own proxies:
    each adds the address that it saw, so that with two of them it is the second from the end."""
    forwarded = [one.strip() for one in str(told.get("HTTP_X_FORWARDED_FOR", "")).split(",") if one.strip()]
    found = forwarded[-proxies] if 0 < proxies <= len(forwarded) else str(told.get("REMOTE_ADDR", ""))
    return _plain(found)


def _plain(text: str) -> str | None:
    from ipaddress import ip_address  # dear for commands, which have no address

    try:
        return str(ip_address(text.strip("[]").partition("%")[0]))
    except ValueError:
        return None
