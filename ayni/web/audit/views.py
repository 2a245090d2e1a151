"""The auditor's search, one entry, a record's whole history; and, for whoever may see a record, who has seen it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_noop

from ayni.commons.audit import origin, queries
from ayni.registry import queries as registry
from ayni.web import fragments
from ayni.web.attempts import found
from ayni.web.audit import forms, stretches, told

RECORD_SHOWN = 200
TO_SHOW = gettext_noop("to show who has seen this record")


def entries(request: HttpRequest) -> HttpResponse:
    form = forms.EntryFilter(request.GET)
    asked = form.asked()
    rows = queries.search(asked, reader=request.user, after=stretches.after(request), limit=stretches.SHOWN)
    shown = {"form": form, "rows": _entries(rows.rows), "stretch": stretches.of(request, rows), "here": "entries"}
    return render(request, "audit/entries_found.html" if fragments.is_asked(request) else "audit/entries.html", shown)


def looks(request: HttpRequest) -> HttpResponse:
    form = forms.Filter(request.GET)
    rows = queries.search_looks(
        form.asked(), reader=request.user, after=stretches.after(request), limit=stretches.SHOWN
    )
    shown = {"form": form, "rows": _looks(rows.rows), "stretch": stretches.of(request, rows), "here": "looks"}
    return render(request, "audit/looks_found.html" if fragments.is_asked(request) else "audit/looks.html", shown)


def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    one = found(queries.entry(entry_id, reader=request.user))
    also, looked = queries.with_request(one, reader=request.user)
    shown = {
        "entry": one,
        "subject": told.subject(one.subject),
        "road": told.road(one.road),
        "grants": told.grants(one.authority),
        "changes": told.changed(one.changes),
        "facts": {name: value for name, value in one.facts.items() if name != "says"},
        "also": _entries(also),
        "looked": _looks(looked),
    }
    return render(request, "audit/entry.html", shown)


def record(request: HttpRequest, subject: str) -> HttpResponse:
    asked = queries.Asked(subject=subject)
    done = queries.search(asked, reader=request.user, limit=RECORD_SHOWN)
    seen = queries.search_looks(asked, reader=request.user, limit=RECORD_SHOWN)
    shown = {
        "subject": found(told.subject(subject)),
        "entries": [{**row, "changes": told.changed(row["entry"].changes)} for row in _entries(done.rows)],
        "looks": _looks(seen.rows),
        "most": RECORD_SHOWN,
        "is_more": done.after is not None or seen.after is not None,
    }
    return render(request, "audit/record.html", shown)


def household_seen(request: HttpRequest, household_id: int) -> HttpResponse:
    with origin.for_purpose(TO_SHOW):
        one = registry.household(household_id, reader=request.user)
    return _seen(request, f"registry.household:{one.id}", one.code)


def person_seen(request: HttpRequest, person_id: int) -> HttpResponse:
    with origin.for_purpose(TO_SHOW):
        one = registry.person(person_id, reader=request.user)
    return _seen(request, f"registry.person:{one.person.id}", one.person.code)


def _seen(request: HttpRequest, subject: str, code: str) -> HttpResponse:
    rows = told.seen(queries.looks(subject, limit=RECORD_SHOWN))
    shown = {"rows": rows, "subject": told.subject(subject), "code": code, "most": RECORD_SHOWN}
    return render(request, "audit/seen.html", {**shown, "on": timezone.localdate()})


def _entries(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [{"entry": one, "subject": told.subject(one.subject), "road": told.road(one.road)} for one in rows]


def _looks(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "look": one,
            "subject": told.subject(one.subject),
            "road": told.road(one.road),
            "kind": told.kind(one.kind),
            "purpose": told.purpose(one.purpose),
            "grants": told.grants(one.authority),
        }
        for one in rows
    ]
