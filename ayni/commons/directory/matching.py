"""Shapes of a file put to the areas they are of: by a code beside them, and checked one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.commons.directory import models
from ayni.engines.shapes import checking, placing, reading

SAYS = {
    "no_shape": gettext_lazy("The file has no shape for it. Draw one, or leave the area without."),
    "not_an_area": gettext_lazy("It is a %(type)s, not an area. Export polygons."),
    "damaged": gettext_lazy("Its coordinates cannot be read. Export it again."),
    "projected": gettext_lazy("Its coordinates are in metres. Export it in degrees, as WGS 84 (EPSG:4326)."),
    "swapped": gettext_lazy("Its latitude stands before its longitude. Export it with longitude first."),
    "out_of_range": gettext_lazy("It goes beyond the poles or the date line. Correct its coordinates."),
    "crosses": gettext_lazy("Its edge crosses itself near %(where)s. Mend it in the program that drew it."),
    "too_many_points": gettext_lazy("It has %(points)s points; at most %(most)s are taken. Simplify it to 10 metres."),
    "no_extent": gettext_lazy("Nothing lies within it. Draw it again."),
}
MARGIN = 2.0  # degrees beyond what is known of the country


@dataclass(frozen=True)
class Row:
    """One feature of the file: the code it gives, its area, and what is wrong; nothing is, where it can be taken."""

    position: int
    code: str
    area: str = ""
    name: str = ""
    wrong: str = ""
    points: int = 0


@dataclass
class Matched:
    """What a file of shapes would do: `shapes` by the code of their area, `without` the areas it says nothing of."""

    rows: list[Row] = field(default_factory=list)
    shapes: dict[str, shapely.Geometry] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)
    overlaps: list[tuple[str, str, float]] = field(default_factory=list)

    @property
    def refused(self) -> list[Row]:
        return [row for row in self.rows if row.wrong]

    @property
    def taken(self) -> list[Row]:
        return [row for row in self.rows if not row.wrong]


def codes() -> dict[str, tuple[str, str]]:
    """Every code of an area there is now, its own or others', with the area's own and its name."""
    areas = {area.pk: area for area in models.Area.objects.standing().defer("shape")}
    found = {
        code.code: (areas[code.area_id].code, areas[code.area_id].name)
        for code in models.AreaCode.objects.filter(until=None)
        if code.area_id in areas
    }
    return found | {area.code: (area.code, area.name) for area in areas.values()}


def match(features: Sequence[reading.Feature], code_property: str) -> Matched:
    """Each feature with its area, or with what is wrong with it and what to do."""
    known, found, near = codes(), Matched(), _country()
    first: dict[str, int] = {}
    for feature in features:
        code = feature.text(code_property)
        row = _row(feature, code, known, first)
        checked = checking.check(feature.geometry, near=near)
        if not row.wrong and checked.problem is not None:
            row = Row(row.position, code, row.area, row.name, _told(checked.problem), checked.points)
        if not row.wrong and checked.shape is not None:
            row = Row(row.position, code, row.area, row.name, "", checked.points)
            found.shapes[row.area] = checked.shape
        if row.area:
            first.setdefault(row.area, feature.position)
        found.rows.append(row)
    found.overlaps = list(_overlaps(found.shapes))
    levels = models.Area.objects.filter(code__in=first).values_list("level", flat=True)
    beside = models.Area.objects.standing().filter(level__in=set(levels)).exclude(code__in=first)
    found.without = list(beside.values_list("code", flat=True))
    return found


def _row(feature: reading.Feature, code: str, known: dict[str, tuple[str, str]], first: dict[str, int]) -> Row:
    if not code:
        return Row(
            feature.position, "", wrong=_("It has no code. Give it one in the file, or choose another property.")
        )
    if code not in known:
        told = _("No area has this code.")
        if nearest := get_close_matches(code, known, 1):
            told += " " + _("Did you mean %(nearest)s?") % {"nearest": nearest[0]}
        return Row(feature.position, code, wrong=told)
    area, name = known[code]
    if area in first:
        told = _("Feature %(position)s is of the same area. Join the two in the file.") % {"position": first[area]}
        return Row(feature.position, code, area, name, told)
    return Row(feature.position, code, area, name)


def _told(problem: checking.Problem) -> str:
    return str(SAYS[problem.kind]) % problem.facts


def _country() -> checking.Box | None:
    """Where the shapes that were given before lie, and a little around them."""
    areas = models.AreaShape.objects.filter(until=None).values_list("area__longitude", "area__latitude")
    points = [(x, y) for x, y in areas if x is not None and y is not None]
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) - MARGIN, min(ys) - MARGIN, max(xs) + MARGIN, max(ys) + MARGIN


def _overlaps(shapes: dict[str, shapely.Geometry]) -> list[tuple[str, str, float]]:
    """Areas of one level that share more than neighbours may."""
    levels: dict[int, dict[str, shapely.Geometry]] = {}
    for code, level in models.Area.objects.filter(code__in=shapes).values_list("code", "level"):
        levels.setdefault(level, {})[code] = shapes[code]
    return [found for beside in levels.values() for found in placing.overlaps(beside)][:100]
