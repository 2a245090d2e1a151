"""The dictionary as it is: the list, one variable, the file, and the changes proposed to it."""

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ayni.commons.access import scoping
from ayni.engines.dictionary import xlsform
from ayni.registry import queries
from ayni.web import fragments, limits, paging
from ayni.web.dictionary import forms, shown

FORMS = {
    "yaml": ("application/yaml", "dictionary.yaml"),
    "xlsform": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "dictionary.xlsx"),
}


def variables(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "registry.see_dictionary")
    form = forms.VariableFilter(request.GET)
    rows, page = shown.rows(form.chosen()), paging.asked(request)
    found = {
        "form": form,
        "rows": rows[page.offset : page.offset + page.limit],
        "paging": page.of(len(rows)),
        "is_empty": not len(queries.dictionary()),
    }
    return render(request, "dictionary/found.html" if fragments.is_asked(request) else "dictionary/list.html", found)


def variable(request: HttpRequest, entity: str, name: str) -> HttpResponse:
    return render(request, "dictionary/variable.html", shown.of_variable(entity, name, request.user))


@limits.door("export")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The dictionary in force as a file."""
    scoping.paths(request.user, "registry.see_dictionary")
    if form not in FORMS:
        raise Http404
    kind, name = FORMS[form]
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(_written(form), content_type=kind, headers=disposition)


def proposals(request: HttpRequest) -> HttpResponse:
    form, page = forms.ChangeFilter(request.GET), paging.asked(request)
    changes = queries.proposals(request.user, status=form.chosen())
    rows = changes[page.offset : page.offset + page.limit]
    context = {"form": form, "rows": rows, "paging": page.of(changes.count())}
    is_part = fragments.is_asked(request)
    return render(request, "dictionary/changes_found.html" if is_part else "dictionary/changes.html", context)


def proposal(request: HttpRequest, change_id: int) -> HttpResponse:
    return render(request, "dictionary/change.html", shown.of_proposal(change_id, request.user))


def _written(form: str) -> bytes:
    if form == "yaml":
        return queries.dictionary().to_yaml().encode()
    file = io.BytesIO()
    xlsform.write(queries.dictionary(), file)
    return file.getvalue()
