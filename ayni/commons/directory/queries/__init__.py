"""Questions about areas and places. They are public: no reader is needed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ayni.commons.directory import models


def area(code: str) -> models.Area | None:
    return models.Area.objects.filter(code=code).first()


def areas(*, level: int | None = None) -> list[models.Area]:
    """The areas there are now."""
    standing = models.Area.objects.standing()
    return list(standing if level is None else standing.filter(level=level))


def names() -> dict[str, str]:
    """The name of each area in the reader's language, by code; also of those there are no more."""
    return {area.code: area.name for area in models.Area.objects.defer("shape")}


def shapes(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The boundary of each of these areas that has one, by code."""
    found = models.Area.objects.filter(code__in=list(codes)).exclude(shape=None)
    return {code: shape for code, shape in found.values_list("code", "shape") if shape is not None}


def institution(code: str) -> models.Institution | None:
    return models.Institution.objects.filter(code=code).first()
