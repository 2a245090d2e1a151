"""The queue, taking the next pair, reading it, and taking the last answer back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ayni.identity import actions
from ayni.identity.queries import groups, pairs, reviewing, thresholds, wording
from ayni.kernel.refusals import Refused
from ayni.web import fragments, paging
from ayni.web.attempts import attempt, found
from ayni.web.identity import forms

PER_PAGE = 20
#: The pairs that an officer has left to others in this sitting, the last so many.
SKIPPED, MOST_SKIPPED = "same_skipped", 100
REVIEW = "identity.review"


def queue(request: HttpRequest) -> HttpResponse:
    form, page, at = forms.QueueFilter(request.GET), paging.asked(request, per_page=PER_PAGE), timezone.now()
    rows, total = reviewing.queue(request.user, form.asked(), at=at, limit=page.limit, offset=page.offset)
    shown: dict[str, Any] = {"form": form, "rows": rows, "paging": page.of(total), "most": reviewing.MOST}
    if request.user.may(REVIEW):
        shown["counts"] = reviewing.same_counts(request.user, at=at)
    shown["query"] = request.GET.urlencode()
    shown["states"], shown["sources"] = wording.STATES, wording.SOURCES
    return render(request, "identity/found.html" if fragments.is_asked(request) else "identity/queue.html", shown)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take the next pair, and go to it; the reader's script asks ahead for the one after (`after`)."""
    taken = _next(request)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"address": _address(request, taken.pk) if taken else ""})
    if taken is None:
        messages.info(request, _("No pair waits for you like this. Thank you."))
        return redirect("web:same")
    return redirect(_address(request, taken.pk))


def pair(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "identity/pair.html", _shown(request, number, forms.AnswerForm()))


def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what was said, and go to the next pair; the reader's script has it already and is told that it is kept."""
    form = forms.AnswerForm(request.POST)
    candidate = found(reviewing.candidate(number, reader=request.user))
    if request.method != "POST":
        return redirect("web:same_pair", number)
    if form.is_valid() and attempt(
        form, actions.read_pair, candidate, **form.cleaned_data, at=timezone.now(), by=request.user
    ):
        return HttpResponse(status=204) if request.headers.get("X-Ready") else take(request)
    return render(request, "identity/pair.html", _shown(request, number, form), status=422 if form.errors else 200)


@require_POST
def back(request: HttpRequest) -> HttpResponse:
    """Take the last answer back, and show its pair again."""
    last = reviewing.last_read(request.user)
    try:
        if last is None:
            messages.info(request, _("You have given no answer yet."))
            return redirect("web:same")
        actions.take_back(last.candidate, at=timezone.now(), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("web:same")
    messages.success(request, _("Your last answer is taken back. Read the pair again."))
    return redirect("web:same_pair", last.candidate_id)


def _shown(request: HttpRequest, number: int, form: forms.AnswerForm) -> dict[str, Any]:
    at = timezone.now()
    candidate = found(reviewing.candidate(number, reader=request.user))
    told = found(pairs.shown(candidate, reader=request.user, at=at))
    said = reviewing.readings(candidate, reader=request.user)
    holder = candidate.held_by
    is_held = holder is not None and candidate.held_until is not None and candidate.held_until >= at
    has_read = any(one.reader_id == request.user.pk and one.turn for one in said)
    counts = reviewing.same_counts(request.user, at=at) if request.user.may(REVIEW) else None
    return {
        "candidate": candidate,
        "pair": told,
        "form": form,
        "said": [(one, wording.ANSWERS[one.answer]) for one in said],
        "state": wording.STATES[candidate.state],
        "source": wording.SOURCES[candidate.source],
        "member": groups.of_pair(candidate),
        "held_by": str(holder) if is_held and holder != request.user else "",
        "may_answer": candidate.is_open and counts is not None and not has_read,
        "has_read": has_read,
        "counts": counts,
        "may_go_back": counts is not None and counts.read_today > 0,
        "needs": {one: actions.needs_reason(candidate.chance, one) for one in wording.ANSWERS},
        "query": request.GET.urlencode(),
        "is_by_threshold": candidate.settled_how == "threshold",
        "in_force": thresholds.in_force() if candidate.settled_how == "threshold" else None,
        "keys_here": KEYS,
    }


def _next(request: HttpRequest) -> Any:
    asked = forms.QueueFilter(_filters(request)).asked()
    skipped = [
        *request.session.get(SKIPPED, []),
        *(int(one) for one in request.POST.getlist("skip") if one.isdecimal()),
    ]
    if request.POST.get("skip"):
        request.session[SKIPPED] = skipped[-MOST_SKIPPED:]
    after = request.POST.get("after", "")
    return actions.take_pair(
        asked,
        after=int(after[:18]) if after.isdecimal() else 0,
        skipping=skipped,
        at=timezone.now(),
        by=request.user,
    )


def _filters(request: HttpRequest) -> QueryDict:
    """The queue's filters travel with the pair, so that the next one is like them."""
    return QueryDict(request.POST.get("query", "") or request.GET.urlencode())


def _address(request: HttpRequest, number: int) -> str:
    query = _filters(request).urlencode()
    return reverse("web:same_pair", args=[number]) + (f"?{query}" if query else "")


class _Keys:
    """The keys of a pair's page, in words."""

    def __iter__(self) -> Any:
        return iter(
            (
                ("S", _("The same person")),
                ("D", _("Different people")),
                ("U", _("Not sure")),
                ("N", _("Next pair, leave this one to others")),
                ("Z", _("Take my last answer back")),
            )
        )


KEYS = _Keys()
