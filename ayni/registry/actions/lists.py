"""An officer's saved lists: what they look for often."""

from __future__ import annotations

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.registry import errors, models, permissions

MOST = 50  # lists of one officer


@action(permissions.SEE, says="saved a list")
def save_list(name: str, *, asked: dict[str, str], by: User) -> models.SavedList:
    """Keep a text and filters under a name; under a name that is there the new ones take their place.

    Refuses: ListHasNoName, TooManyLists.
    """
    name = " ".join(name.split())[:80]
    if not name:
        raise errors.ListHasNoName
    mine = models.SavedList.objects.filter(owner=by)
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        raise errors.TooManyLists(MOST)
    kept, _ = models.SavedList.objects.update_or_create(owner=by, name=name, defaults={"asked": asked})
    return kept


@action(permissions.SEE, says="dropped a saved list")
def drop_list(name: str, *, by: User) -> None:
    """Keep it no longer. One that is not there is dropped already."""
    models.SavedList.objects.filter(owner=by, name=name).delete()
