"""Finding people, and their records. Opening a record is itself recorded, and of sensitive answers the purpose."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ayni.identity import queries as identity
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
    """A person; the number of a record that was merged leads to the one that holds, with a notice."""
    try:
        record = registry.person(person_id, reader=request.user)
    except registry.MergedInto as merged:
        return _led(request, person_id, merged)
    shown = {"keeps": record.left_on is None, "merges": identity.merged_here(person_id)}
    return render(request, "people/person.html", {"record": record, **shown})


def _led(request: HttpRequest, person_id: int, merged: registry.MergedInto) -> HttpResponse:
    """To the record that holds; when and why they are one is told to whoever reaches either."""
    how = identity.led_by(person_id)
    told = _("%(code)s was merged into this record on %(on)s, because: %(because)s")
    if how is None:
        messages.info(request, str(merged))
    else:
        said = {"code": how.absorbed.code, "on": how.on.isoformat(), "because": how.because}
        messages.info(request, told % said)
    return redirect("web:person", merged.into)


def sensitive(request: HttpRequest, entity: str, record: int) -> HttpResponse:
    """Sensitive answers: asked for with a purpose, and shown once, in the answer to that."""
    shown = {"of": registry.sensitive_of(entity, record, reader=request.user)}
    form = forms.PurposeForm(request.POST or None)
    opens = registry.household_sensitive if entity == "household" else registry.person_sensitive
    if form.is_valid() and attempt(form, opens, record, reader=request.user, **form.cleaned_data):
        shown["opened"] = form.result
    part = "_part" * fragments.is_asked(request)
    return render(request, f"people/sensitive{part}.html", {**shown, "form": form})
