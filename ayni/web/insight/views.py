"""The dashboard, each indicator, and the map of areas."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ayni.commons.access import scoping
from ayni.monitoring import queries
from ayni.web.insight import forms, tiles, told


def dashboard(request: HttpRequest) -> HttpResponse:
    return render(request, "insight/dashboard.html", tiles.dashboard(request.user))


def indicators(request: HttpRequest) -> HttpResponse:
    return render(request, "insight/indicators.html", {"rows": tiles.every(request.user)})


def indicator(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "insight/indicator.html", told.of_indicator(code, request.user))


def area_map(request: HttpRequest) -> HttpResponse:
    """Areas in five classes for the indicator that the address names."""
    scoping.paths(request.user, "monitoring.see")
    form = forms.MapForm(request.GET)
    code = form.chosen()
    shown = {"form": form, "about": queries.indicator(code), "chart": told.by_area(code, request.user, is_map=True)}
    return render(request, "insight/map.html", shown)
