"""Whose phone it is, by its key, and what its officer may do: by one statement, since a phone sends its key each time.

Nothing is remembered from one request to the next: a key that is withdrawn, a role that ends and an account that is
closed shut the phone at once. What is asked here of grants is what `User.held` and the audit's `authority` ask.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from ayni.commons.access import queries as access
from ayni.commons.access.models import User
from ayni.intake import models

IN_FORCE = "{0}.starts_on <= %(on)s AND {0}.withdrawn_at IS NULL AND ({0}.ends_on IS NULL OR {0}.ends_on > %(on)s)"
OPENED = f"""
    SELECT k.id, k.name, u.id, u.username, u.first_name, u.last_name, u.is_active, u.is_system, (
        SELECT json_agg(json_build_array(g.id, g.role, a.code, i.code, l.username, a.path, g.institution_id,
            (SELECT json_agg(p) FROM jsonb_array_elements_text(r.permissions) p WHERE p = ANY (%(opens)s))
        ) ORDER BY g.id)
        FROM access_grant g JOIN access_role r ON r.code = g.role
        LEFT JOIN directory_area a ON a.id = g.area_id
        LEFT JOIN directory_institution i ON i.id = g.institution_id
        LEFT JOIN access_grant d ON d.id = g.delegated_from_id
        LEFT JOIN access_user l ON l.id = d.user_id
        WHERE g.user_id = u.id AND {IN_FORCE.format("g")} AND (d.id IS NULL OR {IN_FORCE.format("d")})
    )
    FROM intake_devicekey k JOIN access_user u ON u.id = k.user_id
    WHERE k.digest = %(digest)s AND k.expires_at > %(at)s AND k.withdrawn_at IS NULL AND u.is_active
"""  # noqa: S608 our own words
OF_KEY = ("id", "name", "user_id")
OF_USER = ("id", "username", "first_name", "last_name", "is_active", "is_system")
OF_AUTHORITY = ("grant", "role", "area", "institution", "lent_by")


def device_key(secret: str, *, at: datetime, opens: frozenset[str]) -> models.DeviceKey | None:
    """The key of a phone that still opens, with its user narrowed to what it opens; None for any other."""
    digest = access.digest_of(secret)
    asked: dict[str, Any] = {"digest": digest, "at": at, "on": timezone.localdate(at), "opens": sorted(opens)}
    with connection.cursor() as cursor:
        cursor.execute(OPENED, asked)
        found = cursor.fetchone()
    if found is None:
        return None
    key: models.DeviceKey = models.DeviceKey.from_db("default", OF_KEY, found[:3])
    user: User = User.from_db("default", OF_USER, found[2:8])
    user.narrowed_to = opens
    held: dict[str, set[tuple[str, int | None]]] = {}
    authorities: dict[str, list[dict[str, Any]]] = {}
    for *told, path, institution, permissions in found[8] or ():
        authority = {name: value for name, value in zip(OF_AUTHORITY, told, strict=True) if value is not None}
        for permission in permissions or ():
            held.setdefault(permission, set()).add((path or "/", institution))
            authorities.setdefault(permission, []).append(authority)
    user.__dict__.update(held=held, _authorities=authorities)
    key.user = user
    return key
