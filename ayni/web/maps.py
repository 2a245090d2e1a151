"""Maps: areas coloured in five classes of equal count, drawn from our own boundaries; no tiles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ayni.web.charts import SCHEMA, Legend, Spec

CLASSES = 5
#: The colours of the classes, the same as in components.css; light to dark also without colour sight.
COLOURS = ("#d5eaec", "#9fcfd4", "#5fa9b1", "#2b7f89", "#084d55")
NOT_KNOWN = "#ffffff"


@dataclass(frozen=True)
class AreaFigure:
    """An area: its name, its boundary as a GeoJSON geometry, and its value (None when not known or hidden)."""

    name: str
    geometry: dict[str, Any]
    value: float | None


def bounds(values: Sequence[float]) -> tuple[float, ...]:
    """The upper ends of up to five classes with as many areas each; fewer when there are fewer different values."""
    ordered = sorted(values)
    ends = [ordered[(len(ordered) * step - 1) // CLASSES] for step in range(1, CLASSES + 1) if ordered]
    return tuple(sorted(set(ends)))


def class_of(value: float, ends: Sequence[float]) -> int:
    """The number of the class, from 1; the first holds the lowest values."""
    return min(bisect_left(ends, value), len(ends) - 1) + 1


def legend(areas: Sequence[AreaFigure], shown: Callable[[float], str]) -> tuple[Legend, ...]:
    """What each class says: from its lowest to its highest value."""
    ends = bounds([area.value for area in areas if area.value is not None])
    entries = []
    for number in range(1, len(ends) + 1):
        held = [a.value for a in areas if a.value is not None and class_of(a.value, ends) == number]
        low, high = shown(min(held)), shown(max(held))
        label = low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
        entries.append(Legend(_spread(number, len(ends)), label))
    if any(area.value is None for area in areas):
        entries.append(Legend(None, _("Not known, or too few people to show")))
    return tuple(entries)


def areas(figures: Sequence[AreaFigure], shown: Callable[[float], str]) -> Spec:
    """A map of the areas. `shown` writes a value for the reader."""
    ends = bounds([figure.value for figure in figures if figure.value is not None])
    features = [_feature(figure, ends, shown) for figure in figures]
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": 420,
        "data": {"values": features},
        "projection": {"type": "mercator"},
        "mark": {"type": "geoshape", "stroke": "#5b6670", "strokeWidth": 0.8},
        "encoding": {"color": {"field": "properties.colour", "type": "nominal", "scale": None, "legend": None}},
    }


def _feature(figure: AreaFigure, ends: Sequence[float], shown: Callable[[float], str]) -> dict[str, Any]:
    if figure.value is None:
        colour, text = NOT_KNOWN, ""
    else:
        colour = COLOURS[_spread(class_of(figure.value, ends), len(ends)) - 1]
        text = shown(figure.value)
    properties = {"name": figure.name, "shown": text, "colour": colour}
    return {"type": "Feature", "geometry": figure.geometry, "properties": properties}


def _spread(number: int, classes: int) -> int:
    """Fewer than five classes still use the whole range of colours."""
    return number if classes <= 1 else 1 + round((number - 1) * (CLASSES - 1) / (classes - 1))
