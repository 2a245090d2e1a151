"""Charts of a search, and of the estimates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ayni.identity.queries import pairs
from ayni.web import figures
from ayni.web.charts import Chart, Point, bars, line

MOST_WEIGHTS = 40


def of_run(run: Any) -> list[Chart]:
    """Pairs by chance, pairs by weight, and what each likeness weighs."""
    told = run.told
    found = [_by_chance(told.get("by_chance", [])), _by_weight(told.get("by_weight", []))]
    weights = pairs.weights(told)
    if weights:
        points = [Point(label, bits) for label, bits in weights[:MOST_WEIGHTS]]
        rows = tuple((point.label, figures.number(point.value or 0, 1)) for point in points)
        title, finding = _("What each likeness says"), _("Above nothing it speaks for one person, below for two.")
        columns = (_("Likeness"), _("Weight in bits"))
        found.append(Chart("weights", title, finding, bars(points), columns, rows))
    return [one for one in found if one.rows]


def _by_chance(rows: Sequence[Sequence[Any]]) -> Chart:
    points = [Point(f"{figures.percent(low)}–{figures.percent(low + 0.1)}", count) for low, count, _mean in rows]
    likely = sum(count for low, count, _mean in rows if low >= 0.5)
    finding = _("%(count)s pairs are more likely one person than two.") % {"count": figures.number(likely)}
    told = tuple((point.label, figures.number(point.value or 0)) for point in points)
    return Chart("by-chance", _("Pairs by chance"), finding, bars(points), (_("Chance"), _("Pairs")), told)


def _by_weight(rows: Sequence[Sequence[Any]]) -> Chart:
    points = [Point(str(weight), count) for weight, count in rows]
    finding = _("Two hills with a valley between mean that most pairs are clear.")
    told = tuple((point.label, figures.number(point.value or 0)) for point in points)
    columns = (_("Weight in bits"), _("Pairs"))
    return Chart("by-weight", _("Pairs by weight"), finding, line(points), columns, told)


def of_estimates(estimates: Sequence[Any]) -> list[Chart]:
    """Precision and recall at each threshold with their intervals."""
    return [
        _estimated("precision", _("Of the pairs linked, one person"), estimates),
        _estimated("recall", _("Of the pairs of one person, linked"), estimates),
    ]


def _estimated(name: str, title: str, estimates: Sequence[Any]) -> Chart:
    told = [(one.threshold, getattr(one, name), getattr(one, f"expected_{name}")) for one in estimates]
    known = [(threshold, found, expected) for threshold, found, expected in told if found is not None]
    points = [Point(figures.percent(at, 1), found.value, found.low, found.high) for at, found, _e in known]
    rows = tuple(
        (
            figures.percent(at, 1),
            figures.percent(found.value, 1),
            f"{figures.percent(found.low, 1)}–{figures.percent(found.high, 1)}",
            figures.percent(expected, 1) if expected is not None else "—",
        )
        for at, found, expected in known
    )
    columns = (_("From a chance of"), _("Measured"), _("Interval (95 %)"), _("The model expects"))
    best = max(known, key=lambda one: one[1].low, default=None)
    finding = (
        _("Surest from %(chance)s on: between %(low)s and %(high)s.")
        % {
            "chance": figures.percent(best[0], 1),
            "low": figures.percent(best[1].low, 1),
            "high": figures.percent(best[1].high, 1),
        }
        if best
        else _("Nothing was read yet.")
    )
    return Chart(name, title, finding, bars(points, is_share=True), columns, rows)
