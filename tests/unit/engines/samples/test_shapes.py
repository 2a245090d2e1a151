"""Shapes tile the land: children fill their parents, neighbours share their boundary."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pyarrow as pa
import pytest

from ayni.engines.samples import country, shapes


@pytest.fixture(scope="module")
def areas():
    return country.prepare(2_000, 7, date(2026, 11, 1))[0].areas


@pytest.fixture(scope="module")
def drawn(areas):
    return shapes.for_areas(areas, 7)


def ring(geometry):
    return [tuple(point) for point in geometry["coordinates"][0]]


def size(points):
    """The signed area of a ring: positive when counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points)) / 2


def at_level(areas, level):
    return [row["code"] for row in areas.to_pylist() if row["level"] == level]


def test_each_area_has_a_closed_counter_clockwise_ring(areas, drawn):
    assert list(drawn) == areas["code"].to_pylist()
    for geometry in drawn.values():
        points = ring(geometry)
        assert points[0] == points[-1]
        assert len(set(points)) == len(points) - 1
        assert size(points) > 0


def test_children_fill_their_parents_exactly(areas, drawn):
    parents = {row["code"]: row["parent"] for row in areas.to_pylist()}
    for parent in {code for code in parents.values() if code}:
        children = sum(size(ring(drawn[code])) for code, above in parents.items() if above == parent)
        assert children == pytest.approx(size(ring(drawn[parent])), rel=1e-9)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_neighbours_share_their_boundary_to_the_digit(areas, drawn, level):
    """Every stretch of boundary is walked once each way, or once when it is the country's own border."""
    steps = Counter(step for code in at_level(areas, level) for step in pairwise(ring(drawn[code])))
    assert set(steps.values()) == {1}
    border = [step for step in steps if step[::-1] not in steps]
    outer = sum(a[0] * b[1] - b[0] * a[1] for a, b in border) / 2
    assert outer == pytest.approx(sum(size(ring(drawn[code])) for code in at_level(areas, level)), rel=1e-9)
    assert len(border) < len(steps) / 2


def test_boundaries_are_not_straight(drawn):
    points = ring(drawn["AY01"])
    assert len({point[0] for point in points}) > len(points) / 2


def test_any_tree_of_areas_can_be_drawn():
    table = pa.table({"code": ["x", "y", "x1"], "parent": pa.array([None, None, "x"], pa.string()), "level": [1, 1, 2]})
    drawn = shapes.for_areas(table)
    assert drawn["x"] == drawn["x1"]
    assert drawn["x"] != drawn["y"]


def test_the_collection_carries_codes_and_names(areas):
    features = shapes.collection(areas, 7)["features"]
    assert [feature["properties"]["code"] for feature in features] == areas["code"].to_pylist()
    assert features[0]["properties"].keys() == {"code", "parent", "level", "name"}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("side", [8, 60, 250])
def test_the_lattice_never_folds_over(side, seed):
    points = shapes.lattice(side, seed)
    corners = points[:-1, :-1], points[1:, :-1], points[1:, 1:], points[:-1, 1:]
    for turn in range(4):
        a, b, c = (corners[(turn + step) % 4] for step in range(3))
        ahead, beside = b - a, c - a
        assert (ahead[..., 0] * beside[..., 1] - ahead[..., 1] * beside[..., 0] > 0).all()
