"""As which role of the database a process works: the application's own, or the owner of its tables.

Only what makes the tables, backs them up or tests them works as the owner.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_is_owner = False


def is_owner() -> bool:
    return _is_owner


def be_owner(is_so: bool) -> None:
    """For a process that makes, copies or tests the tables: where nobody acts it is bound by no policy."""
    global _is_owner
    _is_owner = is_so


def login(settings: Mapping[str, Any]) -> dict[str, str]:
    """The user and password to connect with, where they are others than the address names."""
    from ayni.commons.access.protection import ROLE

    if _is_owner:
        return dict(settings.get("OWNER") or {})
    return {"user": ROLE} if settings.get("EMBEDDED") else {}
