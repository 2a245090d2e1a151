"""Looking at a plan before it is carried out: whether it can be, and how many it would concern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.db import connection
from django.db.models import Q

from ayni.commons.directory import errors, following, models
from ayni.commons.directory.plans import Part, Plan
from ayni.engines.shapes import placing

DEEPEST = 12
LONGEST_PATH = 250
LONGEST_CODE = 32
POINTS_AT_ONCE = 50_000


@dataclass(frozen=True)
class Effect:
    """How many a plan concerns. `assigned` counts the households of a divided area by the part their point lies in;
    `unassigned` are those without a point in any part. `losing` and `gaining` count the roles of officers who reach
    these people no longer, or from then on."""

    areas: int = 0
    households: int = 0
    persons: int = 0
    grants: int = 0
    places: int = 0
    assigned: dict[str, int] = field(default_factory=dict)
    unassigned: int = 0
    losing: int = 0
    gaining: int = 0

    def told(self) -> dict[str, Any]:
        return dict(self.__dict__)


def check(plan: Plan, *, on: date) -> None:
    """Whether a plan can be carried out as things stand.

    Refuses: UnknownArea, AreaEnded, TooFewAreas, LevelsDiffer, CodeTaken, CodeTwice, CodeUnfit, NamesMissing,
    ChildrenLeft, CircleOfAreas, TooDeep, NothingChanges, DayTooEarly.
    """
    areas = [standing(code) for code in plan.areas]
    if not areas:
        raise errors.TooFewAreas
    for area in areas:
        _check_day(area, on)
    {"merge": _check_merger, "divide": _check_division, "transfer": _check_transfer, "rename": _check_name}[plan.kind](
        plan, areas
    )


def standing(code: str) -> models.Area:
    """An area that there is now. Refuses: UnknownArea, with the nearest codes; AreaEnded."""
    found = models.Area.objects.defer("shape").filter(code=code).first()
    if found is None:
        known = models.Area.objects.standing().values_list("code", flat=True)
        raise errors.UnknownArea(code, get_close_matches(code, known, 3))
    if found.until is not None:
        became = found.successions.values_list("successor__code", flat=True)
        raise errors.AreaEnded(code, found.until, list(became))
    return found


def check_new(codes: Iterable[str]) -> None:
    """Refuses: CodeUnfit, CodeTaken, CodeTwice."""
    given = list(codes)
    for code in given:
        if not code.strip() or "/" in code or len(code) > LONGEST_CODE:
            raise errors.CodeUnfit(code)
        if given.count(code) > 1:
            raise errors.CodeTwice(code)
    taken = models.Area.objects.filter(code__in=given).first()
    if taken:
        raise errors.CodeTaken(taken.code, taken.name)


def effect(plan: Plan, *, on: date) -> Effect:
    """How many a plan that can be carried out concerns, as the registry stands. Numbers alone: nobody is named."""
    areas = list(models.Area.objects.filter(code__in=plan.areas))
    if plan.kind == "merge":
        areas = [area for area in areas if area.code != plan.into[0].code]
    within = list(_under(areas).values_list("pk", flat=True))
    households, persons = people(within)
    if plan.kind == "rename":
        return Effect(areas=len(areas), households=households, persons=persons)
    told = Effect(
        areas=len(within),
        households=households,
        persons=persons,
        grants=following.grants([area.pk for area in areas], on=on),
        places=models.Place.objects.filter(area__in=within, until=None).count(),
        **(_reach(areas[0], plan, on) if plan.kind == "transfer" else {}),
    )
    return _with_parts(told, areas[0], plan) if plan.kind == "divide" else told


def people(areas: Sequence[int]) -> tuple[int, int]:
    """Households, and persons who live in them, directly in these areas."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT households, persons FROM directory_people(%s)", [list(areas)])
        households, persons = cursor.fetchone()
    return households, persons


def finder(parts: Iterable[Part]) -> placing.Finder:
    """Finds the part in which a point lies."""
    return placing.Finder({part.code: placing.read(part.shape) for part in parts if part.shape})


def assigned(area: int, parts: Iterable[Part]) -> Iterable[dict[str, list[int]]]:
    """The households of an area by the part in which their point lies, some thousands at a time."""
    found, after = finder(parts), 0
    while rows := _points(area, after):
        after = rows[-1][0]
        placed: dict[str, list[int]] = {}
        codes = found.find([row[1] for row in rows], [row[2] for row in rows])
        for (household, *_), code in zip(rows, codes, strict=True):
            if code is not None:
                placed.setdefault(code, []).append(household)
        yield placed


def _points(area: int, after: int) -> list[tuple[int, float, float]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM directory_points(%s, %s, %s)", [area, after, POINTS_AT_ONCE])
        rows: list[tuple[int, float, float]] = cursor.fetchall()
    return rows


def _under(areas: Sequence[models.Area]) -> models.AreaQuerySet:
    return models.Area.objects.within(tuple(area.path for area in areas))


def _with_parts(told: Effect, area: models.Area, plan: Plan) -> Effect:
    counted: dict[str, int] = {part.code: 0 for part in plan.into}
    directly = people([area.pk])[0]
    for placed in assigned(area.pk, plan.into):
        for code, households in placed.items():
            counted[code] += len(households)
    left = max(directly - sum(counted.values()), 0)
    if plan.rest:
        counted[plan.rest], left = counted[plan.rest] + left, 0
    return Effect(**{**told.__dict__, "assigned": counted, "unassigned": left})


def _reach(area: models.Area, plan: Plan, on: date) -> dict[str, Any]:
    """Roles held above the area before and after; those above both stay as they are."""
    before = set(area.path.strip("/").split("/")[:-1])
    parent = models.Area.objects.filter(code=plan.parent).first()
    after = set(parent.path.strip("/").split("/")) if parent else set()
    ids = dict(models.Area.objects.filter(code__in=before | after).values_list("code", "pk"))
    return {
        "losing": following.grants([ids[code] for code in before - after], on=on),
        "gaining": following.grants([ids[code] for code in after - before], on=on),
    }


def _check_day(area: models.Area, on: date) -> None:
    latest = max((day for day in (area.since, area.stands_since) if day), default=None)
    if latest is not None and on <= latest:
        raise errors.DayTooEarly(area.code, latest)


def _check_merger(plan: Plan, areas: list[models.Area]) -> None:
    if len(set(plan.areas)) < 2 or len(plan.into) != 1:
        raise errors.TooFewAreas
    (into,) = plan.into
    level = {area.level for area in areas}
    if into.names:
        check_new([into.code])
        parents = {area.parent_id for area in areas}
        if len(parents) > 1 and not plan.parent:
            raise errors.ParentMissing(into.code)
        if plan.parent:
            upper = standing(plan.parent)
            level.add(upper.level + 1)
            _check_circle(areas, upper)
    else:
        target = standing(into.code)
        level.add(target.level)
        _check_circle([area for area in areas if area.code != target.code], target)
    if len(level) > 1:
        raise errors.LevelsDiffer(plan.areas)
    _check_length(areas, [into.code])


def _check_division(plan: Plan, areas: list[models.Area]) -> None:
    if len(areas) != 1 or len(plan.into) < 2:
        raise errors.TooFewAreas
    check_new([part.code for part in plan.into])
    for part in plan.into:
        if not any(part.names.values()):
            raise errors.NamesMissing(part.code)
    codes = {part.code for part in plan.into}
    children = set(areas[0].children.filter(until=None).values_list("code", flat=True))
    left = sorted(code for code in children if plan.children.get(code) not in codes)
    if left:
        raise errors.ChildrenLeft(left)
    if strange := sorted(set(plan.children) - children):
        raise errors.UnknownArea(strange[0])
    if plan.rest and plan.rest not in codes:
        raise errors.NotDivided(areas[0].code, plan.rest)
    _check_length(areas, sorted(codes))


def _check_length(areas: Sequence[models.Area], codes: Sequence[str]) -> None:
    """Whether the paths within still fit with a longer code in them."""
    longest = max(len(code) for code in codes)
    for area in areas:
        paths = _under([area]).values_list("path", flat=True)
        if max(map(len, paths)) - len(area.code) + longest > LONGEST_PATH:
            raise errors.TooDeep(area.code, DEEPEST)


def _check_transfer(plan: Plan, areas: list[models.Area]) -> None:
    (area,) = areas
    upper = standing(plan.parent) if plan.parent else None
    if (upper.pk if upper else None) == area.parent_id:
        raise errors.NothingChanges
    if upper:
        _check_circle(areas, upper)
    check_depth(area, upper)


def _check_name(plan: Plan, areas: list[models.Area]) -> None:
    if not any(plan.names.values()):
        raise errors.NamesMissing(areas[0].code)
    if dict(plan.names) == areas[0].names:
        raise errors.NothingChanges


def _check_circle(areas: Sequence[models.Area], upper: models.Area) -> None:
    for area in areas:
        if upper.path.startswith(area.path):
            raise errors.CircleOfAreas(area.code, upper.code)


def check_depth(area: models.Area, upper: models.Area | None) -> None:
    """Whether an area with all that lies in it fits under another. Refuses: TooDeep."""
    base = len(upper.path) if upper else 1
    added = (upper.level if upper else 0) + 1 - area.level
    for path, level in models.Area.objects.filter(Q(path__startswith=area.path)).values_list("path", "level"):
        if level + added > DEEPEST or base + len(path) - len(area.path) + len(area.code) + 1 > LONGEST_PATH:
            raise errors.TooDeep(area.code, DEEPEST)
