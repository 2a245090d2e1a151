"""A copy of one's data: handing it over, and what is handed over."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ayni.privacy import actions, queries
from ayni.privacy.actions import Words
from ayni.web import figures, statuses
from ayni.web.attempts import attempt
from ayni.web.privacy import forms


def page(request: HttpRequest, copy_id: int) -> HttpResponse:
    copy = queries.copy(copy_id, reader=request.user)
    shown = {
        "copy": copy,
        "has_expired": copy.has_expired(timezone.localdate()),
        "may_open": queries.may_open(copy, reader=request.user, at=timezone.now()),
    }
    return render(request, "privacy/copy.html", shown)


def hand_over(request: HttpRequest, copy_id: int) -> HttpResponse:
    copy = queries.copy(copy_id, reader=request.user)
    form = forms.HandOverForm(request.POST or None)
    if form.is_valid():
        identity = Words(form.cleaned_data["identity"])
        if attempt(form, actions.hand_over_copy, copy, identity=identity, by=request.user, at=timezone.now()):
            messages.success(request, _("The copy is made. You can print it or save it within a day."))
            return redirect("web:copy", copy_id)
    shown = {
        "person": copy.person,
        "title": _("Hand over the copy"),
        "verb": _("Hand it over"),
        "lead": _("It holds all that is kept on the person, sensitive answers too. Make sure who it is."),
        "back_url": reverse("web:copy", args=[copy_id]),
        "back": str(copy),
        "form": form,
    }
    return render(request, "privacy/form.html", shown)


def cancel(request: HttpRequest, copy_id: int) -> HttpResponse:
    copy = queries.copy(copy_id, reader=request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.cancel_copy, copy, by=request.user):
        messages.success(request, _("The request is cancelled."))
        return redirect("web:copy", copy_id)
    shown = {
        "person": copy.person,
        "title": _("Cancel the request"),
        "verb": _("Cancel the request"),
        "lead": _("Nobody needs this copy any more. A new request can be recorded at any time."),
        "back_url": reverse("web:copy", args=[copy_id]),
        "back": str(copy),
        "form": form,
    }
    return render(request, "privacy/form.html", shown)


def archive(request: HttpRequest, copy_id: int) -> HttpResponse:
    """The copy for machines, as a file."""
    copy = queries.copy(copy_id, reader=request.user)
    made = queries.handed_over(copy, reader=request.user, at=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{copy}.zip"', "Cache-Control": "no-store"}
    with translation.override(copy.language):
        return HttpResponse(queries.archive(made), content_type="application/zip", headers=headers)


def printed(request: HttpRequest, copy_id: int) -> HttpResponse:
    """The copy for people, as a page to print, in the language that was asked for."""
    copy = queries.copy(copy_id, reader=request.user)
    made = queries.handed_over(copy, reader=request.user, at=timezone.now())
    with translation.override(copy.language):
        page = {"made": made, "sections": _sections(made), "copy": copy, "at": timezone.now()}
        answer = render(request, "privacy/printed.html", page)
    answer["Cache-Control"] = "no-store"
    return answer


def _sections(made: queries.Made) -> list[dict[str, Any]]:
    """What a person reads of each section: its labels, and each row's values beside them."""
    found = []
    for section in made.sections:
        columns = [column for column in section.columns if column.is_shown]
        rows = [[(column.label, _said(row[column.name])) for column in columns] for row in section.rows]
        labels = [column.label for column in columns]
        found.append({"code": section.code, "title": section.title, "labels": labels, "rows": rows})
    return found


def _said(value: Any) -> str:
    """A value in words: a day as the language writes it, a state by its word."""
    if value is None or value == "":
        return "—"
    if not isinstance(value, str):
        return str(value)
    try:
        return figures.day(date.fromisoformat(value))
    except ValueError:
        pass
    try:
        return figures.moment(datetime.fromisoformat(value))
    except ValueError:
        return str(statuses.STATUSES[value][0]) if value in statuses.STATUSES else value
