"""Areas: the tree, one area, as they stood on a day, and those of two days held against each other."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ayni.commons.access import scoping
from ayni.commons.directory import permissions
from ayni.commons.directory.queries import finding, places, standing
from ayni.web import fragments, limits, paging
from ayni.web.attempts import found
from ayni.web.places import area_files, area_forms, maps

SHOWN = 500  # rows of a comparison on a page; the file has all


def areas(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, permissions.SEE)
    form, page = area_forms.AreaFilter(request.GET), paging.asked(request)
    rows = finding.search(**form.chosen())
    context = {
        "form": form,
        "rows": rows[page.offset : page.offset + page.limit],
        "paging": page.of(rows.count()),
        "levels": {level.number: str(level) for level in finding.levels()},
        "is_empty": not finding.counts(),
    }
    return render(request, "places/areas_found.html" if fragments.is_asked(request) else "places/areas.html", context)


def area(request: HttpRequest, code: str) -> HttpResponse:
    scoping.paths(request.user, permissions.SEE)
    shown = found(finding.shown(code))
    serving = places.places(on=timezone.localdate(), area=code)
    near = list(serving[:50])
    chart = maps.of_area(shown.area, shown.children, shown.neighbours, near)
    context = {"shown": shown, "area": shown.area, "places_here": near, "total": serving.count(), "chart": chart}
    return render(request, "places/area.html", context)


def stood(request: HttpRequest) -> HttpResponse:
    """All areas as they stood on a day."""
    scoping.paths(request.user, permissions.SEE)
    day, page = _day(request.GET.get("on", "")), paging.asked(request)
    rows = standing.areas_as_stood(day)
    context = {"on": day, "rows": rows[page.offset : page.offset + page.limit], "paging": page.of(len(rows))}
    return render(request, "places/stood.html", context)


def correspondence(request: HttpRequest) -> HttpResponse:
    """The areas of one day by those of another, as a page and as a file."""
    scoping.paths(request.user, permissions.SEE)
    form = area_forms.DaysForm(request.GET or None)
    rows = standing.correspondence(**form.cleaned_data) if form.is_valid() else []
    if rows and request.GET.get("form") == "csv":
        return area_files.correspondence(rows)
    changed = [row for row in rows if row.then != row.now or row.then_path != row.now_path]
    context = {
        "form": form,
        "rows": changed[:SHOWN],
        "same": len(rows) - len(changed),
        "query": request.GET.urlencode(),
    }
    return render(request, "places/correspondence.html", context)


@limits.door("export")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Every area there is now, as GeoJSON or CSV."""
    scoping.paths(request.user, permissions.SEE)
    return area_files.exported(form)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
