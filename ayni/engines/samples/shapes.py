"""Schematic shapes of areas: polygons that tile an imaginary land, neighbours sharing their boundary to the digit.

A square of lattice cells is cut between the children of each area in turn, by size; then every lattice point
is moved a little, the same for all who meet there. Works for any tree of areas, so that a survey without
shapes can still be drawn: it is a scheme, not a map.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

CELLS = 6  # lattice cells along the side of an average lowest area
WEST, SOUTH, EXTENT = -29.0, 1.0, 7.0  # degrees: open ocean
Geometry = dict[str, Any]


@dataclass(frozen=True)
class Box:
    """Lattice cells from (left, bottom) up to, not including, (right, top)."""

    left: int
    bottom: int
    right: int
    top: int


def for_areas(areas: pa.Table, seed: int = 0) -> dict[str, Geometry]:
    """A GeoJSON polygon for each area of a table (code, parent, level): children tile their parents.

    Coordinates are longitude and latitude, rings counter-clockwise, closed.
    """
    children: dict[str | None, list[str]] = defaultdict(list)
    codes, parents = areas["code"].to_pylist(), areas["parent"].to_pylist()
    for code, parent in zip(codes, parents, strict=True):
        children[parent].append(code)
    weights: dict[str, int] = {}
    for code in children[None]:
        weigh(code, children, weights)
    total = sum(weights[code] for code in children[None])
    side = max(8, int(np.ceil(np.sqrt(total) * CELLS)))
    points = lattice(side, seed)
    found: dict[str, Geometry] = {}
    divide(Box(0, 0, side, side), children[None], children, weights, points, found)
    return {code: found[code] for code in codes}


def collection(areas: pa.Table, seed: int = 0) -> dict[str, Any]:
    """The areas with their shapes as a GeoJSON FeatureCollection; properties: code, parent, level, name."""
    geometries = for_areas(areas, seed)
    features = [
        {"type": "Feature", "properties": row, "geometry": geometries[row["code"]]} for row in areas.to_pylist()
    ]
    return {"type": "FeatureCollection", "features": features}


def weigh(code: str, children: Mapping[str | None, list[str]], weights: dict[str, int]) -> int:
    """How many lowest areas an area holds."""
    weights[code] = sum(weigh(child, children, weights) for child in children.get(code, [])) or 1
    return weights[code]


def divide(
    box: Box,
    codes: Sequence[str],
    children: Mapping[str | None, list[str]],
    weights: Mapping[str, int],
    points: npt.NDArray[np.float64],
    found: dict[str, Geometry],
) -> None:
    """Cut a box between areas, the longer side first, and go on inside each."""
    if len(codes) == 1:
        found[codes[0]] = polygon(box, points)
        below = children.get(codes[0], [])
        if below:
            divide(box, below, children, weights, points, found)
        return
    sums = np.cumsum([weights[code] for code in codes])
    half = int(np.clip(np.searchsorted(sums, sums[-1] / 2), 0, len(codes) - 2)) + 1
    share = sums[half - 1] / sums[-1]
    for part, some in zip(cut(box, share), (codes[:half], codes[half:]), strict=True):
        divide(part, some, children, weights, points, found)


def cut(box: Box, share: float) -> tuple[Box, Box]:
    """Two boxes, the first with about this share of the cells, none without any."""
    width, height = box.right - box.left, box.top - box.bottom
    if width >= height:
        at = box.left + int(np.clip(round(width * share), 1, max(width - 1, 1)))
        return Box(box.left, box.bottom, at, box.top), Box(at, box.bottom, box.right, box.top)
    at = box.bottom + int(np.clip(round(height * share), 1, max(height - 1, 1)))
    return Box(box.left, box.bottom, box.right, at), Box(box.left, at, box.right, box.top)


def lattice(side: int, seed: int) -> npt.NDArray[np.float64]:
    """Longitude and latitude of each lattice point (side + 1, side + 1, 2): a square bent by slow waves and
    roughened, never so much that neighbouring points change order."""
    rng = np.random.default_rng([seed, 3])
    x, y = np.meshgrid(np.linspace(0, 1, side + 1), np.linspace(0, 1, side + 1), indexing="ij")
    grid = np.stack([x, y], axis=-1)
    bent = grid.copy()
    for waves in (1.0, 2.3, 4.7, 9.1):
        angle, phase = rng.uniform(0, 2 * np.pi, 2), rng.uniform(0, 2 * np.pi, 2)
        for axis in (0, 1):
            along = x * np.cos(angle[axis]) + y * np.sin(angle[axis])
            bent[..., axis] += 0.075 / waves**1.15 * np.sin(2 * np.pi * waves * along + phase[axis]) / 3.6
    bent += rng.uniform(-0.14, 0.14, grid.shape) / side
    return np.asarray(np.round(np.array([WEST, SOUTH]) + EXTENT * bent, 5))


def polygon(box: Box, points: npt.NDArray[np.float64]) -> Geometry:
    """The boundary of a box through every lattice point on it."""
    across, up = np.arange(box.left, box.right), np.arange(box.bottom, box.top)
    ring = np.concatenate(
        [
            points[across, box.bottom],
            points[box.right, up],
            points[across[::-1] + 1, box.top],
            points[box.left, up[::-1] + 1],
        ]
    )
    closed = np.concatenate([ring, ring[:1]])
    return {"type": "Polygon", "coordinates": [closed.tolist()]}
