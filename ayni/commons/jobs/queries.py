"""How background work stands."""

from ayni.commons.jobs import models


def work(key: str) -> models.Work | None:
    return models.Work.objects.filter(key=key).select_related("by").first()


def recent(*, limit: int = 20) -> list[models.Work]:
    return list(models.Work.objects.select_related("by")[:limit])
