"""Reviewing what a run proposes: the list, one decision after another, or all at once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.enrolment import actions, queries
from ayni.web import paging
from ayni.web.attempts import attempt
from ayni.web.enrolment import explained, forms, queue, steps


def decisions(request: HttpRequest, run_id: int, version_id: int) -> HttpResponse:
    shown = explained.of_list(run_id, version_id, request.user)
    form, page = forms.DecisionFilter(request.GET, request.user), paging.asked(request, per_page=25)
    chosen = form.chosen()
    rows = explained.rows(shown, chosen, request.user, page)
    shown |= {"form": form, "chosen": chosen, "rows": rows.rows, "paging": page.of(rows.total)}
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, f"enrolment/decisions{'_found' * bool(part)}.html", shown)


def at_place(request: HttpRequest, run_id: int, version_id: int) -> HttpResponse:
    """The decision at a place of the list; past its end, the list."""
    shown, place = explained.of_list(run_id, version_id, request.user), queue.asked(request) or queue.Place()
    chosen = {"status": place.status, "area": place.area}
    rows = explained.rows(shown, chosen, request.user, paging.Paging(place.number, 1, "")).rows
    if not rows:
        return redirect(f"{reverse('web:decisions', args=[run_id, version_id])}?{place.filters}")
    return redirect(f"{reverse('web:decision', args=[rows[0].id])}?{place.query}")


def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    shown = explained.of_decision(decision_id, request.user, queue.asked(request))
    return render(request, "enrolment/decision.html", {**shown, "form": forms.AcceptForm()})


def accept(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Accept, then go on to the next; a refusal is told beside the decision."""
    found, place = queries.decision(decision_id, request.user), queue.asked(request)
    form = forms.AcceptForm(request.POST or None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.accept, found, **asked, **form.cleaned_data):
        messages.success(request, _("Accepted: %(who)s.") % {"who": explained.who(found)})
        return redirect(queue.address(found, place and place.acted))
    shown = explained.of_decision(decision_id, request.user, place)
    return render(request, "enrolment/decision.html", {**shown, "form": form})


def change(request: HttpRequest, decision_id: int, verb: str) -> HttpResponse:
    """Decline, or take up again: each with its reason."""
    scoping.paths(request.user, "enrolment.review")
    found, place = queries.decision(decision_id, request.user), queue.asked(request)
    step = steps.of_decision(verb, found)
    if step is None:
        raise Http404
    form = step.form(request.POST or None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, step.action, found, **asked, **form.cleaned_data):
        messages.success(request, step.done)
        return redirect(queue.address(found, place and place.acted))
    return render(request, "enrolment/step.html", {"step": step, "form": form, "back_url": steps.back(found, place)})


def accept_all(request: HttpRequest, run_id: int, version_id: int) -> HttpResponse:
    """Enrol everybody a run proposes for a programme in the reader's areas; the number stands before the button."""
    scoping.paths(request.user, "enrolment.review")
    shown = explained.of_list(run_id, version_id, request.user)
    form = forms.AcceptForm(request.POST or None)
    subject, asked = (shown["run"], shown["version"]), {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.accept_all, *subject, **asked, **form.cleaned_data):
        messages.success(request, explained.accepted(form.result))
        return redirect("web:decisions", run_id, version_id)
    waiting = explained.proposed(shown["version"], request.user)
    return render(request, "enrolment/accept_all.html", {**shown, "form": form, "proposed": waiting})
