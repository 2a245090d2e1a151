"""The dashboard of quality, one rule, whom it found, and what is to be mended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.commons.jobs import running
from ayni.intake.queries import quality
from ayni.snapshots import queries as snapshots
from ayni.web import paging

SEE, CHECK = "intake.see_quality", "intake.check_quality"
WAYS = ("area", "source", "enumerator")


def dashboard(request: HttpRequest) -> HttpResponse:
    group = request.GET.get("group", "")
    kept = quality.runs()
    shown = {
        "run": kept[0] if kept else None,
        "lines": quality.lines(request.user, group=group if group in quality.GROUPS else ""),
        "groups": quality.GROUPS.items(),
        "group": group,
        "snapshot": snapshots.latest() if request.user.may(CHECK) else None,
    }
    return render(request, "quality/dashboard.html", shown)


def check(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, CHECK)
    newest = snapshots.latest()
    form = forms.Form(request.POST if request.method == "POST" else None)
    if newest is not None and form.is_valid():
        key = f"intake.check_quality/{newest.version}"
        running.start("intake.check_quality", key=key, by=request.user, snapshot=newest.version)
        messages.success(request, _("The rules are held against the newest snapshot. You may leave the page."))
        return redirect("web:quality")
    return render(request, "quality/check.html", {"snapshot": newest, "form": form})


def rule(request: HttpRequest, rule: str) -> HttpResponse:
    found = quality.rule(rule)
    way = request.GET.get("by", "area")
    if way not in WAYS:
        raise Http404
    told = quality.trend(request.user, rule)
    shown = {
        "rule": found,
        "group": quality.GROUPS[found.group],
        "now": told[-1][1] if told else None,
        "trend": told,
        "way": way,
        "rows": quality.by(request.user, rule, way),
        "sees_all": request.user.where(SEE) == ("/",),
        "may_see_people": request.user.may("registry.see_households"),
    }
    return render(request, "quality/rule.html", shown)


def people(request: HttpRequest, rule: str) -> HttpResponse:
    found, page = quality.rule(rule), paging.asked(request)
    rows = quality.findings(request.user, rule, area=request.GET.get("area", ""))
    shown = {"rule": found, "rows": rows[page.offset : page.offset + page.limit], "paging": page.of(rows.count())}
    return render(request, "quality/people.html", shown)


def tasks(request: HttpRequest) -> HttpResponse:
    page = paging.asked(request)
    found = quality.tasks(request.user)
    rows = [_task(one) for one in found[page.offset : page.offset + page.limit]]
    return render(request, "quality/tasks.html", {"rows": rows, "paging": page.of(found.count())})


def _task(one: Any) -> dict[str, Any]:
    address = reverse("web:quality_people", args=[one.rule])
    return {"task": one, "rule": quality.rule(one.rule), "address": f"{address}?area={one.area.path}"}
