"""Boundaries as the drawing library wants them: outer rings clockwise, holes the other way."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

Ring = Sequence[Sequence[float]]


def rewound(geometry: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON polygon or multipolygon with its rings turned; the standard (RFC 7946) has them the other way."""
    if geometry["type"] == "Polygon":
        return {**geometry, "coordinates": _polygon(geometry["coordinates"])}
    if geometry["type"] == "MultiPolygon":
        return {**geometry, "coordinates": [_polygon(polygon) for polygon in geometry["coordinates"]]}
    return geometry


def _polygon(rings: Sequence[Ring]) -> list[Ring]:
    return [_turned(ring, clockwise=number == 0) for number, ring in enumerate(rings)]


def _turned(ring: Ring, *, clockwise: bool) -> Ring:
    return ring if (_doubled_area(ring) < 0) == clockwise else list(reversed(ring))


def _doubled_area(ring: Ring) -> float:
    """Twice the area by the shoelace formula: below zero for a ring that runs clockwise."""
    pairs = itertools.pairwise(ring)
    return sum(x1 * y2 - x2 * y1 for (x1, y1, *_rest), (x2, y2, *_others) in pairs)
