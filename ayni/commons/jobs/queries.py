"""How background work stands."""

from django.db.models import QuerySet

from ayni.commons.access.models import User
from ayni.commons.jobs import models


def work(key: str) -> models.Work | None:
    return models.Work.objects.filter(key=key).select_related("by").first()


def recent(*, limit: int = 20) -> list[models.Work]:
    return list(models.Work.objects.select_related("by")[:limit])


def seen_by(reader: User, *, limit: int = 20, offset: int = 0) -> tuple[list[models.Work], int]:
    """The work a reader may follow, newest first, and how much there is: their own, or all with `jobs.see`."""
    found = _visible(reader)
    return list(found[offset : offset + limit]), found.count()


def one_seen_by(reader: User, id: int) -> models.Work | None:
    """One piece of work the reader may follow."""
    return _visible(reader).filter(pk=id).first()


def _visible(reader: User) -> QuerySet[models.Work]:
    found = models.Work.objects.select_related("by")
    return found if reader.may("jobs.see") else found.filter(by=reader)
