"""Corrections that people ask for: the list, one of them, and deciding about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.commons.access import scoping
from ayni.privacy import actions, queries
from ayni.web import fragments, paging
from ayni.web.attempts import attempt
from ayni.web.privacy import forms

#: verb: (action, form, title, what it means, what is said afterwards)
VERBS: dict[str, tuple[Any, Any, Any, Any, Any]] = {
    "accept": (
        actions.accept_correction,
        forms.AnswerForm,
        gettext_lazy("Accept the correction"),
        gettext_lazy("What can be put right by itself is put right in the same step; the rest you have done by hand."),
        gettext_lazy("The correction is accepted."),
    ),
    "refuse": (
        actions.refuse_correction,
        forms.RefusalForm,
        gettext_lazy("Refuse the correction"),
        gettext_lazy("The record stays as it is. The person is told why, and how to appeal."),
        gettext_lazy("The correction is refused. Tell the person why, and how to appeal."),
    ),
    "withdraw": (
        actions.withdraw_correction,
        forms.AnswerForm,
        gettext_lazy("The person takes it back"),
        gettext_lazy("The record stays as it is. A new correction can be written down at any time."),
        gettext_lazy("The correction is taken back."),
    ),
}


def listed(request: HttpRequest) -> HttpResponse:
    form, page = forms.CorrectionFilter(request.GET), paging.asked(request)
    found = queries.corrections(request.user, status=form.chosen())
    rows = found[page.offset : page.offset + page.limit]
    shown = {"form": form, "rows": rows, "paging": page.of(found.count()), "today": timezone.localdate()}
    is_part = fragments.is_asked(request)
    return render(request, "privacy/corrections_found.html" if is_part else "privacy/corrections.html", shown)


def page(request: HttpRequest, request_id: int) -> HttpResponse:
    return render(request, "privacy/correction.html", _shown(request, request_id))


def decide(request: HttpRequest, request_id: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    action, asks, title, means, done = VERBS[verb]
    scoping.paths(request.user, "privacy.lodge_correction" if verb == "withdraw" else "privacy.decide_correction")
    shown = _shown(request, request_id)
    form = asks(request.POST or None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, action, shown["correction"], **form.told, **asked):
        messages.success(request, str(done))
        return redirect("web:correction", request_id)
    page = {"title": title, "means": means, "verb": title, "form": form, "tone": "harm" if verb == "refuse" else ""}
    back = {"back_url": reverse("web:correction", args=[request_id]), "back": str(shown["correction"])}
    return render(request, "privacy/decide_correction.html", {**shown, **page, **back})


def _shown(request: HttpRequest, request_id: int) -> dict[str, Any]:
    found = queries.correction(request_id, reader=request.user)
    return {
        "correction": found,
        "is_own": found.lodged_by_id == request.user.pk,
        "is_overdue": found.is_open and found.due_on < timezone.localdate(),
        "change": [(name, _("empty") if value == "" else value) for name, value in found.change.items()],
    }
