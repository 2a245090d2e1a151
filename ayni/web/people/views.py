"""Finding people, and their records. Opening a record is itself recorded, and of sensitive answers the purpose."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ayni.registry import queries as registry
from ayni.web import fragments, limits, paging
from ayni.web.attempts import attempt
from ayni.web.people import files, forms, lists, record


@limits.door("search", when="q")
def search(request: HttpRequest) -> HttpResponse:
    form = forms.SearchForm(request.GET)
    page, narrowed = paging.asked(request), form.narrowed()
    found = registry.search(form.text(), reader=request.user, limit=page.limit, offset=page.offset, narrowed=narrowed)
    shown = {"form": form, "text": form.text(), "found": found, "paging": page.of(found.total), "query": page.query}
    shown |= {"may_export": request.user.may(files.PERMISSION), "register": lists.register(request.user)}
    if fragments.is_asked(request):
        return render(request, "people/results.html", shown)
    return render(request, "people/search.html", {**shown, "lists": lists.shown(request.user)})


def household(request: HttpRequest, household_id: int) -> HttpResponse:
    """A household now, or as it stood on the day that is asked for."""
    form = forms.DayForm(request.GET or None)
    try:
        shown = record.of_household(household_id, request.user, **form.asked())
    except registry.MovedAway as away:
        return render(request, "people/moved_away.html", {"away": away})
    return render(
        request, "people/household.html", {**shown, "day_form": form, "resolves": not shown["record"].is_past}
    )


def person(request: HttpRequest, person_id: int) -> HttpResponse:
    record = registry.person(person_id, reader=request.user)
    return render(request, "people/person.html", {"record": record, "keeps": record.left_on is None})


def sensitive(request: HttpRequest, entity: str, record: int) -> HttpResponse:
    """Sensitive answers: asked for with a purpose, and shown once, in the answer to that."""
    shown = {"of": registry.sensitive_of(entity, record, reader=request.user)}
    form = forms.PurposeForm(request.POST or None)
    opens = registry.household_sensitive if entity == "household" else registry.person_sensitive
    if form.is_valid() and attempt(form, opens, record, reader=request.user, **form.cleaned_data):
        shown["opened"] = form.result
    part = "_part" * fragments.is_asked(request)
    return render(request, f"people/sensitive{part}.html", {**shown, "form": form})
