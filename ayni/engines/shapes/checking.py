"""Whether a geometry can stand for an area, and if not, what is wrong with it.

A problem is a word from PROBLEMS with its facts; the caller tells it in the reader's language. What can be mended
without changing the area (rings wound the wrong way, a ring left open, a point told twice) is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry import shape as shaped
from shapely.validation import explain_validity

MOST_POINTS = 200_000
#: west, south, east, north
Box = tuple[float, float, float, float]

PROBLEMS = (
    "no_shape",  # the feature has none
    "not_an_area",  # a point or a line
    "damaged",  # it cannot be read as a polygon
    "projected",  # metres, not degrees
    "swapped",  # latitude before longitude
    "out_of_range",  # beyond the poles or the date line
    "crosses",  # its edge crosses itself
    "too_many_points",
    "no_extent",  # nothing lies within
)


@dataclass(frozen=True)
class Problem:
    """What is wrong, as a word, with its facts."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """The shape, or the problem it has; one of them is None."""

    shape: MultiPolygon | None
    problem: Problem | None = None
    points: int = 0


def check(geometry: Mapping[str, Any] | None, *, near: Box | None = None) -> Checked:
    """The area that a GeoJSON geometry describes. `near` is where the country lies, to tell swapped coordinates."""
    problem = _kind(geometry)
    if problem is not None or geometry is None:
        return Checked(None, problem)
    try:
        points = list(_points(geometry["coordinates"]))
    except (TypeError, ValueError, LookupError, RecursionError):
        return Checked(None, Problem("damaged"))
    problem = _numbers(points, near)
    if problem is not None:
        return Checked(None, problem, len(points))
    return _built(geometry, len(points))


def geojson(shape: shapely.Geometry) -> dict[str, Any]:
    """A shape as a GeoJSON geometry; one part is a Polygon."""
    told = shapely.geometry.mapping(
        shape.geoms[0] if isinstance(shape, MultiPolygon) and len(shape.geoms) == 1 else shape
    )
    return {"type": told["type"], "coordinates": _lists(told["coordinates"])}


def _kind(geometry: Mapping[str, Any] | None) -> Problem | None:
    if geometry is None:
        return Problem("no_shape")
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return Problem("not_an_area", {"type": str(geometry.get("type"))[:40]})
    return None


def _points(coordinates: Any, depth: int = 0) -> Iterator[tuple[float, float]]:
    """Every point of a geometry, whatever its depth. Raises what a damaged one makes it raise."""
    if depth > 4:
        raise ValueError("too deep")
    if isinstance(coordinates[0], int | float):
        longitude, latitude = float(coordinates[0]), float(coordinates[1])
        yield longitude, latitude
        return
    for part in coordinates:
        yield from _points(part, depth + 1) if part else ()


def _numbers(points: list[tuple[float, float]], near: Box | None) -> Problem | None:
    if len(points) < 4:
        return Problem("damaged")
    if len(points) > MOST_POINTS:
        return Problem("too_many_points", {"points": len(points), "most": MOST_POINTS})
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        return Problem("damaged")
    furthest_x, furthest_y = max(abs(x) for x, _ in points), max(abs(y) for _, y in points)
    if furthest_x > 360 or furthest_y > 360:
        return Problem("projected")
    if furthest_y > 90 and furthest_x <= 90:
        return Problem("swapped")
    if furthest_x > 180 or furthest_y > 90:
        return Problem("out_of_range", {"longitude": furthest_x, "latitude": furthest_y})
    if near is not None and _lies_swapped(points, near):
        return Problem("swapped")
    return None


def _lies_swapped(points: list[tuple[float, float]], near: Box) -> bool:
    """Whether the shape lies outside the country as it is, and within it with its coordinates turned about."""
    x, y = sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
    return not _within(x, y, near) and _within(y, x, near)


def _within(x: float, y: float, box: Box) -> bool:
    west, south, east, north = box
    return west <= x <= east and south <= y <= north


def _built(geometry: Mapping[str, Any], points: int) -> Checked:
    try:
        made = shapely.force_2d(shaped(geometry))
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError):
        return Checked(None, Problem("damaged"), points)
    if made.is_empty or made.convex_hull.area == 0:
        return Checked(None, Problem("no_extent"), points)
    if not made.is_valid:
        told = explain_validity(made)
        words, _, place = told.partition("[")
        return Checked(None, Problem("crosses", {"what": words.strip(), "where": place.rstrip("]")}), points)
    parts = made.geoms if isinstance(made, MultiPolygon) else [made]
    return Checked(MultiPolygon([shapely.geometry.polygon.orient(part) for part in parts]), None, points)


def _lists(coordinates: Any) -> Any:
    return [_lists(part) for part in coordinates] if isinstance(coordinates, tuple | list) else coordinates


def polygon(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A box as a GeoJSON geometry."""
    return geojson(Polygon([(west, south), (east, south), (east, north), (west, north)]))
