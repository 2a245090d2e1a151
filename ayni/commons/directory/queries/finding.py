"""Finding areas: by code, by others' codes, by a name of now or of before; and one area with all that is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from ayni.commons.directory import models
from ayni.commons.directory.queries import standing

CODED = "EXISTS (SELECT FROM directory_areacode c WHERE c.area_id = a.id AND lower(c.code) = lower(%(text)s))"
CALLED = """
    EXISTS (SELECT FROM jsonb_each_text(a.names) n WHERE n.value ILIKE %(like)s)
    OR EXISTS (SELECT FROM jsonb_array_elements_text(a.aliases) n WHERE n ILIKE %(like)s)
    OR EXISTS (
        SELECT FROM directory_earlierstate e, jsonb_each_text(e.names) n
        WHERE e.area_id = a.id AND n.value ILIKE %(like)s
    )
"""
MATCHING = f"""
    SELECT a.id FROM directory_area a WHERE a.code ILIKE %(like)s OR {CODED} OR {CALLED} LIMIT 20000
"""  # noqa: S608 code's own words only


@dataclass(frozen=True)
class AreaShown:
    """One area with all that is told of it."""

    area: models.Area
    upper: Sequence[models.Area]
    children: Sequence[models.Area]
    codes: Sequence[models.AreaCode]
    earlier: Sequence[models.EarlierState]
    became: Sequence[standing.Became]
    was: Sequence[models.Area]
    changes: Sequence[models.BoundaryChange]
    original: models.AreaShape | None
    level: str
    neighbours: Sequence[models.Area] = field(default_factory=list)


def search(*, text: str = "", level: int | None = None, within: str = "", ended: bool = False) -> QuerySet[Any]:
    """Areas by what is asked, in order of their place in the tree. A text is a code, another's code or a name."""
    found = models.Area.objects.defer("shape").order_by("path", "code")
    if text:
        ids = _matching(text)
        found = found.filter(pk__in=ids)
    elif not ended:
        found = found.filter(until=None)
    if ended:
        found = found.exclude(until=None)
    if level is not None:
        found = found.filter(level=level)
    if within and (upper := models.Area.objects.filter(code=within).first()):
        found = found.filter(path__startswith=upper.path)
    return found.annotate(within=Count("children", filter=Q(children__until=None)))


def shown(code: str) -> AreaShown | None:
    """One area by its code."""
    area = models.Area.objects.select_related("parent").filter(code=code).first()
    if area is None:
        return None
    children = list(area.children.filter(until=None))
    beside = list(models.Area.objects.standing().filter(parent=area.parent).exclude(shape=None)) if not children else []
    changed = Q(successions__area=area) | Q(successions__successor=area) | Q(earlier_states__area=area)
    return AreaShown(
        area,
        upper=upper(area),
        children=children,
        codes=list(area.codes.all()),
        earlier=list(area.earlier.select_related("parent", "change")),
        became=standing.became(area.pk),
        was=list(models.Area.objects.filter(successions__successor=area).defer("shape").distinct()),
        changes=list(models.BoundaryChange.objects.filter(changed).distinct().select_related("prepared_by")),
        original=area.shapes.filter(until=None).defer("geometry").first(),
        level=level_name(area.level),
        neighbours=[one for one in beside if one.pk != area.pk],
    )


def upper(area: models.Area) -> list[models.Area]:
    """The areas it lies in, from the top down."""
    codes = area.path.strip("/").split("/")
    known = {one.code: one for one in models.Area.objects.filter(code__in=codes).defer("shape")}
    return [known[code] for code in codes if code in known and code != area.code]


def shape_file(file_id: int, *, sender: Any) -> models.ShapeFile | None:
    """A file of shapes that somebody sent and looks at."""
    return models.ShapeFile.objects.filter(pk=file_id, sent_by=sender).first()


def levels() -> list[models.AreaLevel]:
    return list(models.AreaLevel.objects.all())


def level_name(number: int) -> str:
    """What a level is called in the reader's language; empty when nobody has named it."""
    found = models.AreaLevel.objects.filter(number=number).first()
    return str(found) if found else ""


def counts() -> dict[int, int]:
    """How many areas there are now on each level."""
    rows = models.Area.objects.standing().values_list("level").annotate(count=Count("pk")).order_by("level")
    return dict(rows)


def _matching(text: str) -> list[int]:
    like = "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(MATCHING, {"text": text, "like": like})
        return [row[0] for row in cursor.fetchall()]
