"""Giving areas their shapes: the original is kept to the last point, a smaller drawing is for the screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import shapely
from django.db.models import Q

from ayni.commons.directory import models
from ayni.engines.shapes import checking, drawing

AT_ONCE = 500


def draw(area: models.Area, shape: shapely.Geometry, *, source: str, since: date) -> None:
    """Give an area a boundary from a day on; the one before ends on that day."""
    draw_all({area: shape}, source=source, since=since)


def draw_all(shapes: Mapping[models.Area, shapely.Geometry], *, source: str, since: date) -> int:
    """Give areas their boundaries from a day on; how many."""
    areas = list(shapes)
    now = models.AreaShape.objects.filter(area__in=areas, until=None)
    now.filter(since__gte=since).delete()  # it never held for a day
    now.filter(Q(since=None) | Q(since__lt=since)).update(until=since)
    for area, shape in shapes.items():
        area.shape = drawing.small(shape)
        area.longitude, area.latitude = drawing.label_point(shape)
    models.AreaShape.objects.bulk_create(
        (
            models.AreaShape(
                area=area,
                geometry=checking.geojson(shape),
                points=int(shapely.get_num_coordinates(shape)),
                source=source[:120],
                since=since,
            )
            for area, shape in shapes.items()
        ),
        batch_size=AT_ONCE,
    )
    models.Area.objects.bulk_update(areas, ["shape", "longitude", "latitude"], batch_size=AT_ONCE)
    return len(areas)
