"""A list of people as a file for a spreadsheet, within the scope of who takes it. That it was taken out is recorded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from ayni.commons.audit import recording
from ayni.kernel import spreadsheets
from ayni.registry import queries as registry
from ayni.web import limits
from ayni.web.people import forms

PERMISSION = "registry.export_people"
MOST = 20_000
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@limits.door("export")
def people(request: HttpRequest) -> HttpResponse:
    """What the same address shows as a page, up to MOST people; `as` says which kind of file."""
    form = forms.SearchForm(request.GET)
    kind = request.GET.get("as") if request.GET.get("as") in KINDS else "csv"
    found = registry.search(form.text(), reader=request.user, limit=MOST, narrowed=form.narrowed(), most=MOST)
    asked = {"file": f"people.{kind}", **form.asked()}
    recording.listing(recording.EXPORT, reader=request.user, under=PERMISSION, asked=asked, rows=len(found.rows))
    answer = HttpResponse(_written(kind, list(_lines(found.rows))), content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="people.{kind}"'
    return answer


def _lines(rows: list[Any]) -> Iterator[list[str]]:
    heads = (_("Number"), _("Name"), _("In Latin letters"), _("Sex"), _("Age"), _("Born"), _("In the household"))
    yield [*heads, _("Household"), _("Area"), _("Remark")]
    for one in rows:
        born = one.born.earliest.isoformat() if one.born and one.born.earliest == one.born.latest else ""
        cells = (one.code, one.name, one.name_latin, one.sex_text, one.age_text, born, one.relationship_text)
        yield [spreadsheets.guarded(cell) for cell in (*cells, one.household_code, one.area_name, one.standing_text)]


def _written(kind: str | None, lines: list[list[str]]) -> bytes:
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        return text.getvalue().encode("utf-8-sig")
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet(_("People"))
    for line in lines:
        sheet.append(line)
    book.save(out)
    return out.getvalue()
