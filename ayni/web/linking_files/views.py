"""Files to be linked: the list, sending them, what their columns mean, and how it stands."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.jobs import queries as jobs
from ayni.identity import actions, queries
from ayni.web.attempts import attempt, found
from ayni.web.linking_files import forms


def listed(request: HttpRequest) -> HttpResponse:
    return render(request, "linking_files/list.html", {"linkings": queries.linkings(reader=request.user)})


def new(request: HttpRequest) -> HttpResponse:
    form = forms.FilesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = {"purpose": form.cleaned_data["purpose"], "with_registry": form.cleaned_data["against"] == "registry"}
        said.update(files=form.sent, on=timezone.localdate(), at=timezone.now(), by=request.user)
        if attempt(form, actions.send_files_to_link, said.pop("purpose"), **said):
            messages.success(request, _("The files are here, sealed. Say what their columns mean."))
            return redirect("web:linking_columns", form.result.pk)  # type: ignore[attr-defined]
    return render(request, "linking_files/new.html", {"form": form})


def columns(request: HttpRequest, linking_id: int) -> HttpResponse:
    one = found(queries.linking(linking_id, reader=request.user))
    form = forms.ColumnsForm(request.POST if request.method == "POST" else None, described=one.described)
    if form.is_valid():
        said = {"columns": form.columns, "told_on": form.told_on, "by": request.user}
        if attempt(form, actions.start_linking, one, **said):
            return redirect("web:linking", one.pk)
    parts = [(one.names[number], common, rest) for number, common, rest in form.parts()]
    return render(request, "linking_files/columns.html", {"linking": one, "form": form, "parts": parts})


def linking(request: HttpRequest, linking_id: int) -> HttpResponse:
    one = found(queries.linking(linking_id, reader=request.user))
    return render(request, "linking_files/linking.html", {"linking": one, "work": jobs.work(f"linking/{one.pk}")})


def delete(request: HttpRequest, linking_id: int) -> HttpResponse:
    one = found(queries.linking(linking_id, reader=request.user))
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.forget_linking, one, at=timezone.now(), by=request.user):
        messages.success(request, _("The files and what was found are deleted."))
        return redirect("web:linkings")
    return render(request, "linking_files/delete.html", {"linking": one, "form": form})
