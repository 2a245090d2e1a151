"""Adding areas: a step of whatever action brings them in, which asks the permission and keeps the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ayni.commons.directory import errors, models
from ayni.commons.directory.planning import DEEPEST, LONGEST_PATH


@dataclass(frozen=True)
class Given:
    """An area as a source gives it: `parent` is a code, empty at the top; `shape` a GeoJSON geometry."""

    code: str
    parent: str
    level: int
    names: Mapping[str, str] = field(default_factory=dict)
    shape: Mapping[str, Any] | None = None


def admit(areas: Iterable[Given]) -> int:
    """Add the areas that are new, and shapes to those without one; how many are new.

    Refuses: CodeUnfit, CodeTwice, ParentUnknown, TooDeep; AreaMoved (a known code with another parent: a code never
    changes); AreaEnded, for one that was merged or divided.
    """
    given = _once(sorted(areas, key=lambda area: (area.level, area.code)))
    known = {area.code: area for area in models.Area.objects.filter(code__in=_codes(given)).defer("names")}
    added = 0
    for level in sorted({area.level for area in given}):
        new = [_new(area, known) for area in given if area.level == level and area.code not in known]
        known.update({area.code: area for area in models.Area.objects.bulk_create(new)})
        added += len(new)
    _check_parents(given, known)
    _add_shapes(given, known)
    return added


def _once(given: Iterable[Given]) -> list[Given]:
    """Each code once; told a second time in other words, it is refused."""
    found: dict[str, Given] = {}
    for area in given:
        if found.setdefault(area.code, area).parent != area.parent:
            raise errors.CodeTwice(area.code)
    return list(found.values())


def _codes(given: Iterable[Given]) -> set[str]:
    return {code for area in given for code in (area.code, area.parent) if code}


def _new(area: Given, known: Mapping[str, models.Area]) -> models.Area:
    if not area.code or "/" in area.code or len(area.code) > 32:
        raise errors.CodeUnfit(area.code)
    parent = known.get(area.parent)
    if area.parent and parent is None:
        raise errors.ParentUnknown(area.code, area.parent)
    if parent is not None:
        _check_upper(area, parent)
    return models.Area(
        code=area.code,
        parent=parent,
        level=parent.level + 1 if parent else 1,
        names=dict(area.names),
        path=f"{parent.path if parent else '/'}{area.code}/",
        shape=area.shape,
    )


def _check_upper(area: Given, parent: models.Area) -> None:
    _check_standing(parent)
    if parent.level >= DEEPEST or len(parent.path) + len(area.code) + 1 > LONGEST_PATH:
        raise errors.TooDeep(area.code, DEEPEST)


def _check_standing(area: models.Area) -> None:
    if area.until is not None:
        became = area.successions.values_list("successor__code", flat=True)
        raise errors.AreaEnded(area.code, area.until, list(became))


def _check_parents(given: Iterable[Given], known: Mapping[str, models.Area]) -> None:
    for area in given:
        parent = known.get(area.parent)
        _check_standing(known[area.code])
        if known[area.code].parent_id != (parent.pk if parent else None):
            raise errors.AreaMoved(area.code, area.parent)


def _add_shapes(given: Iterable[Given], known: Mapping[str, models.Area]) -> None:
    shaped = []
    for area in given:
        row = known[area.code]
        if area.shape is not None and row.shape is None:
            row.shape = area.shape
            shaped.append(row)
    models.Area.objects.bulk_update(shaped, ["shape"])
