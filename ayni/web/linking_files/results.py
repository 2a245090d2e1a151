"""What linking found: pairs beside each other, and everything as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from ayni.identity import queries
from ayni.identity.queries import linking_files
from ayni.kernel import spreadsheets
from ayni.web import paging
from ayni.web.attempts import found
from ayni.web.linking_files import words

LEAST = (0.01, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99)


def pairs(request: HttpRequest, linking_id: int) -> HttpResponse:
    one = found(queries.linking(linking_id, reader=request.user))
    page, least = paging.asked(request, per_page=20), _least(request)
    told, total = linking_files.pairs(one, reader=request.user, least=least, limit=page.limit, offset=page.offset)
    shown = {
        "linking": one,
        "pairs": [words.Pair.of(row) for row in told],
        "least": least,
        "choices": LEAST,
        "paging": page.of(total),
    }
    return render(request, "linking_files/pairs.html", shown)


def pairs_file(request: HttpRequest, linking_id: int) -> HttpResponse | StreamingHttpResponse:
    return _file(request, linking_id, linking_files.SHOWN, "pairs")


def groups_file(request: HttpRequest, linking_id: int) -> HttpResponse | StreamingHttpResponse:
    return _file(request, linking_id, linking_files.CLUSTERS, "groups")


def report_file(request: HttpRequest, linking_id: int) -> HttpResponse:
    """The report of the engine, which names nobody, as a file."""
    one = found(queries.linking(linking_id, reader=request.user))
    headers = {"Content-Disposition": f'attachment; filename="{one}-report.html"'}
    return HttpResponse(linking_files.report(one), content_type="text/html; charset=utf-8", headers=headers)


def _file(request: HttpRequest, linking_id: int, part: str, name: str) -> StreamingHttpResponse:
    one = found(queries.linking(linking_id, reader=request.user))
    rows = linking_files.lines(one, part, reader=request.user)
    first = next(rows)  # what is deleted is refused before anything is sent
    headers = {"Content-Disposition": f'attachment; filename="{one}-{name}.csv"'}
    return StreamingHttpResponse(_csv(first, rows), content_type="text/csv; charset=utf-8", headers=headers)


def _csv(first: tuple[Any, ...], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    yield "\ufeff"
    yield _line(first)
    yield from map(_line, rows)


def _line(row: tuple[Any, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([spreadsheets.guarded(one) for one in row])
    return out.getvalue()


def _least(request: HttpRequest) -> float:
    try:
        asked = float(request.GET.get("from", "0.5"))
    except ValueError:
        return 0.5
    return asked if asked in LEAST else 0.5
