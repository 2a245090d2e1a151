"""Geometries that can stand for an area, and those that cannot."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.engines.shapes import checking, drawing, placing

SQUARE = checking.polygon(0, 0, 4, 4)


def ring(*points):
    return {"type": "Polygon", "coordinates": [[list(point) for point in points]]}


def circle(count, radius=1.0):
    points = [
        (radius * math.cos(2 * math.pi * n / count), radius * math.sin(2 * math.pi * n / count)) for n in range(count)
    ]
    return ring(*points, points[0])


@pytest.mark.parametrize(
    ("geometry", "problem"),
    [
        (None, "no_shape"),
        ({"type": "Point", "coordinates": [1, 2]}, "not_an_area"),
        ({"type": "GeometryCollection"}, "not_an_area"),
        ({"type": "Polygon"}, "damaged"),
        ({"type": "Polygon", "coordinates": []}, "damaged"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "damaged"),
        ({"type": "Polygon", "coordinates": [[[1]] * 4]}, "damaged"),
        ({"type": "Polygon", "coordinates": [[[[[[[1, 2]]]]]]]}, "damaged"),
        (ring((0, 0), (1, 1)), "damaged"),
        (ring((0, 0), (1, 0), (1, math.inf), (0, 0)), "damaged"),
        (ring((500000, 4000000), (500100, 4000000), (500100, 4000100), (500000, 4000000)), "projected"),
        (ring((12, 100), (13, 100), (13, 101), (12, 100)), "swapped"),
        (ring((100, 95), (101, 95), (101, 96), (100, 95)), "out_of_range"),
        (ring((190, 5), (191, 5), (191, 6), (190, 5)), "out_of_range"),
        (ring((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)), "crosses"),
        (ring((0, 0), (1, 1), (2, 2), (0, 0)), "no_extent"),
        (circle(checking.MOST_POINTS + 1), "too_many_points"),
    ],
)
def test_what_is_no_area_has_its_problem(geometry, problem):
    found = checking.check(geometry)
    assert found.shape is None
    assert found.problem is not None and found.problem.kind == problem
    assert problem in checking.PROBLEMS


def test_coordinates_the_wrong_way_about_are_known_by_where_the_country_lies():
    there = ring((30, -2), (31, -2), (31, -1), (30, -1), (30, -2))
    turned = ring((-2, 30), (-2, 31), (-1, 31), (-1, 30), (-2, 30))
    near = (28.0, -4.0, 32.0, 0.0)
    assert checking.check(there, near=near).problem is None
    found = checking.check(turned, near=near).problem
    assert found is not None and found.kind == "swapped"
    assert checking.check(turned).problem is None, "nothing is known of the country"


def test_a_hole_stays_and_a_ring_is_wound_as_the_standard_says():
    holed = {"type": "Polygon", "coordinates": [*SQUARE["coordinates"], [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]]}
    shape = checking.check(holed).shape
    assert shape is not None and shape.area == 12
    backward = ring((0, 0), (0, 1), (1, 1), (1, 0), (0, 0))
    assert checking.geojson(checking.check(backward).shape)["coordinates"][0][1] == [1, 0]


def test_heights_are_left_out_and_several_parts_kept():
    high = {
        "type": "MultiPolygon",
        "coordinates": [[[[x, 0, 9], [x + 1, 0, 9], [x + 1, 1, 9], [x, 0, 9]]] for x in (0, 5)],
    }
    told = checking.geojson(checking.check(high).shape)
    assert told["type"] == "MultiPolygon" and len(told["coordinates"]) == 2
    assert len(told["coordinates"][0][0][0]) == 2


def test_a_drawing_is_small_and_still_the_area():
    shape = checking.check(circle(20_000)).shape
    drawn = drawing.small(shape)
    assert len(drawn["coordinates"][0]) <= drawing.POINTS
    again = checking.check(drawn).shape
    assert again is not None and again.area == pytest.approx(math.pi, rel=0.01)
    assert drawing.small(checking.check(SQUARE).shape) == SQUARE


def test_the_point_of_an_area_lies_within_it():
    bent = ring((0, 0), (4, 0), (4, 4), (3, 4), (3, 1), (0, 1), (0, 0))
    shape = checking.check(bent).shape
    x, y = drawing.label_point(shape)
    assert placing.Finder({"a": shape}).find([x], [y]) == ["a"]


LEFT, RIGHT = (placing.read(checking.polygon(x, 0, x + 1, 1)) for x in (0, 1))


def test_each_point_has_its_area():
    finder = placing.Finder({"b": RIGHT, "a": LEFT})
    assert finder.find([0.5, 1.5, 1.0, 9.0], [0.5, 0.5, 0.5, 0.5]) == ["a", "b", "a", None]
    assert placing.Finder({}).find([1.0], [1.0]) == [None]
    assert finder.find([], []) == []


@given(st.lists(st.tuples(st.floats(-1, 3), st.floats(-1, 2)), max_size=30))
def test_many_at_once_are_found_as_one_by_one(points):
    finder = placing.Finder({"a": LEFT, "b": RIGHT})
    together = finder.find([x for x, _ in points], [y for _, y in points])
    assert together == [finder.find([x], [y])[0] for x, y in points]
    for (x, y), code in zip(points, together, strict=True):
        assert (code is not None) == (0 <= x <= 2 and 0 <= y <= 1)


def test_neighbours_that_share_an_edge_do_not_overlap():
    over = placing.read(checking.polygon(0.5, 0, 1.5, 1))
    assert list(placing.overlaps({"a": LEFT, "b": RIGHT})) == []
    assert list(placing.overlaps({"a": LEFT, "b": RIGHT, "c": over})) == [("a", "c", 0.5), ("b", "c", 0.5)]
    assert list(placing.overlaps({})) == list(placing.overlaps({"a": LEFT})) == []
    assert placing.outside(over, LEFT) == 0.5
