"""Changes as a list and one by one, their papers, and who came and who left."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ayni.intake.actions.changes import asked_in, can_be_countered
from ayni.intake.queries import changes
from ayni.web import fragments, paging
from ayni.web.changes import forms

CHECK, REQUEST = "intake.check_changes", "intake.request_changes"


def listed(request: HttpRequest) -> HttpResponse:
    form, page, today = forms.ChangeFilter(request.GET), paging.asked(request), timezone.localdate()
    found = changes.changes(request.user, form.asked(), on=today)
    rows = [(one, one.is_overdue(today)) for one in found[page.offset : page.offset + page.limit]]
    waiting = changes.waiting(request.user, on=today)
    shown = {"form": form, "rows": rows, "paging": page.of(found.count()), "waiting": waiting}
    is_part = fragments.is_asked(request)
    return render(request, "changes/found.html" if is_part else "changes/list.html", shown)


def page(request: HttpRequest, change_id: int) -> HttpResponse:
    return render(request, "changes/change.html", shown(request, change_id))


def paper(request: HttpRequest, change_id: int, number: int) -> HttpResponse:
    """A paper as it was received, never run by the browser."""
    found = changes.paper(changes.change(change_id, reader=request.user), number, reader=request.user)
    headers = {
        "Content-Disposition": f'attachment; filename="{found.request}-{number}"',
        "Cache-Control": "no-store",
        "Content-Security-Policy": "sandbox",
    }
    return HttpResponse(bytes(found.content), content_type=found.media_type, headers=headers)


def moves(request: HttpRequest) -> HttpResponse:
    page = paging.asked(request)
    left = changes.departures(request.user)
    shown = {
        "arrivals": list(changes.arrivals(request.user)[:200]),
        "departures": list(left[page.offset : page.offset + page.limit]),
        "paging": page.of(left.count()),
        "may_receive": request.user.may(CHECK),
        "may_ask": request.user.may(REQUEST),
    }
    return render(request, "changes/moves.html", shown)


def shown(request: HttpRequest, change_id: int) -> dict[str, Any]:
    """All that a change's pages show of it."""
    today = timezone.localdate()
    found = changes.change(change_id, reader=request.user)
    told = changes.shown(found, reader=request.user, on=today)
    with translation.override(found.language):
        in_their_words = str(found.get_answer_code_display() or "")
    return {
        "change": found,
        "told": told,
        "papers": changes.papers(found),
        "is_overdue": found.is_overdue(today),
        "is_own": found.made_by_id == request.user.pk,
        "in_their_words": in_their_words,
        "steps": steps(request, found),
        "verbs": verbs(request, found),
    }


def verbs(request: HttpRequest, found: Any) -> set[str]:
    """What this reader may do with a change now."""
    user, today = request.user, timezone.localdate()
    checks = user.may(CHECK) and any(found.area.path.startswith(path) for path in user.where(CHECK))
    asks = user.may(REQUEST) and any(asked_in(found).path.startswith(path) for path in user.where(REQUEST))
    is_other = user.pk not in (found.made_by_id, found.first_checked_by_id, found.rejected_by_id)
    possible: set[str] = set()
    if checks and is_other and found.is_waiting:
        possible |= {"approve", "reject", "ask"}
    if checks and found.has_failed:
        possible |= {"apply", "ask"} | ({"reject"} if is_other else set())
    if asks and found.status in ("draft", "needs_information"):
        possible |= {"submit", "evidence"}
    if asks and found.status in ("draft", "submitted", "checked", "needs_information"):
        possible |= {"withdraw", "evidence"}
    if asks and found.status == "rejected" and found.appeal_until and today <= found.appeal_until:
        possible.add("appeal")
    if user.may(REQUEST) and can_be_countered(found, on=today) and not hasattr(found, "countered_by"):
        possible.add("counter")
    if checks and found.is_sample and not found.sample_found and is_other:
        possible |= {"right", "wrong"}
    arrives = found.to_area and any(found.to_area.path.startswith(path) for path in user.where(CHECK))
    if found.status == "applied" and arrives and found.received_at is None:
        possible.add("receive")
    return possible


def steps(request: HttpRequest, found: Any) -> list[dict[str, Any]]:
    """Who has done what, and what comes next."""

    checked = found.accepted_by_rule or found.checked_by
    made = [
        {"label": _("Asked for"), "who": found.made_by, "at": found.submitted_at or found.made_at, "state": "done"},
        {"label": _("Checked"), "who": checked, "at": found.checked_at, "state": "done" if checked else "later"},
        {"label": pgettext("a change", "On record"), "at": found.applied_at, "state": "later"},
    ]
    if found.needs_two and not found.accepted_by_rule:
        first = {"label": _("First check"), "who": found.first_checked_by, "at": found.first_checked_at}
        made.insert(1, {**first, "state": "done" if found.first_checked_by else "later"})
    if found.applied_at:
        made[-1]["state"] = "done"
    if found.is_open:
        now = next((step for step in made if step["state"] == "later"), None)
        if now:
            now["state"] = "now"
    return made
