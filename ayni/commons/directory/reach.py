"""Where somebody may change what lies in an area: as far as their permission is held."""

from __future__ import annotations

from ayni.commons.actions import Actor
from ayni.commons.actions.errors import OutsideArea


def check(actor: Actor, permission: str, path: str) -> None:
    """Refuses: OutsideArea, when the permission is held elsewhere only."""
    if not path.startswith(actor.where(permission) or ("-",)):
        raise OutsideArea(permission, str(actor))
