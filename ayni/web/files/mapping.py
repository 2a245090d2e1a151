"""Which column is what: by a form, or as it is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ayni.engines.files import mapping as mappings
from ayni.intake.actions import files as actions
from ayni.intake.queries import files as queries
from ayni.web.attempts import attempt
from ayni.web.files import forms


def columns(request: HttpRequest, file_id: int) -> HttpResponse:
    file = queries.file(file_id, reader=request.user)
    sheet = request.POST.get("sheet", "")
    if sheet and sheet in file.described.get("sheets", ()) and sheet != file.described.get("sheet"):
        actions.look_again(file, sheet=sheet, by=request.user)
        return redirect("web:map_file", file_id)
    form = forms.ColumnsForm(
        request.POST or None,
        given=mappings.loose(file.mapping),
        columns=list(file.described["columns"]),
        samples=actions.samples(file),
    )
    if form.is_valid() and attempt(form, actions.map_columns, file, text=form.text, by=request.user):
        return _mapped(request, file_id)
    return render(request, "files/columns.html", {"file": file, "form": form})


def written(request: HttpRequest, file_id: int) -> HttpResponse:
    file = queries.file(file_id, reader=request.user)
    form = forms.WrittenForm(request.POST or None, initial={"text": file.mapping})
    if form.is_valid() and attempt(form, actions.map_columns, file, by=request.user, **form.cleaned_data):
        return _mapped(request, file_id)
    return render(request, "files/written.html", {"file": file, "form": form})


def download(request: HttpRequest, file_id: int) -> HttpResponse:
    file = queries.file(file_id, reader=request.user)
    headers = {"Content-Disposition": f'attachment; filename="{file}-mapping.yaml"'}
    return HttpResponse(file.mapping, content_type="text/yaml; charset=utf-8", headers=headers)


def _mapped(request: Any, file_id: int) -> HttpResponse:
    messages.success(request, _("The mapping is kept. Check the file next: nothing goes in by that."))
    return redirect("web:file", file_id)
