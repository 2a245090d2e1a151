"""Snapshots of the registry: the list, taking one, and having its figures computed."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.commons.jobs import queries as jobs
from ayni.commons.jobs import running
from ayni.monitoring import actions
from ayni.snapshots import queries
from ayni.web.attempts import attempt, found
from ayni.web.insight import forms


def snapshots(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "monitoring.see")
    works, _total = jobs.seen_by(request.user, limit=20)
    behind = [work for work in works if work.kind in ("snapshots.take", "monitoring.compute") and not work.is_over]
    return render(request, "insight/snapshots.html", {"snapshots": queries.snapshots(), "works": behind})


def take(request: HttpRequest) -> HttpResponse:
    """Ask for a snapshot; it is taken behind."""
    scoping.paths(request.user, "snapshots.take")
    form = forms.SnapshotForm(request.POST or None)
    asked = {"key": f"snapshots.take/{uuid4()}", "by": request.user}
    if form.is_valid() and attempt(
        form, running.start, "snapshots.take", **asked, on=form.cleaned_data["on"].isoformat()
    ):
        messages.success(request, _("The snapshot is being taken. You may go on with other work."))
        return redirect("web:snapshots")
    return render(request, "insight/take_snapshot.html", {"form": form})


def compute(request: HttpRequest, version: str) -> HttpResponse:
    """Ask for the indicators of a snapshot."""
    scoping.paths(request.user, "monitoring.compute")
    snapshot = found(queries.snapshot(version))
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.start_compute, snapshot, by=request.user):
        messages.success(request, _("The figures are being computed. You may go on with other work."))
        return redirect("web:snapshots")
    return render(request, "insight/compute.html", {"snapshot": snapshot, "form": form})
