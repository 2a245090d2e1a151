"""Grants as they are told: the role's name, and where and until when it is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ayni.commons.access.models import Grant


@dataclass(frozen=True)
class GrantShown:
    role: str
    where: str
    starts_on: date
    ends_on: date | None


def shown(grants: Iterable[Grant]) -> list[GrantShown]:
    return [
        GrantShown(
            role=str(grant.role),
            where=grant.area.name if grant.area else _("everywhere"),
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
        )
        for grant in grants
    ]
