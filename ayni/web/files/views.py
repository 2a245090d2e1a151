"""Files of people: the list, sending one, its page, what was found in it, and the rows to be mended."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.commons.jobs import running
from ayni.engines.files import rejecting
from ayni.intake import permissions
from ayni.intake.actions import files as actions
from ayni.intake.actions import files_surveys
from ayni.intake.queries import files as queries
from ayni.kernel import spreadsheets
from ayni.web import paging
from ayni.web.attempts import attempt
from ayni.web.files import forms, shown, words

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def files(request: HttpRequest) -> HttpResponse:
    page = paging.asked(request)
    found, total = queries.files(reader=request.user, limit=page.limit, offset=page.offset)
    rows = [(one, words.STATES[one.status]) for one in found]
    return render(request, "files/list.html", {"rows": rows, "paging": page.of(total)})


def upload(request: HttpRequest) -> HttpResponse:
    scoping.check(request.user, permissions.LOAD, "/")
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        if attempt(form, actions.upload, sent.name, content=sent, by=request.user, on=timezone.localdate()):
            messages.success(request, _("The file is here, sealed. Say which column is what."))
            return redirect("web:map_file", form.result.pk)
    return render(request, "files/upload.html", {"form": form})


def load_survey(request: HttpRequest) -> HttpResponse:
    """A survey of two labelled files, by its own mapping or one that we know."""
    scoping.check(request.user, permissions.LOAD, "/")
    form = forms.SurveyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent = [form.cleaned_data[name] for name in ("households", "persons")]
        given = {"mapping": form.cleaned_data["mapping"], "by": request.user}
        if attempt(form, files_surveys.receive, sent, **given):
            running.start("intake.load_sent", key=f"survey/{uuid4()}", by=request.user, folder=form.result)
            messages.success(request, _("The survey is being loaded. You may go on with other work."))
            return redirect("web:files")
    return render(request, "files/survey.html", {"form": form})


def file(request: HttpRequest, file_id: int) -> HttpResponse:
    found = queries.file(file_id, reader=request.user)
    return render(request, "files/file.html", shown.page(found, request.user))


def findings(request: HttpRequest, file_id: int) -> HttpResponse:
    found = queries.file(file_id, reader=request.user)
    page, code = paging.asked(request, per_page=100), request.GET.get("code", "")
    rows, total = queries.findings(found, code=code, limit=page.limit, offset=page.offset)
    told = [shown.told(row) for row in rows]
    return render(request, "files/findings.html", {"file": found, "rows": told, "code": code, "paging": page.of(total)})


def rejected(request: HttpRequest, file_id: int) -> HttpResponse:
    """The rows that stayed out, to be corrected and sent again as they are."""
    found = queries.file(file_id, reader=request.user)
    with queries.rejected(found, reader=request.user) as lines:
        text = "".join(_csv(lines))
    headers = {"Content-Disposition": f'attachment; filename="{found}-rejected.csv"', "Cache-Control": "no-store"}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)


def rejected_workbook(request: HttpRequest, file_id: int) -> HttpResponse:
    """The same as a workbook, for who keeps the file as one."""
    found = queries.file(file_id, reader=request.user)
    out = io.BytesIO()
    with queries.rejected(found, reader=request.user) as lines:
        rejecting.write_xlsx(out, lines)
    headers = {"Content-Disposition": f'attachment; filename="{found}-rejected.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(out.getvalue(), content_type=WORKBOOK, headers=headers)


def _csv(lines: Iterator[list[str]]) -> Iterator[str]:
    for line in lines:
        out = io.StringIO()
        csv.writer(out).writerow([spreadsheets.guarded(cell) for cell in line])
        yield out.getvalue()
