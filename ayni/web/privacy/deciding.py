"""Deciding about a purpose, a schedule, an agreement or an anonymisation."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.privacy import actions, queries
from ayni.web.attempts import attempt
from ayni.web.privacy import forms, papers, shown

ACTIONS: dict[str, Any] = {
    "approve": actions.approve_paper,
    "reject": actions.reject_paper,
    "withdraw": actions.withdraw_paper,
    "suspend": actions.suspend_paper,
    "resume": actions.resume_paper,
    "retire": actions.retire_paper,
}
WITH_REASON = ("reject", "suspend", "retire")


def decide(request: HttpRequest, kind: str, number: int, verb: str) -> HttpResponse:
    if verb not in ACTIONS:
        raise Http404
    scoping.paths(request.user, shown.NEEDED.get(verb, "privacy.approve"))
    paper = queries.paper(kind, number, reader=request.user)
    action = actions.approve_anonymisation if (kind, verb) == ("anonymisation", "approve") else ACTIONS[verb]
    asks = forms.ReasonForm if verb in WITH_REASON else forms.ConfirmForm
    form = asks(request.POST if request.method == "POST" else None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, action, paper, **form.cleaned_data, **asked):
        messages.success(request, _("It is done."))
        return redirect("web:paper", kind, number)
    page = {
        "paper": paper,
        "title": papers.WORDS[verb](),
        "effect": _effect(kind, verb, paper),
        "means": _means(kind, verb),
        "undo": _undo(kind, verb),
        "terms": shown.terms(kind, paper),
        "back_url": reverse("web:paper", args=[kind, number]),
        "back": shown.title(kind, paper),
        "tone": "harm" if kind == "anonymisation" and verb == "approve" else "",
        "is_possible": verb in shown.steps(kind, paper, request.user),
        "form": form,
    }
    return render(request, "privacy/decide.html", page)


def _effect(kind: str, verb: str, paper: Any) -> str:
    if kind == "anonymisation" and verb == "approve":
        return _("%(persons)s people and %(households)s households become anonymous.") % {
            "persons": paper.counts.get("persons", 0),
            "households": paper.counts.get("households", 0),
        }
    return shown.title(kind, paper)


def _means(kind: str, verb: str) -> str:
    if verb != "approve":
        return _("Whoever prepared it sees this.") if verb == "reject" else ""
    return {
        "purpose": _("From its first day data may be used for it; where it needs consent, of those who agreed."),
        "schedule": _("Nothing happens by itself: each time, the people due are counted and approved once more."),
        "agreement": _("The partner may receive what is named above, and nothing else. Each transfer is recorded."),
        "anonymisation": _(
            "Names, telephone numbers, keys, texts and sensitive answers are removed, earlier states too; days of "
            "birth become five years. Amounts, choices and numbers stay, for statistics. Copies on paper and in "
            "backups are not reached."
        ),
    }[kind]


def _undo(kind: str, verb: str) -> str:
    """How it is undone; empty when it cannot be."""
    if kind == "anonymisation":
        return "" if verb == "approve" else _("It can be prepared again at any time.")
    if verb in ("retire", "reject", "withdraw"):
        return _("A new one can be prepared at any time.")
    return _("It can be ended at any time.")
