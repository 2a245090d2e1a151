"""Questions about areas. Areas are public: no reader is needed."""

from ayni.commons.directory import models


def area(code: str) -> models.Area | None:
    return models.Area.objects.filter(code=code).first()


def areas(*, level: int | None = None) -> list[models.Area]:
    found = models.Area.objects.all() if level is None else models.Area.objects.filter(level=level)
    return list(found)


def names() -> dict[str, str]:
    """The name of each area in the reader's language, by code."""
    return {area.code: area.name for area in models.Area.objects.defer("shape")}


def institution(code: str) -> models.Institution | None:
    return models.Institution.objects.filter(code=code).first()
