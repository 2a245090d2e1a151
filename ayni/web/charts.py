"""Charts and maps as Vega-Lite descriptions, each with its table and the sentence that states its finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ayni.web import figures

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
ROOM = 1.18  # of the longest bar, so that its figure stands beside it
BAR_STEP = 34  # pixels for each bar, so that its label can be read


@dataclass(frozen=True)
class Legend:
    """One class of a map: its number from 1 (none for what is not known) and what it says."""

    number: int | None
    label: str


@dataclass(frozen=True)
class Chart:
    """A figure on a page. `finding` states in a sentence what it shows; `rows` are its figures as text."""

    id: str
    title: str
    finding: str
    spec: Spec
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str = ""
    classes: tuple[Legend, ...] = ()

    @property
    def spec_id(self) -> str:
        return f"{self.id}-spec"


@dataclass(frozen=True)
class Point:
    """One figure: its label, its value (None when hidden or not known) and its interval when it comes from a sample."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


def bars(points: Sequence[Point], *, is_share: bool = False) -> Spec:
    """Horizontal bars from zero, each with its value beside it, and its interval as a line where there is one."""
    values = [_datum(point, is_share) for point in points if point.value is not None]
    label = {"field": "label", "type": "nominal", "sort": None, "title": None}
    base: Spec = {
        "$schema": SCHEMA,
        "data": {"values": values},
        "width": "container",
        "height": {"step": BAR_STEP},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "encoding": {"y": {**label, "axis": {"labelPadding": 8, "ticks": False, "domain": False}}},
    }
    most = max((datum["end"] for datum in values), default=0) or 1
    ends = {"zero": True, "nice": False, "domainMax": most * ROOM}
    scale = {"field": "value", "type": "quantitative", "title": None, "scale": ends}
    axis = {"format": ".0%" if is_share else "~s", "tickCount": 4}
    layers: list[Spec] = [{"mark": {"type": "bar"}, "encoding": {"x": {**scale, "axis": axis}}}]
    if any(point.low is not None for point in points):
        layers.append(
            {
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
            }
        )
    layers.append(
        {
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {"x": {"field": "end", "type": "quantitative"}, "text": {"field": "shown"}},
        }
    )
    return {**base, "layer": layers}


def line(points: Sequence[Point], *, is_share: bool = False) -> Spec:
    """A line over time or order, with a band for intervals where there are some."""
    values = [_datum(point, is_share) for point in points if point.value is not None]
    axis = {"format": ".0%" if is_share else "~s", "tickCount": 5}
    x = {"field": "label", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": 0}}
    y = {"type": "quantitative", "title": None, "axis": axis, "scale": {"zero": True}}
    layers: list[Spec] = [
        {"mark": {"type": "line", "point": True, "strokeWidth": 3}, "encoding": {"y": {**y, "field": "value"}}}
    ]
    if any(point.low is not None for point in points):
        band = {
            "mark": {"type": "area", "opacity": 0.2},
            "encoding": {"y": {**y, "field": "low"}, "y2": {"field": "high"}},
        }
        layers.insert(0, band)
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "width": "container",
        "height": 260,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "encoding": {"x": x},
        "layer": layers,
    }


def _datum(point: Point, is_share: bool) -> Mapping[str, Any]:
    assert point.value is not None
    shown = figures.percent(point.value, 1) if is_share else figures.number(point.value)
    known = {"low": point.low, "high": point.high} if point.low is not None else {}
    return {"label": point.label, "value": point.value, "end": point.high or point.value, "shown": shown, **known}
