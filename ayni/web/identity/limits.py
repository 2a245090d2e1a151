"""Thresholds: what they would do, proposing and approving them; the sample behind the estimates; how readers agree."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.identity import actions
from ayni.identity.queries import thresholds as queries
from ayni.web.attempts import attempt, found
from ayni.web.identity import drawn, forms

VERBS: dict[str, tuple[Any, Any]] = {
    "approve": (actions.approve_thresholds, gettext_lazy("Approve the thresholds")),
    "reject": (actions.reject_thresholds, gettext_lazy("Reject the thresholds")),
}


def thresholds(request: HttpRequest) -> HttpResponse:
    every, sample = queries.every(request.user), queries.sample()
    shown: dict[str, Any] = {"every": every, "in_force": queries.in_force(), "sample": sample}
    if sample is not None:
        shown |= {"strata": queries.strata(sample), "estimates": queries.estimates(sample)}
        shown["charts"] = drawn.of_estimates(shown["estimates"])
    shown["agreement"] = queries.agreement()
    return render(request, "identity/thresholds.html", shown)


def propose(request: HttpRequest) -> HttpResponse:
    form = forms.ThresholdsForm(request.POST or None)
    if form.is_valid():
        asked = {**form.told, "seed": _seed(), "at": timezone.now(), "by": request.user}
        if attempt(form, actions.propose_thresholds, **asked):
            messages.success(request, _("The thresholds are proposed. Another officer approves them."))
            return redirect("web:same_thresholds")
    return render(request, "identity/propose.html", {"form": form, "sample": queries.sample()})


def decide(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    action, title = VERBS[verb]
    one = found(queries.one(number, reader=request.user))
    form = django_forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, action, one, at=timezone.now(), by=request.user):
        messages.success(request, _("It is done."))
        return redirect("web:same_thresholds")
    return render(request, "identity/decide.html", {"one": one, "form": form, "title": title, "verb": verb})


def sample(request: HttpRequest) -> HttpResponse:
    form = forms.SampleForm(request.POST or None)
    if form.is_valid():
        asked = {**form.cleaned_data, "seed": _seed(), "at": timezone.now(), "by": request.user}
        if attempt(form, actions.draw_sample, **asked):
            messages.success(request, _("The sample is drawn. Its pairs wait in the queue like the others."))
            return redirect("web:same_thresholds")
    return render(request, "identity/sample.html", {"form": form, "sample": queries.sample()})


def _seed() -> int:
    """A number nobody could choose; it is kept, so that the lot can be drawn again."""
    return int(get_random_string(9, "123456789"))
