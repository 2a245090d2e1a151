"""Finding people, and their records. Opening a record is itself recorded."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ayni.registry import queries as registry
from ayni.web import fragments, paging
from ayni.web.people import forms, record


def search(request: HttpRequest) -> HttpResponse:
    form = forms.SearchForm(request.GET)
    text, page = form.text(), paging.asked(request)
    found = registry.search(text, reader=request.user, limit=page.limit, offset=page.offset)
    shown = {"form": form, "text": text, "found": found, "paging": page.of(found.total)}
    return render(request, "people/results.html" if fragments.is_asked(request) else "people/search.html", shown)


def household(request: HttpRequest, household_id: int) -> HttpResponse:
    return render(request, "people/household.html", record.of_household(household_id, request.user))


def person(request: HttpRequest, person_id: int) -> HttpResponse:
    return render(request, "people/person.html", {"record": registry.person(person_id, reader=request.user)})
