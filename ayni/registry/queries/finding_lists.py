"""An officer's own saved lists."""

from __future__ import annotations

from ayni.commons import acting
from ayni.commons.access.models import User
from ayni.registry import models


def saved_lists(reader: User) -> list[models.SavedList]:
    """What this officer keeps, by name."""
    with acting.as_user(reader):
        return list(models.SavedList.objects.filter(owner=reader))
