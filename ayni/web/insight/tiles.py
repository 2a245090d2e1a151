"""The figures of the dashboard, and the list of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from ayni.commons.access.models import User
from ayni.monitoring import queries
from ayni.web.insight import told, written

#: What the dashboard shows first, in this order.
FIRST = (
    "social-protection-coverage",
    "multidimensional-poverty",
    "children-under-five-covered",
    "pension-coverage",
    "disability-allowance-coverage",
    "payments-paid",
)


@dataclass(frozen=True)
class Tile:
    """One figure: what it is called and means, its value, its margin and n (or why it is not shown), its day."""

    label: str
    definition: str
    value: str
    margin: str
    date: date
    url: str
    is_known: bool


def dashboard(reader: User) -> dict[str, Any]:
    """The dashboard: the first figures, and charts of what the reader may see."""
    figures = queries.figures(FIRST, reader)
    charts = [
        told.by_area("multidimensional-poverty", reader),
        told.coverage(figures, reader),
        told.decisions(reader),
        told.payments(reader),
    ]
    return {"tiles": [tile(figure) for figure in figures], "charts": [chart for chart in charts if chart]}


def every(reader: User) -> list[tuple[Any, Tile | None]]:
    """Every indicator with its newest figure, None when it was never computed."""
    found = {figure.code: tile(figure) for figure in queries.figures(None, reader)}
    return [(about, found.get(about.code)) for about in queries.indicators()]


def tile(figure: queries.FigureShown) -> Tile:
    return Tile(
        label=figure.title,
        definition=figure.definition,
        value=written.of(figure),
        margin=figure.note or written.margin(figure),
        date=figure.on,
        url=reverse("web:indicator", args=[figure.code]),
        is_known=figure.value is not None,
    )
