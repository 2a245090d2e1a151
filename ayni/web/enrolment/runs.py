"""Eligibility runs: the list, starting one, and what it found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ayni.commons.access import scoping
from ayni.enrolment import actions, queries
from ayni.web.attempts import attempt
from ayni.web.enrolment import forms, found


def runs(request: HttpRequest) -> HttpResponse:
    return render(request, "enrolment/runs.html", {"runs": queries.runs(request.user, limit=50)})


def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """What a run found; while it decides, the page shows how far it is."""
    return render(request, "enrolment/run.html", found.by_run(run_id, request.user))


def start(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "enrolment.start_run")
    form = forms.RunForm(request.POST or None)
    if form.is_confirmed() and attempt(form, actions.start_run, by=request.user, **form.answers):
        return redirect("web:run", form.result.pk)
    effect = found.effect(**form.answers) if form.is_shown else None
    return render(request, "enrolment/start_run.html", {"form": form, "effect": effect})
