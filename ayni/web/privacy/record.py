"""The record of processing, on a page and as a file."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ayni.privacy import queries

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def home(request: HttpRequest) -> HttpResponse:
    """Where privacy begins: the corrections at a desk, the record for whoever governs."""
    return redirect("web:processing" if request.user.may("privacy.see") else "web:corrections")


def processing(request: HttpRequest) -> HttpResponse:
    found = queries.processing(request.user, on=timezone.localdate())
    return render(request, "privacy/processing.html", {"record": found})


def export(request: HttpRequest, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    found = queries.processing(request.user, on=timezone.localdate())
    text = found.as_csv() if form == "csv" else json.dumps(found.as_data(), ensure_ascii=False, indent=2)
    disposition = {"Content-Disposition": f'attachment; filename="processing-{found.on}.{form}"'}
    return HttpResponse(text, content_type=FORMS[form], headers=disposition)
