"""What was found, as a file for a spreadsheet. That it was taken out is recorded."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from ayni.commons.audit import queries, recording
from ayni.web import limits
from ayni.web.audit import forms, told

MOST = 20_000
#: What a spreadsheet would take for a formula when a cell begins with it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@limits.door("export")
def entries(request: HttpRequest) -> HttpResponse:
    asked = forms.EntryFilter(request.GET).asked()
    found = queries.search(asked, reader=request.user, limit=MOST).rows
    heads = ("entry", "at", "who", "did", "permission", "record", "through", "address", "authority", "request")
    rows = [
        (
            *(one.pk, one.at.isoformat(), one.actor.username, one.facts.get("says", ""), one.action, one.subject),
            *(one.road, one.address, "; ".join(told.grants(one.authority)), one.request),
            *(_json(one.facts), _json(one.changes)),
        )
        for one in found
    ]
    return _file(request, "audit-entries", asked, (*heads, "facts", "changes"), rows)


@limits.door("export")
def looks(request: HttpRequest) -> HttpResponse:
    asked = forms.Filter(request.GET).asked()
    found = queries.search_looks(asked, reader=request.user, limit=MOST).rows
    heads = ("look", "at", "who", "kind", "record", "purpose", "through", "address", "authority", "request", "asked")
    rows = [
        (
            *(one.pk, one.at.isoformat(), one.reader.username, one.kind, one.subject, one.purpose, one.road),
            *(one.address, "; ".join(told.grants(one.authority)), one.request, _json(one.asked), one.rows),
        )
        for one in found
    ]
    return _file(request, "audit-looks", asked, (*heads, "rows"), rows)


def plain(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _file(
    request: HttpRequest, name: str, asked: queries.Asked, heads: Sequence[str], rows: Sequence[Iterable[Any]]
) -> HttpResponse:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    writer.writerows([plain(value) for value in row] for row in rows)
    told_of = {"file": name, **asked.told()}
    recording.listing(recording.EXPORT, reader=request.user, under=queries.SEE, asked=told_of, rows=len(rows))
    answer = HttpResponse(written.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""
