"""The roles that come with a release, written into the registry whenever its tables are brought up to date."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from ayni.commons.access.models import Role


def after_migrating(**_: Any) -> None:
    """What a release ships of roles stands in the registry; an administrator's own roles are left alone."""
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
    Role.objects.bulk_create(
        roles, update_conflicts=True, unique_fields=["code"], update_fields=["names", "permissions", "is_shipped"]
    )
