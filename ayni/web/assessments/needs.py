"""Needs of the people of an area, against the programmes and services that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.assessment import actions
from ayni.assessment.queries import answered, area_needs, catalogue, offered
from ayni.commons.directory.queries import finding
from ayni.web.assessments import forms
from ayni.web.attempts import attempt, found

WIDTH = 1000
ACTIONS: dict[str, Any] = {
    "approve": actions.approve_answer,
    "reject": actions.reject_answer,
    "end": actions.end_answer,
}


@dataclass(frozen=True)
class NeedRow:
    """A need of an area, and how wide the parts of its bar are: helped, and not helped."""

    need: Any
    helped: float
    unmet: float


def of_area(request: HttpRequest, code: str = "") -> HttpResponse:
    """What people need here, what answers it, and what is lacking; each area within opens its own page."""
    area = found(finding.shown(code)) if code else None
    read = area_needs.of_area(code, request.user)
    most = max((one.people or 0 for one in read.needs), default=0) or 1
    shown = {
        "read": read,
        "upper": list(area.upper) if area else [],
        "rows": [_row(one, most) for one in read.needs],
        "parts": [(code, name, [people.get(one.name) for one in read.needs]) for code, name, people in read.parts],
        "may_propose": request.user.may("assessment.propose_answers"),
    }
    return render(request, "assessments/needs.html", shown)


def _row(one: Any, most: int) -> NeedRow:
    helped = round(WIDTH * (one.helped or 0) / most, 1)
    return NeedRow(one, helped, round(WIDTH * (one.unmet or 0) / most, 1))


def answers(request: HttpRequest) -> HttpResponse:
    """What is said to answer each need, and what waits for approval."""
    shown = {
        "rows": answered.answers(request.user),
        "may_propose": request.user.may("assessment.propose_answers"),
    }
    return render(request, "assessments/answers.html", shown)


def propose(request: HttpRequest) -> HttpResponse:
    """Say that a programme, a service or a kind of place answers a need; another officer approves it."""
    needs = [(name, one.title) for name, one in catalogue.needs().items()]
    known = [(f"{one.kind}:{one.code}", one.title) for one in offered().values()]
    form = forms.AnswerForm(request.POST or None, needs=needs, answers=known)
    if form.is_valid():
        kind, _colon, code = form.cleaned_data["answer"].partition(":")
        if attempt(form, actions.propose_answer, form.cleaned_data["need"], by=request.user, kind=kind, code=code):
            messages.success(request, _("It is proposed. Another officer approves it."))
            return redirect("web:need_answers")
    return render(request, "assessments/propose_answer.html", {"form": form})


def decide(request: HttpRequest, id: int, verb: str) -> HttpResponse:
    """Approve, reject or end what is said to answer a need."""
    one = found(next((row for row in answered.answers(request.user) if row.id == id and verb in row.steps), None))
    has_reason = verb != "approve"
    form = forms.ReasonForm(
        request.POST if request.method == "POST" else None, is_needed=has_reason, is_asked=has_reason
    )
    said: dict[str, Any] = {"at": timezone.now(), **({"reason": form.data.get("reason", "")} if has_reason else {})}
    answer = found(answered.answer(id, request.user))
    if form.is_valid() and attempt(form, ACTIONS[verb], answer, by=request.user, **said):
        messages.success(request, _("It is on record."))
        return redirect("web:need_answers")
    return render(request, "assessments/decide_answer.html", {"one": one, "verb": verb, "form": form})
