"""Cards for everybody of an area who has none: one file to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ayni.commons.jobs import queries as jobs
from ayni.identity import actions, queries
from ayni.web.attempts import attempt, found
from ayni.web.cards import forms


def listed(request: HttpRequest) -> HttpResponse:
    first = {**forms.office(request.user), "language": request.LANGUAGE_CODE, "youngest": 0}
    form = forms.SheetForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        said = dict(form.cleaned_data)
        area, second = said.pop("area"), said.pop("second")
        said.update(second_language=second, on=timezone.localdate(), at=timezone.now(), by=request.user)
        if attempt(form, actions.ask_for_sheet, area, **said):
            return redirect("web:card_sheet", form.result.pk)  # type: ignore[attr-defined]
    return render(request, "cards/sheets.html", {"form": form, "sheets": queries.sheets(request.user)})


def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    one = found(queries.sheet(sheet_id, reader=request.user))
    return render(request, "cards/sheet.html", {"sheet": one, "work": jobs.work(f"cards/{one.pk}")})


def file(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """The page to print, as a file: opened from a disk it needs no network."""
    one = found(queries.sheet(sheet_id, reader=request.user))
    headers = {"Content-Disposition": f'attachment; filename="{one}.html"'}
    return HttpResponse(queries.sheet_text(one, reader=request.user), content_type="text/html", headers=headers)
