"""Waiting after failed sign-ins: longer each time, alike for names that exist and names that do not.

An attempt is counted before the password is looked at, so that many at once gain nothing; success takes it back.
Three counts stand side by side: the name from this address, the name from anywhere, and the address for any name.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Greatest

from ayni.commons.signing.models import Wait

FORGOTTEN = timedelta(days=1)
FIRST = timedelta(seconds=30)


@dataclass(frozen=True)
class Limit:
    """How many failures pass freely, and the longest wait after more."""

    free: int
    longest: timedelta


#: A name from anywhere is held late and briefly, so that nobody can lock others out for long.
LIMITS = {
    "both": Limit(5, timedelta(hours=1)),
    "name": Limit(50, timedelta(minutes=10)),
    "address": Limit(100, timedelta(minutes=10)),
}


def attempted(name: str, address: str, *, at: datetime) -> timedelta | None:
    """Count an attempt; how long it has still to wait, or None when it may go on."""
    with transaction.atomic():
        rows = [_row(kind, name, address, at) for kind in LIMITS]
        waiting = [row.until - at for _, row in rows if row.until and row.until > at]
        if waiting:
            return max(waiting)
        for kind, row in rows:
            row.failures = 1 if at - row.last_at > FORGOTTEN else row.failures + 1
            row.last_at, row.until = at, _until(LIMITS[kind], row.failures, at)
            row.save()
    return None


def succeeded(name: str, address: str) -> int:
    """Forget the failures of a name, and take back this attempt's count of its address; how many had failed before."""
    before = int(Wait.objects.filter(pk=_key("name", name, address)).values_list("failures", flat=True).first() or 1)
    Wait.objects.filter(pk__in=[_key("both", name, address), _key("name", name, address)]).delete()
    Wait.objects.filter(pk=_key("address", name, address)).update(failures=Greatest(F("failures") - 1, 0), until=None)
    return before - 1


def forgotten(name: str) -> int:
    """Forget every failure of a name, from wherever; how many there were."""
    own = Wait.objects.filter(name=_digest(_told(name)))
    total = own.aggregate(total=Sum("failures"))["total"] or 0
    own.delete()
    return int(total)


def is_waiting(name: str, *, at: datetime) -> bool:
    """Whether sign-ins of a name wait now, from any address."""
    return Wait.objects.filter(name=_digest(_told(name)), until__gt=at).exists()


def has_just_begun(name: str, address: str) -> bool:
    """Whether the last attempt was the one that made this name wait from this address."""
    row = Wait.objects.filter(pk=_key("both", name, address)).first()
    return row is not None and row.failures == LIMITS["both"].free


def _until(limit: Limit, failures: int, at: datetime) -> datetime | None:
    over = failures - limit.free
    return None if over < 0 else at + min(FIRST * 2 ** min(over, 20), limit.longest)


def _row(kind: str, name: str, address: str, at: datetime) -> tuple[str, Wait]:
    told = "" if kind == "address" else _digest(_told(name))
    key = _key(kind, name, address)
    Wait.objects.bulk_create([Wait(key=key, name=told, last_at=at)], ignore_conflicts=True)
    return kind, Wait.objects.select_for_update().get(pk=key)


def _key(kind: str, name: str, address: str) -> str:
    about = {"both": (_told(name), address), "name": (_told(name), ""), "address": ("", address)}[kind]
    return _digest("\0".join((kind, *about)))


def _told(name: str) -> str:
    return name.strip().casefold()[:150]


def _digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode("utf-8", "replace"), sha256).hexdigest()
