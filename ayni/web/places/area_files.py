"""Areas and places as files, for maps, spreadsheets and other systems."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse

from ayni.commons.directory import importing
from ayni.commons.directory.queries import exporting, standing
from ayni.kernel import spreadsheets

EXAMPLES = {"areas": importing.AREA_COLUMNS, "places": importing.PLACE_COLUMNS}


def exported(form: str) -> StreamingHttpResponse:
    """The areas there are now."""
    if form == "geojson":
        return _stream(exporting.geojson(), "application/geo+json", "areas.geojson")
    if form == "csv":
        return _stream(_lines(exporting.rows()), "text/csv; charset=utf-8", "areas.csv")
    raise Http404


def places(rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    return _stream(_lines(rows), "text/csv; charset=utf-8", "places.csv")


def correspondence(rows: Iterable[standing.Correspondence]) -> StreamingHttpResponse:
    header = ("area_then", "path_then", "level_then", "area_now", "path_now", "level_now", "share")
    told = ((r.then, r.then_path, r.then_level, r.now, r.now_path, r.now_level, r.share) for r in rows)
    return _stream(_lines([header, *told]), "text/csv; charset=utf-8", "correspondence.csv")


def example(kind: str) -> HttpResponse:
    """An empty table with the columns that a file may have."""
    if kind not in EXAMPLES:
        raise Http404
    disposition = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return HttpResponse("".join(_lines([EXAMPLES[kind]])), content_type="text/csv; charset=utf-8", headers=disposition)


def refused(flaws: Iterable[importing.Flaw]) -> str:
    """What is wrong with a table, as a table."""
    return "".join(_lines([("row", "column", "what"), *((one.row, one.column, one.what) for one in flaws)]))


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    line = io.StringIO()
    write = csv.writer(line)
    for row in rows:
        write.writerow([spreadsheets.guarded(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _stream(parts: Iterable[str], kind: str, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(parts, content_type=kind, headers=headers)
