"""Finding people, and their records. Opening a record is itself recorded."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ayni.registry import queries as registry
from ayni.web import paging
from ayni.web.people import forms, record


def search(request: HttpRequest) -> HttpResponse:
    form = forms.SearchForm(request.GET)
    text, page = form.text(), paging.asked(request)
    found = registry.search(text, reader=request.user, limit=page.limit, offset=page.offset)
    shown = {"form": form, "text": text, "rows": found.rows, "paging": page.of(found.total)}
    template = (
        "people/results.html" if request.htmx and not request.htmx.history_restore_request else "people/search.html"
    )
    return render(request, template, shown)


def household(request: HttpRequest, household_id: int) -> HttpResponse:
    return render(request, "people/household.html", record.of_household(household_id, request.user))


def person(request: HttpRequest, person_id: int) -> HttpResponse:
    return render(request, "people/person.html", {"record": registry.person(person_id, reader=request.user)})
