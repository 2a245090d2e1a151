"""By which grants somebody holds a permission, as the audit keeps it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone


def of(actor: Any, permission: str) -> list[dict[str, Any]]:
    """The grants in force today that give the actor the permission: role, area, institution, and who lent it.

    Asked once for an actor and a permission, as is what they may do at all.
    """
    if not hasattr(actor, "grants"):
        return []
    known: dict[str, list[dict[str, Any]]] = actor.__dict__.setdefault("_authorities", {})
    if permission not in known:
        known[permission] = [_told(grant) for grant in _grants(actor, permission)]
    return known[permission]


def _grants(actor: Any, permission: str) -> Any:
    held = actor.grants.active(on=timezone.localdate()).filter(role__permissions__contains=[permission])
    names = ("pk", "role_id", "area__code", "institution__code", "delegated_from__user__username")
    return held.order_by("pk").values_list(*names)


def _told(grant: tuple[Any, ...]) -> dict[str, Any]:
    names = ("grant", "role", "area", "institution", "lent_by")
    return {name: value for name, value in zip(names, grant, strict=True) if value is not None}
