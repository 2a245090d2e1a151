"""A file of shapes: what is read of it, and every way in which it can be none."""

import json

import pytest

from ayni.engines.shapes import checking, reading

SQUARE = checking.polygon(0, 0, 1, 1)


def file(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def feature(geometry=SQUARE, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_features_in_order_with_what_stands_beside_them():
    found = reading.features(file(feature(code="N1", n=7.0), feature(None, code="N2", more={"a": 1})))
    assert [one.position for one in found] == [1, 2]
    assert (found[0].text("code"), found[0].text("n"), found[1].text("more"), found[1].geometry) == (
        "N1",
        "7",
        "",
        None,
    )
    assert set(reading.properties(found)) == {"code", "n", "more"}
    assert reading.properties(found)[0] == "code"


def test_one_feature_alone_and_a_mark_at_the_beginning():
    assert len(reading.features(b"\xef\xbb\xbf" + json.dumps(feature(code="x")).encode())) == 1


def test_the_property_that_holds_most_known_codes_is_suggested():
    found = reading.features(file(feature(name="Hill", pcode="P1"), feature(name="P2", pcode="P2")))
    assert reading.suggested(found, {"P1": 1, "P2": 2}) == ("pcode", 2)
    assert reading.suggested(found, {}) == ("", 0)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"])
def test_degrees_by_any_name(name):
    assert reading.features(file(feature(), crs={"type": "name", "properties": {"name": name}}))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not whole JSON"),
        (b'{"type": "FeatureCollection", "features": [{"type"', "may have been cut"),
        (b"\xff\xfe", "not a text in UTF-8"),
        (b"PK\x03\x04....", "perhaps a shapefile"),
        (b"[1, 2]", "not GeoJSON"),
        (b'{"type": "Polygon"}', "not a GeoJSON FeatureCollection"),
        (b'{"type": "Topology"}', "TopoJSON"),
        (b'{"type": "FeatureCollection", "features": {}}', "no features"),
        (b'{"type": "FeatureCollection", "features": [7]}', "Feature 1"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": 7}]}', "Feature 1"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": "x"}]}', "Feature 1"),
        (b'{"a": NaN}', "NaN is no number"),
        (b"[" * 100_000, "nested too deeply"),
        (file(feature(), crs={"type": "name", "properties": {"name": "EPSG:32631"}}), "EPSG:32631"),
        (file(*[{"type": "Feature"}] * (reading.MOST_FEATURES + 1)), "more than 50,000"),
        (b" " * (reading.LARGEST + 1), "larger than 25 MB"),
    ],
)
def test_what_is_no_file_of_shapes_says_why_and_what_to_do(content, told):
    with pytest.raises(reading.ShapesUnreadable, match=told):
        reading.features(content)
