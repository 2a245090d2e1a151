"""Defining areas: levels, new ones, corrections, others' codes, tables and shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from ayni.commons.actions import action
from ayni.commons.directory import admitting, errors, importing, matching, models, permissions, planning, shaping
from ayni.commons.directory.admitting import Given
from ayni.engines.shapes import reading


@action(permissions.DEFINE, says="named the levels of areas", everywhere=True)
def define_levels(names: Mapping[int, Mapping[str, str]], *, by: Any) -> list[models.AreaLevel]:
    """Say what each level is called, by language; a level without a name is not named any more."""
    told = {
        number: {code: text.strip() for code, text in texts.items() if text.strip()} for number, texts in names.items()
    }
    models.AreaLevel.objects.exclude(number__in=[number for number, texts in told.items() if texts]).delete()
    return models.AreaLevel.objects.bulk_create(
        [models.AreaLevel(number=number, names=texts) for number, texts in sorted(told.items()) if texts],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["names"],
    )


@action(permissions.DEFINE, says="added an area", everywhere=True)
def add_area(
    code: str, *, names: Mapping[str, str], by: Any, parent: str = "", since: date | None = None
) -> models.Area:
    """Add one area, at the top or in another.

    Refuses: CodeUnfit, CodeTaken, NamesMissing, UnknownArea, AreaEnded, TooDeep.
    """
    planning.check_new([code])
    if not any(text.strip() for text in names.values()):
        raise errors.NamesMissing(code)
    upper = planning.standing(parent) if parent else None
    told = {language: text.strip() for language, text in names.items() if text.strip()}
    admitting.admit([Given(code, parent, upper.level + 1 if upper else 1, told)])
    models.Area.objects.filter(code=code).update(since=since, stands_since=since)
    return models.Area.objects.get(code=code)


@action(permissions.DEFINE, says="corrected what an area is called", everywhere=True)
def correct_area(area: models.Area, *, names: Mapping[str, str], aliases: Sequence[str], by: Any) -> models.Area:
    """Correct a spelling, add a language or a name in use. A new name by law is a change of boundaries: rename.

    Refuses: NamesMissing.
    """
    told = {language: text.strip() for language, text in names.items() if text.strip()}
    if not told:
        raise errors.NamesMissing(area.code)
    area.names, area.aliases = told, list(dict.fromkeys(text.strip() for text in aliases if text.strip()))
    area.save(update_fields=["names", "aliases"])
    return area


@action(permissions.DEFINE, says="gave an area a code of others", everywhere=True)
def give_code(area: models.Area, *, system: str, code: str, by: Any, since: date | None = None) -> models.AreaCode:
    """Write down a code that others have for an area. Refuses: CodeTaken, CodeUnfit."""
    system, code = system.strip().lower(), code.strip()
    if not system or not code or len(code) > 64 or len(system) > 40:
        raise errors.CodeUnfit(code)
    if taken := models.AreaCode.objects.filter(system=system, code=code).select_related("area").first():
        raise errors.CodeTaken(code, f"{taken.area} ({taken.area.code})")
    return models.AreaCode.objects.create(area=area, system=system, code=code, since=since)


@action(permissions.DEFINE, says="ended a code of others", everywhere=True)
def end_code(code: models.AreaCode, *, until: date, by: Any) -> models.AreaCode:
    """A code is used no longer from a day on; it still finds the area. Refuses: PeriodBackward."""
    if code.since and until <= code.since:
        raise errors.PeriodBackward
    code.until = until
    code.save(update_fields=["until"])
    return code


@action(permissions.DEFINE, says="imported areas from a table", everywhere=True)
def import_areas(found: importing.Areas, *, by: Any) -> int:
    """Add the areas of a table that are new, with their days and others' codes; how many were new.

    Refuses: what `admitting.admit` refuses.
    """
    known = set(models.Area.objects.filter(code__in=[area.code for area in found.given]).values_list("code", flat=True))
    added = admitting.admit(found.given)
    ids = dict(models.Area.objects.filter(code__in=[area.code for area in found.given]).values_list("code", "pk"))
    fresh = [
        models.Area(pk=ids[code], since=since, stands_since=since)
        for code, since in found.since.items()
        if code not in known
    ]
    models.Area.objects.bulk_update(fresh, ["since", "stands_since"], batch_size=1000)
    models.AreaCode.objects.bulk_create(
        [models.AreaCode(area_id=ids[one.area], system=one.system, code=one.code) for one in found.codes],
        ignore_conflicts=True,
    )
    return added


@action(permissions.DEFINE, says="sent a file of shapes", unsaid=("content",), everywhere=True)
def receive_shapes(name: str, *, content: bytes, by: Any, at: datetime) -> models.ShapeFile:
    """Keep a file of shapes to be looked at, for a day. Refuses: ShapesUnreadable."""
    reading.features(content)
    models.ShapeFile.objects.filter(sent_at__lt=at - timedelta(days=1)).delete()
    return models.ShapeFile.objects.create(name=name[:120], content=content.decode("utf-8-sig"), sent_by=by)


@action(permissions.DEFINE, says="imported shapes of areas", everywhere=True)
def import_shapes(
    matched: matching.Matched, *, source: str, since: date, by: Any, file: models.ShapeFile | None = None
) -> int:
    """Give areas the shapes of a file from a day on; how many. What was refused of the file is left as it was."""
    if file is not None:
        file.delete()
    areas = {area.code: area for area in models.Area.objects.filter(code__in=matched.shapes).defer("names")}
    return shaping.draw_all(
        {areas[code]: shape for code, shape in matched.shapes.items() if code in areas}, source=source, since=since
    )
