"""Charts of indicators, each with the sentence that states its finding and a table of the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ayni.benefits import queries as benefits
from ayni.commons.access.models import User
from ayni.enrolment import queries as enrolment
from ayni.monitoring import queries
from ayni.programmes import queries as programmes
from ayni.web import charts, figures, maps, statuses
from ayni.web.insight import shapes, written

#: Which indicator tells how much of its people a programme reaches.
COVERAGE = {
    "children-under-five-covered": "child-grant",
    "pension-coverage": "old-age-pension",
    "disability-allowance-coverage": "disability-allowance",
}
STATES = ("paid", "sent", "due", "returned", "reissued")


def of_indicator(code: str, reader: User) -> dict[str, Any]:
    """One indicator: its figure for everybody, by area, by each group, and over time."""
    about = queries.indicator(code)
    whole = queries.figures([code], reader)
    found = [by_area(code, reader)] if about.has_areas else []
    found += [by_group(code, group, title, reader) for group, title in about.groups.items()]
    found.append(over_time(code, reader))
    return {
        "about": about,
        "figure": whole[0] if whole else None,
        "value": written.of(whole[0]) if whole else "",
        "margin": whole[0].note or written.margin(whole[0]) if whole else "",
        "charts": [chart for chart in found if chart],
    }


def by_area(code: str, reader: User, *, is_map: bool = False) -> charts.Chart | None:
    """An indicator by first-level area, as bars or as a map; None without figures."""
    found = queries.by_area(code, reader)
    if not found:
        return None
    about = found[0]
    if is_map:
        places = [_place(figure) for figure in found if figure.shape]
        if not places:
            return None
        spec, legend = maps.areas(places, written.value(about.unit)), maps.legend(places, written.value(about.unit))
        return _chart(f"map-{code}", about.title, found, spec, _("Area"), legend)
    return _chart(f"area-{code}", _("%(title)s, by area") % {"title": about.title}, found, _bars(found), _("Area"))


def by_group(code: str, group: str, title: str, reader: User) -> charts.Chart | None:
    """An indicator for each category of a group; None without figures."""
    found = queries.by_group(code, group, reader)
    if not found:
        return None
    told = _("%(title)s, by %(group)s") % {"title": found[0].title, "group": title.lower()}
    return _chart(f"group-{group}", told, found, _bars(found), title)


def over_time(code: str, reader: User) -> charts.Chart | None:
    """An indicator over the last snapshots; None for fewer than two."""
    found = queries.series(code, reader)
    if len({figure.on for figure in found}) < 2:
        return None
    known = [figure for figure in found if figure.value is not None]
    spec = charts.line([_point(figure, figures.day(figure.on)) for figure in known], is_share=found[0].unit == "share")
    title = _("%(title)s, over time") % {"title": found[0].title}
    return _chart("time", title, found, spec, _("Day"), names=[figures.day(figure.on) for figure in found])


def coverage(found: Sequence[queries.FigureShown], reader: User) -> charts.Chart | None:
    """How much of its people each programme reaches; None without figures."""
    chosen = [figure for figure in found if figure.code in COVERAGE]
    if not chosen:
        return None
    titles = {one.code: one.title for one in programmes.programmes(reader)} if reader.may("programmes.see") else {}
    names = [titles.get(COVERAGE[figure.code], figure.title) for figure in chosen]
    spec = charts.bars([_point(f, name) for f, name in zip(chosen, names, strict=True)], is_share=True)
    return _chart("coverage", _("People reached, by programme"), chosen, spec, _("Programme"), names=names)


def decisions(reader: User) -> charts.Chart | None:
    """How many each programme of the last run found eligible; None without a run, or where it may not be seen."""
    last = enrolment.latest() if reader.may("enrolment.see_runs") else None
    if last is None:
        return None
    found = enrolment.run(last.pk, reader).programmes
    points = [charts.Point(one.title, one.eligible) for one in found]
    rows = tuple(
        (one.title, *(figures.number(n) for n in (one.eligible, one.ineligible, one.needs_information)))
        for one in found
    )
    most = max(found, key=lambda one: one.needs_information, default=None)
    finding = _("Found eligible in the last run.")
    if most is not None and most.needs_information:
        facts = {"programme": most.title, "count": figures.number(most.needs_information)}
        finding = _("%(programme)s waits for most answers: %(count)s cannot be decided yet.") % facts
    columns = (_("Programme"), _("Eligible"), _("Not eligible"), _("Needs information"))
    source = _("Run %(run)s, on what was known on %(day)s") % {"run": last.pk, "day": figures.day(last.snapshot.on)}
    return charts.Chart("decisions", _("Eligible, by programme"), finding, charts.bars(points), columns, rows, source)


def payments(reader: User) -> charts.Chart | None:
    """Payments by state, in the reader's areas; None where they may not be seen, or there are none."""
    every = benefits.cycles(reader) if reader.may("benefits.see_payments") else []
    tallies = {state: [one.tallies[state] for one in every if state in one.tallies] for state in STATES}
    counts = {state: sum(tally.lines for tally in found) for state, found in tallies.items() if found}
    if not counts:
        return None
    named = {state: str(statuses.shown(state)[0]) for state in counts}
    rows = tuple(
        (named[state], figures.number(count), figures.money(sum(tally.amount for tally in tallies[state])))
        for state, count in counts.items()
    )
    answered = {"paid": figures.number(counts.get("paid", 0)), "returned": figures.number(counts.get("returned", 0))}
    return charts.Chart(
        "payments",
        _("Payments, by state"),
        _("%(paid)s have arrived; %(returned)s came back and can be issued again.") % answered,
        charts.bars([charts.Point(named[state], count) for state, count in counts.items()]),
        (_("State"), _("Payments"), _("Amount")),
        rows,
        _("All payment cycles, in your areas, now"),
    )


def _chart(
    id: str,
    title: str,
    found: Sequence[queries.FigureShown],
    spec: charts.Spec,
    what: str,
    classes: tuple[charts.Legend, ...] = (),
    *,
    names: Sequence[str] = (),
) -> charts.Chart:
    labels = list(names) or [_name(figure) for figure in found]
    rows = tuple(_row(label, figure) for label, figure in zip(labels, found, strict=True))
    columns = (what, _("Value"), _("Interval (95 %)"), _("Rests on"))
    return charts.Chart(id, title, _finding(labels, found), spec, columns, rows, _source(found), classes)


def _finding(labels: Sequence[str], found: Sequence[queries.FigureShown]) -> str:
    """The highest and the lowest, and how many are hidden."""
    every = zip(labels, found, strict=True)
    known = sorted((one.value, label, one.unit) for label, one in every if one.value is not None)
    hidden = len(found) - len(known)
    left_out = ""
    if hidden:
        left_out = " " + _("Hidden, because too few people: %(count)s.") % {"count": figures.number(hidden)}
    if not known:
        return _("No figure can be shown.") + left_out
    shown = written.value(known[0][2])
    facts = {"highest": known[-1][1], "high": shown(known[-1][0]), "lowest": known[0][1], "low": shown(known[0][0])}
    if len(known) == 1:
        return _("%(highest)s: %(high)s.") % facts + left_out
    return _("Highest: %(highest)s, %(high)s. Lowest: %(lowest)s, %(low)s.") % facts + left_out


def _row(label: str, figure: queries.FigureShown) -> tuple[str, ...]:
    value = written.value(figure.unit)(figure.value) if figure.value is not None else figure.note
    return (label, value, written.interval(figure) or "–", written.rests_on(figure) or "–")


def _source(found: Sequence[queries.FigureShown]) -> str:
    newest = max(found, key=lambda figure: figure.on)
    facts = {"snapshot": newest.snapshot, "day": figures.day(newest.on)}
    return _("Snapshot %(snapshot)s, as known on %(day)s") % facts


def _bars(found: Sequence[queries.FigureShown]) -> charts.Spec:
    return charts.bars([_point(figure, _name(figure)) for figure in found], is_share=found[0].unit == "share")


def _point(figure: queries.FigureShown, label: str) -> charts.Point:
    value, low, high = (None if one is None else float(one) for one in (figure.value, figure.low, figure.high))
    return charts.Point(label, value, low, high)


def _place(figure: queries.FigureShown) -> maps.AreaFigure:
    value = None if figure.value is None else float(figure.value)
    return maps.AreaFigure(figure.area_name, shapes.rewound(figure.shape or {}), value)


def _name(figure: queries.FigureShown) -> str:
    return figure.category_title or figure.area_name or figure.title
