"""Carrying a plan out: steps of the action that approves it. Each writes all rows of a kind in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from django.db import connection
from django.db.models import Q

from ayni.commons.directory import following, models, planning, shaping
from ayni.commons.directory.plans import Part, Plan
from ayni.engines.shapes import checking, placing

KEPT = """
    INSERT INTO directory_earlierstate (area_id, parent_id, names, since, until, change_id)
    SELECT id, parent_id, names, stands_since, %(on)s, %(change)s FROM directory_area WHERE id = ANY (%(areas)s)
"""
STANDS = "UPDATE directory_area SET stands_since = %(on)s WHERE id = ANY (%(areas)s)"
#: Whatever lies under an old path lies under the new one; the area itself, and one that ended, keeps its level.
PATHS = """
    UPDATE directory_area a SET path = put.new || substr(a.path, length(put.old) + 1),
        level = CASE WHEN a.until IS NULL AND a.path <> put.old THEN a.level + put.deeper ELSE a.level END
    FROM unnest(%(old)s::text[], %(new)s::text[], %(deeper)s::int[]) put (old, new, deeper)
    WHERE a.path ^@ put.old
"""
SERVED = """
    INSERT INTO directory_place_serves (place_id, area_id)
    SELECT s.place_id, part FROM directory_place_serves s CROSS JOIN unnest(%(parts)s::bigint[]) part
    WHERE s.area_id = ANY (%(areas)s) ON CONFLICT DO NOTHING
"""
NO_LONGER_SERVED = "DELETE FROM directory_place_serves WHERE area_id = ANY (%(areas)s)"


def carry_out(change: models.BoundaryChange, plan: Plan) -> None:
    """Do what an approved plan says."""
    areas = list(models.Area.objects.select_for_update().filter(code__in=plan.areas).order_by("code"))
    {"merge": _merge, "divide": _divide, "transfer": _transfer, "rename": _rename}[plan.kind](change, plan, areas)


def _merge(change: models.BoundaryChange, plan: Plan, areas: list[models.Area]) -> None:
    (part,) = plan.into
    target = _made(part, _upper(plan, areas), change) if part.names else models.Area.objects.get(code=part.code)
    ending = [area for area in areas if area.pk != target.pk]
    ids = [area.pk for area in ending]
    shape = _union([*ending, *([] if part.names else [target])])
    _reparent(change, models.Area.objects.standing().filter(parent__in=ids), dict.fromkeys(ending, target))
    _end(change, ending, [(area, target, 1) for area in ending])
    _run("SELECT directory_move(%(areas)s, %(target)s)", areas=ids, target=target.pk)
    for model in (models.Place, models.Institution):
        model.objects.filter(area__in=ids).update(area=target)
    _run(SERVED, areas=ids, parts=[target.pk])
    _run(NO_LONGER_SERVED, areas=ids)
    if shape is not None:
        shaping.draw(target, shape, source=str(change), since=change.on)


def _divide(change: models.BoundaryChange, plan: Plan, areas: list[models.Area]) -> None:
    (area,) = areas
    parts = {part.code: _made(part, area.parent, change) for part in plan.into}
    children = models.Area.objects.standing().filter(parent=area)
    placed = {child: parts[plan.children[child.code]] for child in children}
    _reparent(change, children, placed, by_child=True)
    following.divided(area.pk, [part.pk for part in parts.values()], on=change.on)
    for homes in planning.assigned(area.pk, plan.into):
        pairs = [(home, parts[code].pk) for code, found in homes.items() for home in found]
        _run(
            "SELECT directory_place(%(area)s, %(homes)s, %(parts)s)",
            area=area.pk,
            homes=[home for home, _ in pairs],
            parts=[part for _, part in pairs],
        )
    _place_places(area, plan, parts)
    _run(SERVED, areas=[area.pk], parts=[part.pk for part in parts.values()])
    _run(NO_LONGER_SERVED, areas=[area.pk])
    _end(change, [area], [(area, part, None) for part in parts.values()])
    if plan.rest:
        assign_rest(area, parts[plan.rest])
    reckon(area)


def assign_rest(area: models.Area, part: models.Area) -> int:
    """Everybody who is still in a divided area lives in one of its parts from now on; how many households."""
    for model in (models.Place, models.Institution):
        model.objects.filter(area=area).update(area=part)
    return int(_run("SELECT directory_move(%(areas)s, %(target)s)", areas=[area.pk], target=part.pk))


def assign(area: models.Area, part: models.Area, homes: Sequence[int]) -> int:
    """These households of a divided area live in one of its parts from now on; how many there were."""
    parts = [part.pk] * len(homes)
    return int(
        _run("SELECT directory_place(%(area)s, %(homes)s, %(parts)s)", area=area.pk, homes=list(homes), parts=parts)
    )


def reckon(area: models.Area) -> None:
    """The share of each part of a divided area, by the households that live in it; none while nobody does."""
    successions = list(area.successions.select_related("successor"))
    counts = [planning.people(_within(one.successor))[0] for one in successions]
    for one, count in zip(successions, counts, strict=True):
        one.share = round(count / sum(counts), 8) if sum(counts) else None
    models.Succession.objects.bulk_update(successions, ["share"])


def _transfer(change: models.BoundaryChange, plan: Plan, areas: list[models.Area]) -> None:
    (area,) = areas
    upper = models.Area.objects.get(code=plan.parent) if plan.parent else None
    _keep(change, [area.pk])
    base, level = (upper.path, upper.level + 1) if upper else ("/", 1)
    models.Area.objects.filter(pk=area.pk).update(parent=upper, level=level)
    _paths([(area.path, f"{base}{area.code}/", level - area.level)])


def _rename(change: models.BoundaryChange, plan: Plan, areas: list[models.Area]) -> None:
    (area,) = areas
    _keep(change, [area.pk])
    models.Area.objects.filter(pk=area.pk).update(names=dict(plan.names))


def _upper(plan: Plan, areas: list[models.Area]) -> models.Area | None:
    return models.Area.objects.get(code=plan.parent) if plan.parent else areas[0].parent


def _made(part: Part, parent: models.Area | None, change: models.BoundaryChange) -> models.Area:
    made = models.Area.objects.create(
        code=part.code,
        names=dict(part.names),
        parent=parent,
        level=parent.level + 1 if parent else 1,
        path=f"{parent.path if parent else '/'}{part.code}/",
        since=change.on,
        stands_since=change.on,
    )
    if part.shape:
        shaping.draw(made, placing.read(part.shape), source=str(change), since=change.on)
    return made


def _reparent(
    change: models.BoundaryChange,
    children: models.AreaQuerySet,
    into: Mapping[models.Area, models.Area],
    *,
    by_child: bool = False,
) -> None:
    """Put areas under others, with all that lies in them. `into` is by the old parent, or by the child itself."""
    ids = [child.pk for child in children]
    _keep(change, ids)
    if by_child:
        for target in set(into.values()):
            moved = [child.pk for child, part in into.items() if part == target]
            models.Area.objects.filter(pk__in=moved).update(parent=target)
        _paths([(child.path, f"{target.path}{child.code}/", 0) for child, target in into.items()])
        return
    for old, target in into.items():
        models.Area.objects.filter(pk__in=ids, parent=old).update(parent=target)
    _paths([(old.path, target.path, target.level - old.level) for old, target in into.items()])


def _end(
    change: models.BoundaryChange,
    areas: list[models.Area],
    became: Sequence[tuple[models.Area, models.Area, int | None]],
) -> None:
    """The areas are no more; each is kept with what it became."""
    ids = [area.pk for area in areas]
    models.Area.objects.filter(pk__in=ids).update(until=change.on)
    for model in (models.AreaCode, models.AreaShape):
        began = Q(since=None) | Q(since__lt=change.on)
        model.objects.filter(began, area__in=ids, until=None).update(until=change.on)
    models.Succession.objects.bulk_create(
        models.Succession(change=change, area=area, successor=part, on=change.on, share=share)
        for area, part, share in became
    )


def _place_places(area: models.Area, plan: Plan, parts: Mapping[str, models.Area]) -> None:
    """Offices and delivery points with a point go to the part it lies in."""
    known = list(models.Place.objects.filter(area=area).exclude(latitude=None))
    codes = planning.finder(plan.into).find([p.longitude or 0 for p in known], [p.latitude or 0 for p in known])
    for place, code in zip(known, codes, strict=True):
        if code:
            place.area = parts[code]
    models.Place.objects.bulk_update(known, ["area"])


def _union(areas: Sequence[models.Area]) -> shapely.Geometry | None:
    """The boundary around all of them, when all have one."""
    known = models.AreaShape.objects.filter(area__in=areas, until=None)
    shapes = [placing.read(row.geometry) for row in known]
    if len(shapes) < len(areas):
        return None
    found = checking.check(checking.geojson(shapely.union_all(shapes)))
    return found.shape


def _keep(change: models.BoundaryChange, ids: Sequence[int]) -> None:
    _run(KEPT, on=change.on, change=change.pk, areas=list(ids))
    _run(STANDS, on=change.on, areas=list(ids))


def _paths(put: Sequence[tuple[str, str, int]]) -> None:
    if put:
        old, new, deeper = (list(column) for column in zip(*put, strict=True))
        _run(PATHS, old=old, new=new, deeper=deeper)


def _within(area: models.Area) -> list[int]:
    return list(models.Area.objects.filter(path__startswith=area.path).values_list("pk", flat=True))


def _run(statement: str, **given: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None
