"""Counting a knock, and forgetting those that no longer count."""

import hmac
import math
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from ayni.commons.limits.errors import TooMany
from ayni.commons.limits.models import Allowance

#: One knock: allowed when the moment it is spent until does not run ahead of now by more than the limit's time.
SPEND = """
    INSERT INTO limits_allowance AS a (key, spent_until) VALUES (%(key)s, %(at)s + %(each)s)
    ON CONFLICT (key) DO UPDATE SET spent_until = greatest(a.spent_until, %(at)s) + %(each)s
    WHERE greatest(a.spent_until, %(at)s) + %(each)s <= %(at)s + %(within)s
    RETURNING spent_until
"""
#: Nobody waits until a count is on the disk: after a crash the last knocks may be forgotten. Not within a transaction,
#: of which the rest must last.
AT_ONCE = "WITH quick AS (SELECT set_config('synchronous_commit', 'off', true))" + SPEND.replace(  # noqa: S608 our own
    "VALUES (%(key)s, %(at)s + %(each)s)", "SELECT %(key)s, %(at)s::timestamptz + %(each)s::interval FROM quick"
)
FORGET_ONE_IN = 1000


def spend(door: str, who: object, *, at: datetime) -> None:
    """Count a knock of somebody at a kind of door. Refuses: TooMany."""
    limit = settings.AYNI_LIMITS[door]
    if limit is None:
        return
    times, within = limit[0], timedelta(seconds=limit[1])
    asked: dict[str, Any] = {"key": key_of(door, who), "at": at, "within": within, "each": within / times}
    with connection.cursor() as cursor:
        cursor.execute(SPEND if connection.in_atomic_block else AT_ONCE, asked)
        is_allowed = cursor.fetchone() is not None
    if not is_allowed:
        spent_until = Allowance.objects.values_list("spent_until", flat=True).get(key=asked["key"])
        wait = spent_until + within / times - within - at
        raise TooMany(max(1, math.ceil(wait.total_seconds())))
    if not secrets.randbelow(FORGET_ONE_IN):
        forget(at=at)


def forget(*, at: datetime) -> int:
    """Remove what no longer counts: whoever has nothing spent any more. How many."""
    gone, _ = Allowance.objects.filter(spent_until__lt=at).delete()
    return int(gone)


def key_of(door: str, who: object) -> str:
    """A digest that nobody can turn back into an address or a user without the signing key."""
    return hmac.new(settings.SECRET_KEY.encode(), f"limits {door} {who}".encode(), "sha256").hexdigest()
