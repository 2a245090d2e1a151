"""In which area a point lies, for many points at once; and how areas lie to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

#: Of the smaller area: what two neighbours, drawn by different hands, may share.
TOLERATED = 0.02


class Finder:
    """Areas by code, ready to be asked. A point on a shared edge belongs to the first in order of code."""

    def __init__(self, shapes: Mapping[str, shapely.Geometry]) -> None:
        self._codes = sorted(shapes)
        self._shapes = [shapes[code] for code in self._codes]
        self._tree = shapely.STRtree(self._shapes)

    def find(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> list[str | None]:
        """The area of each point; None where it lies in none."""
        points = shapely.points(np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float))
        asked, found = self._tree.query(points, predicate="intersects")
        answers: list[str | None] = [None] * len(points)
        for point, area in sorted(zip(asked.tolist(), found.tolist(), strict=True), reverse=True):
            answers[point] = self._codes[area]
        return answers


def overlaps(shapes: Mapping[str, shapely.Geometry]) -> Iterator[tuple[str, str, float]]:
    """Pairs of areas that share more than is tolerated, with the share of the smaller one."""
    codes = sorted(shapes)
    if len(codes) < 2:
        return
    geometries = [shapes[code] for code in codes]
    tree = shapely.STRtree(geometries)
    for one, other in sorted(zip(*tree.query(geometries, predicate="intersects").tolist(), strict=True)):
        if one < other:
            share = _share(geometries[one], geometries[other])
            if share > TOLERATED:
                yield codes[one], codes[other], share


def outside(inner: shapely.Geometry, outer: shapely.Geometry) -> float:
    """The share of an area that lies outside another."""
    return float(inner.difference(outer).area / inner.area) if inner.area else 0.0


def read(geometry: Mapping[str, Any]) -> shapely.Geometry:
    """A geometry that was checked before."""
    return shapely.geometry.shape(geometry)


def _share(one: shapely.Geometry, other: shapely.Geometry) -> float:
    return float(one.intersection(other).area / min(one.area, other.area))
