"""Boundaries turned for the drawing library."""

from ayni.web.insight import shapes

CLOCKWISE = [[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]]
HOLE = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]


def test_outer_rings_run_clockwise_and_holes_the_other_way():
    by_the_standard = {"type": "Polygon", "coordinates": [CLOCKWISE[::-1], HOLE[::-1]]}
    assert shapes.rewound(by_the_standard)["coordinates"] == [CLOCKWISE, HOLE]


def test_what_is_right_already_stays():
    right = {"type": "MultiPolygon", "coordinates": [[CLOCKWISE, HOLE], [CLOCKWISE]]}
    assert shapes.rewound(right) == right


def test_what_has_no_rings_stays():
    point = {"type": "Point", "coordinates": [1, 2]}
    assert shapes.rewound(point) == point
