"""Shapes for the screen: fewer points, fewer digits, nothing lost that can be seen."""

from __future__ import annotations

from typing import Any

import shapely

from ayni.engines.shapes import checking

POINTS = 400  # of one area on a screen
FINE = 1 / 2_000  # of the area's own width: less than a pixel
DIGITS = 5  # about a metre


def small(shape: shapely.Geometry, *, points: int = POINTS) -> dict[str, Any]:
    """A shape as a GeoJSON geometry of about so many points; it is as it was when it has no more of them."""
    west, south, east, north = shape.bounds
    tolerance = max(east - west, north - south) * FINE
    drawn = shape
    for _ in range(12):
        if shapely.get_num_coordinates(drawn) <= points:
            break
        drawn = shape.simplify(tolerance, preserve_topology=True)
        tolerance *= 2
    return checking.geojson(_rounded(drawn))


def label_point(shape: shapely.Geometry) -> tuple[float, float]:
    """A point that lies within for certain, near the middle: longitude, latitude."""
    inside = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    return round(inside.x, 6), round(inside.y, 6)


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    """Fewer digits, unless they make the edge cross itself."""
    rounded = shapely.transform(shape, lambda points: points.round(DIGITS))
    return rounded if rounded.is_valid and not rounded.is_empty else shape
