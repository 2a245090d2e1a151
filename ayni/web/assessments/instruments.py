"""Instruments: the list, one with its versions and rounds, what differs, the steps it goes, and runs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.assessment import actions, queries
from ayni.assessment.queries import grouping
from ayni.assessment.queries import rounds as rounds_of
from ayni.assessment.queries.instruments import between, listed, record, version, waiting
from ayni.commons.access import scoping
from ayni.commons.jobs import queries as jobs
from ayni.registry import queries as registry
from ayni.snapshots import queries as snapshots
from ayni.web import figures
from ayni.web.assessments import forms, reading
from ayni.web.attempts import attempt
from ayni.web.attempts import found as existing

SEE, WRITE, ADOPT, APPLY = "assessment.see", "assessment.write", "assessment.adopt", "assessment.assess"
RUNS = "assessment.assess"
#: Each step: its verb on the button, what it does, whether a reason must be given, its tone, what is said when done.
STEPS: dict[str, tuple[Any, Any, bool, str, Any]] = {
    "review": (
        gettext_lazy("Say that it is right"),
        gettext_lazy("It was read by a second officer; then it can be adopted."),
        False,
        "",
        gettext_lazy("It is reviewed. It can now be adopted."),
    ),
    "return": (
        gettext_lazy("Give it back"),
        gettext_lazy("It goes back to whoever wrote it, with your reason."),
        True,
        "",
        gettext_lazy("It was given back to whoever wrote it."),
    ),
    "adopt": (
        gettext_lazy("Adopt this version"),
        gettext_lazy(
            "From now on it is this version that is applied. Earlier results keep the version they were made with."
        ),
        False,
        "",
        gettext_lazy("It is adopted, and can be applied."),
    ),
    "retire": (
        gettext_lazy("Retire this version"),
        gettext_lazy("It is not applied any more. What it found stays."),
        True,
        "harm",
        gettext_lazy("It is retired."),
    ),
    "discard": (
        gettext_lazy("Throw the draft away"),
        gettext_lazy("Your draft goes. The version in force stays as it is."),
        False,
        "harm",
        gettext_lazy("The draft is gone."),
    ),
}


def instruments(request: HttpRequest) -> HttpResponse:
    """Every instrument, what waits for the reader, and the work that runs."""
    shown = {
        "rows": listed(request.user),
        "waiting": waiting(request.user),
        "works": _works(request.user),
        "may_write": request.user.may(WRITE),
    }
    return render(request, "assessments/instruments.html", shown)


def instrument(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """One version: the one in the address, else the one in force."""
    found = record(code, request.user, version=number)
    shown = {
        "record": found,
        "one": found.shown,
        "checked": reading.of(found.text, request.user),
        "rounds": rounds_of.rounds(code, request.user, limit=12) if request.user.may(SEE) else [],
        "works": [work for work in _works(request.user) if work.arguments.get("code", code) == code],
        "may_apply": request.user.may(APPLY) and found.shown.status == "adopted",
        "may_write": request.user.may(WRITE),
        "steps": [(verb, STEPS[verb][0], STEPS[verb][3]) for verb in found.shown.steps if verb in STEPS],
    }
    return render(request, "assessments/instrument.html", shown)


def differences(request: HttpRequest, before: int, after: int) -> HttpResponse:
    """What differs between two versions, in words."""
    one, other = (version(id, request.user) for id in (before, after))
    if one.code != other.code:
        raise Http404
    found = between(before, after, request.user)
    return render(request, "assessments/differences.html", {"before": one, "after": other, "differences": found})


def step(request: HttpRequest, id: int, verb: str) -> HttpResponse:
    """Take a step with a version: shown with what it does first."""
    if verb not in STEPS:
        raise Http404
    chosen = version(id, request.user)
    shown_now = record(chosen.code, request.user, version=chosen.version)
    label, effect, needs_reason, tone, done = STEPS[verb]
    form = forms.ReasonForm(
        request.POST if request.method == "POST" else None, is_needed=needs_reason, is_asked=verb in (*NOTED, "review")
    )
    if form.is_valid() and attempt(form, ACTIONS[verb], chosen, **_said(verb, form), by=request.user):
        messages.success(request, done)
        return redirect(
            "web:assessments" if verb == "discard" else "web:instrument", *([] if verb == "discard" else [chosen.code])
        )
    shown = {"one": shown_now.shown, "verb": verb, "label": label, "effect": effect, "tone": tone, "form": form}
    return render(request, "assessments/step.html", {**shown, "problems": shown_now.problems})


def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the data and the groups; the work is done behind."""
    scoping.paths(request.user, APPLY)
    chosen = queries.instrument(code)
    known = snapshots.snapshots()
    choices = [(one.version, f"{figures.day(one.on)} · {one.version}") for one in known]
    form = forms.RunForm(request.POST or None, snapshots=choices, groups=_groups(chosen))
    if form.is_valid():
        snapshot = existing(snapshots.snapshot(form.cleaned_data["snapshot"]))
        if attempt(
            form, actions.start_assessing, chosen, snapshot, by=request.user, groups=form.cleaned_data["groups"]
        ):
            messages.success(request, _("The assessment is being made. You may close this page; the work goes on."))
            return redirect("web:instrument", code)
    return render(request, "assessments/apply.html", {"form": form, "instrument": chosen, "has_data": bool(choices)})


def _groups(instrument: Any) -> list[tuple[str, str]]:
    return [
        (group.name, group.title or group.name)
        for group in grouping.groups(instrument.unit, registry.dictionary()).values()
    ]


def _works(reader: Any) -> list[Any]:
    works, _total = jobs.seen_by(reader, limit=20)
    return [work for work in works if work.kind == RUNS and (not work.is_over or work.status == "failed")][:5]


#: Steps whose reason is kept for whoever wrote it; the others take none.
NOTED = ("return", "retire")
DATED = ("review", "adopt", "retire")
ACTIONS: dict[str, Any] = {
    "review": actions.review_instrument,
    "return": actions.return_instrument,
    "adopt": actions.adopt_instrument,
    "retire": actions.retire_instrument,
    "discard": actions.discard_instrument,
}


def _said(verb: str, form: forms.ReasonForm) -> dict[str, Any]:
    """What an action takes beside the version and who acts."""
    said: dict[str, Any] = {"note": form.cleaned_data["reason"]} if verb in (*NOTED, "review") else {}
    return {**said, "at": timezone.now()} if verb in DATED else said
