"""Searches through the registry for people on record twice, what they found, and groups as pictures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.directory import queries as directory
from ayni.identity import actions
from ayni.identity.queries import groups, runs
from ayni.web.attempts import attempt, found
from ayni.web.identity import drawn, forms


def searches(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/searches.html", {"runs": runs.every(request.user)})


def start(request: HttpRequest) -> HttpResponse:
    form = forms.SearchForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["area"].strip()
        area = directory.area(code) if code else None
        if code and area is None:
            form.add_error("area", _("There is no area with this code."))
        else:
            learns = form.cleaned_data["learns"] == "yes"
            asked = {"learns": learns, "at": timezone.now(), "by": request.user}
            if attempt(form, actions.look_for_doubles, area, **asked):
                messages.success(request, _("The search has begun. You may go on with other work."))
                return redirect("web:same_run", form.result.pk)  # type: ignore[attr-defined]
    return render(request, "identity/start.html", {"form": form})


def search(request: HttpRequest, number: int) -> HttpResponse:
    run = found(runs.one(number, reader=request.user))
    work = runs.work(run)
    is_waiting = run.finished_at is None and work is not None and not work.is_over
    shown: dict[str, Any] = {"run": run, "work": work, "is_waiting": is_waiting}
    if run.finished_at:
        shown["charts"] = drawn.of_run(run)
    return render(request, "identity/search_found.html" if request.htmx else "identity/search.html", shown)  # type: ignore[attr-defined]


def group(request: HttpRequest, run: int, name: str) -> HttpResponse:
    told = found(groups.group(run, name, reader=request.user, at=timezone.now()))
    return render(request, "identity/group.html", {"group": told, "size": groups.SIZE, "round": groups.ROUND})
