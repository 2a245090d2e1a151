"""Who can check a change: the officers of its area, and where it has nobody else, those of the next area up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ayni.commons.access.models import Grant
from ayni.commons.directory.models import Area
from ayni.intake import models, permissions


def waits_in(area: Area, *, besides: Collection[int | None], on: date) -> tuple[bool, Area | None]:
    """Whether somebody can check what lies in an area, and the smallest area around it whose officers can.

    None is the whole country. `besides` are the officers who may not.
    """
    grants = Grant.objects.active(on=on).filter(role__permissions__contains=[permissions.CHECK])
    held = grants.exclude(user__in=[one for one in besides if one]).filter(user__is_system=False)
    codes = [code for code in area.path.split("/") if code]
    near = held.filter(area__code__in=codes).order_by("-area__level").values_list("area", flat=True).first()
    if near is not None:
        return True, Area.objects.defer("shape").get(pk=near)
    return held.filter(area=None).exists(), None


def besides(change: models.ChangeRequest) -> list[int | None]:
    """Who has had a hand in a change already, and so may not check it."""
    return [change.made_by_id, change.first_checked_by_id, change.rejected_by_id]
