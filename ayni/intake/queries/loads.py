"""Surveys that were loaded. Loads are public records about files: no reader is needed."""

from __future__ import annotations

from ayni.intake import models


def loads() -> list[models.Load]:
    """The newest first."""
    return list(models.Load.objects.select_related("loaded_by").order_by("-id"))


def load(survey: str) -> models.Load | None:
    return models.Load.objects.filter(survey=survey).first()
