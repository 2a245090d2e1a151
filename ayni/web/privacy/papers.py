"""Purposes, retention and sharing: the lists, and one paper at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.commons.jobs import queries as jobs
from ayni.privacy import queries
from ayni.web.privacy import shown

#: kind: the list it is in
HOMES = {"purpose": "web:purposes", "schedule": "web:retention", "anonymisation": "web:retention"}


def purposes(request: HttpRequest) -> HttpResponse:
    rows = [shown.row("purpose", one) for one in queries.purposes(request.user)]
    return render(request, "privacy/purposes.html", {"rows": rows})


def retention(request: HttpRequest) -> HttpResponse:
    schedules = queries.schedules(request.user)
    found = queries.anonymisations(request.user)
    lists = {
        "rows": [shown.row("schedule", one) for one in schedules],
        "done": [shown.row("anonymisation", one) for one in found],
    }
    return render(request, "privacy/retention.html", lists)


def sharing(request: HttpRequest) -> HttpResponse:
    rows = [shown.row("agreement", one) for one in queries.agreements(request.user)]
    return render(request, "privacy/sharing.html", {"rows": rows})


def page(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    paper = queries.paper(kind, number, reader=request.user)
    told = {
        "kind": kind,
        "paper": paper,
        "title": shown.title(kind, paper),
        "terms": shown.terms(kind, paper),
        "steps": [(one, WORDS[one]()) for one in shown.steps(kind, paper, request.user)],
        "back_url": reverse(HOMES.get(kind, "web:sharing")),
        "transfers": queries.transfers(paper) if kind == "agreement" else [],
        "work": jobs.work(paper.work_key) if kind == "anonymisation" and paper.status == "approved" else None,
        "may_anonymise": kind == "schedule" and paper.status == "approved" and request.user.may("privacy.schedule"),
    }
    return render(request, "privacy/paper.html", told)


WORDS = {
    "approve": lambda: _("Approve it"),
    "reject": lambda: _("Reject it"),
    "withdraw": lambda: _("Take it back"),
    "suspend": lambda: _("Suspend it"),
    "resume": lambda: _("Let it hold again"),
    "retire": lambda: _("End it for good"),
}
