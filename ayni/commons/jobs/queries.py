"""How background work stands."""

from ayni.commons.jobs.models import Work

__all__ = ["Work", "recent", "work"]


def work(key: str) -> Work | None:
    return Work.objects.filter(key=key).select_related("by").first()


def recent(*, limit: int = 20) -> list[Work]:
    return list(Work.objects.exclude(kind="events.deliver").select_related("by")[:limit])
