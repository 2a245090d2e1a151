"""What an assessment found, for its page: figures with their intervals, and what each means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ayni.assessment import queries
from ayni.commons import languages
from ayni.commons.directory import queries as directory
from ayni.engines.measures import disclosure
from ayni.web import charts, figures


@dataclass(frozen=True)
class Estimate:
    """One figure: what it is called, what it means, its value and its interval as text."""

    label: str
    definition: str
    value: str
    margin: str


def rows() -> list[tuple[Any, str, Any]]:
    """Every instrument with its title and its last assessment, None when it was never applied."""
    return [(one, languages.text(one.title) or one.code, queries.latest(one.code)) for one in queries.instruments()]


def of(made: Any) -> dict[str, Any]:
    """An assessment's page."""
    shared = {
        "made": made,
        "title": languages.text(made.instrument.title) or made.instrument.code,
        "found": made.figures,
        "sample": made.figures["sample"],
    }
    shape = _deprivation if made.figures["kind"] == "deprivation" else _proxy_means
    return {**shared, **shape(made.figures, made.snapshot)}


def _deprivation(found: dict[str, Any], snapshot: Any) -> dict[str, Any]:
    is_survey, source = found["sample"]["is_survey"], _source(found, snapshot)
    names = directory.names()
    cutoff = {"k": figures.percent(found["k"], 0)}
    tiles = [
        _estimate(
            _("Poor people (H)"),
            _("People in a household deprived in at least %(k)s of the weighted indicators, of all people.") % cutoff,
            found["H"],
            is_survey,
        ),
        _estimate(
            _("How deprived the poor are (A)"),
            _("The share of the weighted indicators in which poor people are deprived, on average."),
            found["A"],
            is_survey,
        ),
        _estimate(
            _("Adjusted poverty (M0)"),
            _("H times A: it also falls when the poor become less deprived."),
            found["M0"],
            is_survey,
            places=3,
        ),
    ]
    areas = [(names.get(code, code), figure) for code, figure in _shown(found["by_area"], is_survey)]
    needs = [(_label(row), row["uncensored"]) for row in found["indicators"]]
    parts = [(_label(row), row["percentage"]) for row in found["indicators"]]
    return {
        "tiles": tiles,
        "charts": [
            _bars("areas", _("Poor people (H), by area"), _("Area"), areas, is_survey, source),
            _bars("needs", _("Deprived people, by indicator"), _("Indicator"), needs, is_survey, source),
            _bars("parts", _("What poverty is made of"), _("Indicator"), parts, is_survey, source),
        ],
        "dimensions": [
            (_label(dimension), dimension["weight"], [_label(row) for row in _indicators(found, dimension)])
            for dimension in found["dimensions"]
        ],
    }


def _shown(rows: list[dict[str, Any]], is_survey: bool) -> list[tuple[str, dict[str, Any]]]:
    """Each area's share of poor people, emptied where it would tell of too few."""
    cells = [_cell(row["area"], row["H"], is_survey) for row in rows]
    return [
        (cell.area, {"value": cell.value, "low": cell.low, "high": cell.high, "n": cell.n})
        for cell in disclosure.hide(cells)
    ]


def _cell(area: str, figure: dict[str, Any], is_survey: bool) -> disclosure.Cell:
    n, value = int(figure["n"]), figure["value"]
    counted = round(n * value) if value is not None else 0
    low, high = (figure["low"], figure["high"]) if is_survey else (None, None)
    return disclosure.Cell("H", n, counted, value, low, high, area=area, is_estimate=is_survey)


def _proxy_means(found: dict[str, Any], snapshot: Any) -> dict[str, Any]:
    labels = {row["name"]: _label(row) for row in found["regressors"]}
    formula = found["formula"]
    coefficients = [
        (labels.get(name, name), formula["coefficients"][name], formula["se"].get(name))
        for name in formula["names"]
        if name in formula["coefficients"]
    ]
    return {
        "coefficients": coefficients,
        "constant": formula["coefficients"].get("constant", formula.get("constant")),
        "dropped": [labels.get(name, name) for name in formula["dropped"]],
        "errors": found["errors"],
        "source": _source(found, snapshot),
    }


def _indicators(found: dict[str, Any], dimension: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in found["indicators"] if row["name"] in dimension["indicators"]]


def _estimate(label: str, definition: str, figure: dict[str, Any], is_survey: bool, places: int = 0) -> Estimate:
    shown = (lambda value: figures.number(value, places)) if places else (lambda value: figures.percent(value, 1))
    value = shown(figure["value"]) if figure["value"] is not None else "–"
    counted = {"n": figures.number(figure["n"])}
    if not is_survey or figure["low"] is None:
        return Estimate(label, definition, value, _("n = %(n)s households") % counted)
    facts = {"low": shown(figure["low"]), "high": shown(figure["high"]), **counted}
    return Estimate(label, definition, value, _("Between %(low)s and %(high)s (95 %%), n = %(n)s households") % facts)


def _bars(
    id: str, title: str, what: str, found: list[tuple[str, dict[str, Any]]], is_survey: bool, source: str
) -> charts.Chart:
    points = [
        charts.Point(label, one["value"], one["low"] if is_survey else None, one["high"] if is_survey else None)
        for label, one in found
    ]
    rows = tuple(
        (point.label, _percent(point.value), _interval(point), figures.number(one["n"]))
        for point, (_name, one) in zip(points, found, strict=True)
    )
    known = [point for point in points if point.value is not None]
    highest = max(known, key=lambda point: point.value or 0, default=None)
    finding = (
        _("Highest: %(label)s, %(value)s.") % {"label": highest.label, "value": _percent(highest.value)}
        if highest
        else _("No figure can be shown.")
    )
    hidden = len(points) - len(known)
    if hidden:
        finding += " " + _("Hidden, because too few people: %(count)s.") % {"count": figures.number(hidden)}
    columns = (what, _("Share"), _("Interval (95 %)"), _("n, households"))
    return charts.Chart(f"assessed-{id}", title, finding, charts.bars(points, is_share=True), columns, rows, source)


def _percent(value: float | None) -> str:
    return _("Hidden: too few") if value is None else figures.percent(value, 1)


def _interval(point: charts.Point) -> str:
    if point.low is None or point.high is None:
        return "–"
    return _("%(low)s to %(high)s") % {"low": _percent(point.low), "high": _percent(point.high)}


def _label(row: dict[str, Any]) -> str:
    return languages.text(row["labels"]) or row["name"].replace("_", " ")


def _source(found: dict[str, Any], snapshot: Any) -> str:
    facts = {"n": figures.number(found["n"]), "day": figures.day(snapshot.on)}
    if found["sample"]["is_survey"]:
        return _("Survey of %(n)s households, as known on %(day)s") % facts
    return _("All %(n)s households of the registry, as known on %(day)s") % facts
