"""A map of one area: what lies in it or beside it, and the places that serve people there; our own boundaries alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ayni.web.charts import SCHEMA, Chart, Legend
from ayni.web.insight import shapes
from ayni.web.maps import COLOURS, NOT_KNOWN

EDGE = "#5b6670"
POINT = "#7a1f3d"


def of_area(area: Any, within: Sequence[Any], beside: Sequence[Any], places: Sequence[Any]) -> Chart | None:
    """The area with what lies in it, its neighbours and the places with a point; None without any boundary."""
    drawn = [one for one in within if one.shape]
    around = [one for one in beside if one.shape]
    if area.shape is None and not drawn:
        return None
    features = [_feature(one, NOT_KNOWN) for one in around]
    if area.shape is not None:
        features.append(_feature(area, COLOURS[0 if drawn else 1]))
    features.extend(_feature(one, COLOURS[1]) for one in drawn)
    points = [_point(place) for place in places if place.latitude is not None]
    rows = [(one.name, one.code) for one in (drawn or [area])]
    finding = _("%(name)s: %(areas)s areas are drawn, and %(places)s places.") % {
        "name": area.name,
        "areas": len(rows),
        "places": len(points),
    }
    title = _("Map of %(name)s") % {"name": area.name}
    return Chart("area-map", title, finding, _spec(features, points), (_("Area"), _("Code")), tuple(rows), "", _told())


def _told() -> tuple[Legend, ...]:
    return (Legend(2, _("This area, or what lies in it")), Legend(None, _("Beside it")))


def _spec(features: Iterable[dict[str, Any]], points: Sequence[dict[str, Any]]) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "data": {"values": list(features)},
        "mark": {"type": "geoshape", "stroke": EDGE, "strokeWidth": 0.8},
        "encoding": {"color": {"field": "properties.colour", "type": "nominal", "scale": None, "legend": None}},
    }
    point: dict[str, Any] = {
        "data": {"values": list(points)},
        "mark": {"type": "circle", "size": 60, "color": POINT, "opacity": 1},
        "encoding": {
            "longitude": {"field": "longitude", "type": "quantitative"},
            "latitude": {"field": "latitude", "type": "quantitative"},
        },
    }
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": 380,
        "projection": {"type": "mercator"},
        "layer": [shape, point] if points else [shape],
    }


def _feature(area: Any, colour: str) -> dict[str, Any]:
    properties = {"name": area.name, "colour": colour}
    return {"type": "Feature", "geometry": shapes.rewound(area.shape), "properties": properties}


def _point(place: Any) -> dict[str, Any]:
    return {"name": str(place), "longitude": place.longitude, "latitude": place.latitude}
