"""Payment cycles: computed, approved, released and settled, each by its officer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.benefits import actions, queries
from ayni.commons.access import scoping
from ayni.commons.jobs import running
from ayni.web import paging
from ayni.web.attempts import attempt, found
from ayni.web.benefits import forms, shown


def cycles(request: HttpRequest) -> HttpResponse:
    page = paging.asked(request, per_page=20)
    rows, total = shown.cycles(request.user, page)
    return render(request, "benefits/cycles.html", {"rows": rows, "paging": page.of(total)})


def choose(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "benefits.compute")
    return render(request, "benefits/choose_programme.html", {"payable": shown.payable(request.user)})


def compute(request: HttpRequest, code: str) -> HttpResponse:
    """Work out who is owed what; the next period is proposed."""
    scoping.paths(request.user, "benefits.compute")
    asked = shown.to_compute(code, request.user, timezone.localdate())
    form = forms.PeriodForm(request.POST or None, initial=asked.period)
    if form.is_confirmed() and attempt(form, actions.compute, asked.programme, by=request.user, **form.answers):
        return redirect("web:cycle", form.result.pk)
    return render(request, "benefits/compute.html", {"asked": asked, "form": form})


def cycle(request: HttpRequest, cycle_id: int) -> HttpResponse:
    form, page = forms.LineFilter(request.GET), paging.asked(request, per_page=25)
    record = shown.of_cycle(cycle_id, request.user)
    lines = queries.lines(record["cycle"], reader=request.user, limit=page.limit, offset=page.offset, **form.chosen())
    part = request.htmx and request.htmx.target == "results" and not request.htmx.history_restore_request
    record |= {"form": form, "lines": lines.rows, "paging": page.of(lines.total)}
    return render(request, f"benefits/cycle{'_lines' * bool(part)}.html", record)


def approve(request: HttpRequest, cycle_id: int) -> HttpResponse:
    record, now = shown.of_step(cycle_id, request.user, "approve"), timezone.localtime()
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    asked = {"by": request.user, "on": now.date(), "at": now}
    if form.is_valid() and attempt(form, actions.approve, record["cycle"], **asked):
        messages.success(request, _("Approved. Another officer can release it now."))
        return redirect("web:cycle", cycle_id)
    return render(request, "benefits/approve.html", {**record, "form": form})


def countersign(request: HttpRequest, cycle_id: int) -> HttpResponse:
    record = shown.of_step(cycle_id, request.user, "countersign")
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    asked = {"by": request.user, "at": timezone.localtime()}
    if form.is_valid() and attempt(form, actions.countersign, record["cycle"], **asked):
        messages.success(request, _("Countersigned. Another officer can release it now."))
        return redirect("web:cycle", cycle_id)
    return render(request, "benefits/countersign.html", {**record, "form": form})


def release(request: HttpRequest, cycle_id: int) -> HttpResponse:
    record, now = shown.of_step(cycle_id, request.user, "release"), timezone.localtime()
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    asked = {"by": request.user, "on": now.date(), "at": now}
    if form.is_valid() and attempt(form, actions.release, record["cycle"], **asked):
        messages.success(request, _("Released. The payments are being sent to the provider."))
        return redirect("web:cycle", cycle_id)
    return render(request, "benefits/release.html", {**record, "form": form})


def cancel(request: HttpRequest, cycle_id: int) -> HttpResponse:
    record = shown.of_step(cycle_id, request.user, "cancel")
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.cancel, record["cycle"], by=request.user, **form.cleaned_data):
        messages.success(request, _("Cancelled. The period can be computed again."))
        return redirect("web:cycle", cycle_id)
    return render(request, "benefits/cancel.html", {**record, "form": form})


def settle(request: HttpRequest, cycle_id: int) -> HttpResponse:
    record = shown.of_step(cycle_id, request.user, "settle")
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.settle, record["cycle"], by=request.user):
        messages.success(request, _("Settled: every payment is answered for."))
        return redirect("web:cycle", cycle_id)
    return render(request, "benefits/settle.html", {**record, "form": form})


def again(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Send or collect again, when the work behind has stopped."""
    scoping.paths(request.user, "benefits.reconcile")
    record = shown.of_cycle(cycle_id, request.user)
    stopped = found(record["stopped"])
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, running.start, stopped.kind, key=stopped.key, by=request.user, cycle=cycle_id):
        return redirect("web:cycle", cycle_id)
    return render(request, "benefits/again.html", {**record, "form": form})
