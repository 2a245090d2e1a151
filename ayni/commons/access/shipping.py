"""What comes with a release, made whenever the tables are brought up to date: its roles, and the policies of rows."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.utils import translation

from ayni.commons.access import protection
from ayni.commons.access.models import Role
from ayni.commons.access.seals import Seal


def after_migrating(using: str, **_: Any) -> None:
    ship(using)


def ship(using: str = DEFAULT_DB_ALIAS) -> None:
    """Write roles and policies, as the owner of the tables. Nothing is done for what stands already."""
    _ship_roles(using)
    protection.apply(using, _declared(), Seal.of_installation().pads)


def stands() -> bool:
    """Whether the policies of this release stand, signed with this installation's key."""
    return protection.stands(DEFAULT_DB_ALIAS, _declared(), Seal.of_installation().pads)


def _declared() -> Sequence[str]:
    for module in settings.AYNI_PROTECTED:
        importlib.import_module(module)
    return protection.statements()


def _ship_roles(using: str) -> None:
    """An administrator's own roles are left alone."""
    with translation.override("en"):
        roles = [
            Role(
                code=code,
                names={"en": str(role["label"])},
                permissions=sorted(role["permissions"]),
                is_shipped=True,
            )
            for code, role in settings.AYNI_ROLES.items()
        ]
    Role.objects.using(using).bulk_create(
        roles, update_conflicts=True, unique_fields=["code"], update_fields=["names", "permissions", "is_shipped"]
    )
