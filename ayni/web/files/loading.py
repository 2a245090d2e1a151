"""Checking, loading and undoing a file: each behind the page, each told before."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.jobs import running
from ayni.intake.actions import files as actions
from ayni.intake.actions import files_loading
from ayni.intake.queries import files as queries
from ayni.web.attempts import attempt
from ayni.web.files import forms, shown

SMALL = 5_000  # rows: checked while one waits


def check(request: HttpRequest, file_id: int) -> HttpResponse:
    file = queries.file(file_id, reader=request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _check(form, file, request.user):
        return redirect("web:file", file_id)
    return render(request, "files/file.html", {**shown.page(file, request.user), "form": form})


def _check(form: Any, file: Any, user: Any) -> bool:
    if file.size < SMALL * 100:
        return attempt(form, actions.check, file, by=user, at=timezone.now())
    return attempt(form, running.start, "intake.check_file", key=f"{file}/check/{uuid4()}", by=user, file=file.pk)


def load(request: HttpRequest, file_id: int) -> HttpResponse:
    file = queries.file(file_id, reader=request.user)
    if "new" not in file.report:
        messages.info(request, _("Check the file first: then you see here what it would bring."))
        return redirect("web:file", file_id)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, files_loading.begin, file, **asked):
        running.start("intake.load_file", key=f"{file}/load/{uuid4()}", by=request.user, file=file.pk)
        messages.success(request, _("The file is being loaded. You may go on with other work."))
        return redirect("web:file", file_id)
    return render(request, "files/load.html", {**shown.page(file, request.user), "form": form})


def undo(request: HttpRequest, file_id: int) -> HttpResponse:
    file = queries.file(file_id, reader=request.user)
    if file.loaded_by_id is None:
        messages.info(request, _("Nothing of this file is in the registry: there is nothing to take back."))
        return redirect("web:file", file_id)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        given = {"file": file.pk, "reason": form.cleaned_data["reason"]}
        running.start("intake.undo_file", key=f"{file}/undo/{uuid4()}", by=request.user, **given)
        messages.success(request, _("The file is being taken back. You may go on with other work."))
        return redirect("web:file", file_id)
    return render(request, "files/undo.html", {"file": file, "form": form})


def withdraw(request: HttpRequest, file_id: int) -> HttpResponse:
    file = queries.file(file_id, reader=request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.withdraw, file, by=request.user, at=timezone.now()):
        messages.success(request, _("The file is withdrawn and its content is gone."))
        return redirect("web:files")
    return render(request, "files/withdraw.html", {"file": file, "form": form})
