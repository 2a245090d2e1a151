"""The sections of a result for a page: bars with their whiskers, curves, and maps where the groups are areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ayni.commons.directory import queries as directory
from ayni.engines.briefs import printing, telling
from ayni.engines.briefs.reading import Row, Section
from ayni.engines.briefs.speaking import Kind, Speaker
from ayni.engines.briefs.telling import Told
from ayni.web import charts, maps
from ayni.web.assessments.telling import Telling
from ayni.web.insight import shapes

WIDTH = 1000  # a bar's own units, whatever its size on the page
COLUMNS = 6


@dataclass(frozen=True)
class Bar:
    """One bar: its label and value, and where it and its interval begin and end (None without one)."""

    label: str
    told: Told
    interval: str
    width: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Drawn:
    """A section: its bars or its curve, its map, and the table of all its figures."""

    id: str
    section: Section
    bars: tuple[Bar, ...]
    curve: str
    chart: charts.Chart | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str, bool], ...], str], ...]


def of(told: Telling) -> list[Drawn]:
    """Every section of a result."""
    areas = {group.name for group in told.result.groups if group.kind == "area"}
    return [
        _drawn(place, section, told, is_area=section.key in areas)
        for place, section in enumerate(told.read.sections, start=1)
    ]


def _drawn(place: int, section: Section, told: Telling, *, is_area: bool) -> Drawn:
    speaker = told.read.speaker
    return Drawn(
        f"told-{place}",
        section,
        () if section.is_curve else tuple(_bars(section, speaker)),
        printing.curve(section, speaker, "inherit") if section.is_curve else "",
        _map(section, told) if is_area else None,
        section.columns[:COLUMNS],
        tuple(
            (row.label, tuple(_cell(cell, speaker) for cell in row.cells[:COLUMNS]), _n(row, speaker))
            for row in section.rows
        ),
    )


def _bars(section: Section, speaker: Speaker) -> list[Bar]:
    most = max((max(one.at or 0, one.high or 0) for one in section.leads if one and one.is_known), default=0) or 1.0
    return [_bar(row.label, row.cells[0], most, speaker) for row in section.rows if row.cells[0] is not None]


def _bar(label: str, one: Told, most: float, speaker: Speaker) -> Bar:
    def place(value: float | None) -> float | None:
        return None if value is None else round(WIDTH * max(value, 0.0) / most, 1)

    return Bar(label, one, telling.interval(one, speaker), place(one.at), place(one.low), place(one.high))


def _cell(one: Told | None, speaker: Speaker) -> tuple[str, str, bool]:
    if one is None:
        return "–", "", False
    interval = telling.interval(one, speaker) if one.low is not None else ""
    return one.value, interval, one.star


def _n(row: Row, speaker: Speaker) -> str:
    return speaker.number(row.first.n) if row.first and row.first.n else "–"


def _map(section: Section, told: Telling) -> charts.Chart | None:
    """The areas in five classes; None where no boundary is known."""
    shaped = directory.shapes([str(row.value) for row in section.rows])
    places = [
        maps.AreaFigure(row.label, shapes.rewound(shaped[str(row.value)]), cell.at)
        for row in section.rows
        if str(row.value) in shaped and (cell := row.cells[0]) is not None
    ]
    if not places:
        return None
    kind: Kind = next((cell.kind for cell in section.leads if cell is not None), "number")

    def shown(value: float) -> str:
        return told.read.speaker.value(value, kind)

    rows = tuple((place.name, shown(place.value) if place.value is not None else _("Hidden")) for place in places)
    return charts.Chart(
        f"map-{section.key}",
        _("%(figure)s on the map") % {"figure": section.columns[0]},
        section.finding,
        maps.areas(places, shown),
        (section.what, section.columns[0]),
        rows,
        told.source,
        maps.legend(places, shown),
    )


def label_of(section: Section) -> Any:
    return section.title
