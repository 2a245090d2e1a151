"""Whose phone it is, by its key: looked up whole once, and known again as long as nothing it stands on has changed.

A phone sends its key with each request. One statement then tells whether the key still opens, and of which states the
rows are by which it does: the key, its user, their grants with role, area and institution, and whoever lent one. Any
change of one of them, a withdrawn key or role among them, makes another text, and all is looked up anew: nothing is
believed for a time.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import date, datetime
from threading import Lock

from django.db import connection
from django.utils import timezone

from ayni.commons.access import queries as access
from ayni.intake import models

STANDS = """
    SELECT concat_ws(' ', k.id, k.xmin, k.ctid, u.xmin, u.ctid, (
        SELECT string_agg(concat_ws('.', g.id, g.xmin, g.ctid, r.xmin, r.ctid, a.xmin, a.ctid, i.xmin, i.ctid, d.xmin,
                                    d.ctid), ' ' ORDER BY g.id)
        FROM access_grant g JOIN access_role r ON r.code = g.role
        LEFT JOIN directory_area a ON a.id = g.area_id
        LEFT JOIN directory_institution i ON i.id = g.institution_id
        LEFT JOIN access_grant d ON d.id = g.delegated_from_id
        WHERE g.user_id = u.id))
    FROM intake_devicekey k JOIN access_user u ON u.id = k.user_id
    WHERE k.digest = %s AND k.expires_at > %s AND k.withdrawn_at IS NULL AND u.is_active
"""
MOST = 2_000

_known: OrderedDict[str, tuple[str, date, models.DeviceKey]] = OrderedDict()
_lock = Lock()


def device_key(secret: str, *, at: datetime, opens: frozenset[str] | None = None) -> models.DeviceKey | None:
    """The key of a phone that still opens, with its user narrowed to what it opens; None for any other."""
    digest, today = access.digest_of(secret), timezone.localdate(at)
    with connection.cursor() as cursor:
        cursor.execute(STANDS, [digest, at])
        found = cursor.fetchone()
    if found is None:
        return None
    known = _known.get(digest)
    if known is not None and known[:2] == (found[0], today) and known[2].user.narrowed_to == opens:
        return known[2]
    key = models.DeviceKey.objects.select_related("user").filter(digest=digest).first()
    if key is None:
        return None
    key.user.narrowed_to = opens
    with _lock:
        _known[digest] = (found[0], today, key)
        while len(_known) > MOST:
            _known.popitem(last=False)
    return key
