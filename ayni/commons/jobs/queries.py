"""How background work stands."""

from django.db.models import QuerySet

from ayni.commons.access.models import User
from ayni.commons.jobs.models import Work

__all__ = ["Work", "one_seen_by", "recent", "seen_by", "work"]


def work(key: str) -> Work | None:
    return Work.objects.filter(key=key).select_related("by").first()


def recent(*, limit: int = 20) -> list[Work]:
    return list(Work.objects.exclude(kind="events.deliver").select_related("by")[:limit])


def seen_by(reader: User, *, limit: int = 20, offset: int = 0) -> tuple[list[Work], int]:
    """The work a reader may follow, newest first, and how much there is: their own, or all with `jobs.see`."""
    found = _visible(reader)
    return list(found[offset : offset + limit]), found.count()


def one_seen_by(reader: User, id: int) -> Work | None:
    """One piece of work the reader may follow."""
    return _visible(reader).filter(pk=id).first()


def _visible(reader: User) -> QuerySet[Work]:
    found = Work.objects.exclude(kind="events.deliver").select_related("by")
    return found if reader.may("jobs.see") else found.filter(by=reader)
