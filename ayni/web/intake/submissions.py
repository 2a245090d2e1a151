"""What was sent: the list, one form with its answers and files, mending it, applying it and refusing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access import scoping
from ayni.intake import actions, queries
from ayni.web import fragments, limits, paging
from ayni.web.attempts import attempt
from ayni.web.intake import forms

MEND = "intake.mend"
OPEN = ("received", "checked", "waiting")
SHOWN_INLINE = ("image/png", "image/jpeg")


def submissions(request: HttpRequest) -> HttpResponse:
    known = [(one.code, one.name) for one in queries.questionnaires(request.user)]
    form, page = forms.SubmissionFilter(request.GET, known), paging.asked(request, per_page=25)
    found = queries.submissions(request.user, limit=page.limit, offset=page.offset, **form.chosen())
    rows = [(one, forms.SHOWN_AS.get(one.status, one.status)) for one in found.rows]
    context = {"form": form, "rows": rows, "paging": page.of(found.total)}
    is_part = fragments.is_asked(request)
    return render(request, "intake/submissions_found.html" if is_part else "intake/submissions.html", context)


@sensitive_variables()
def submission(request: HttpRequest, number: int) -> HttpResponse:
    """One form. Opening it is recorded; sensitive answers are not shown here."""
    return render(request, "intake/submission.html", _of(request, number))


@sensitive_variables()
def mend(request: HttpRequest, number: int) -> HttpResponse:
    """The answers that have problems, to be put right."""
    scoping.paths(request.user, MEND)
    page = _of(request, number)
    wrong = [line for line in page["lines"] if line.problems and not line.is_heading and not line.is_hidden]
    initial = {f"answer_{place}": line.raw for place, line in enumerate(wrong)}
    form = forms.MendForm(request.POST or None, lines=wrong, initial=initial)
    if form.is_valid():
        asked = {"answers": form.answers, "by": request.user, "at": timezone.now()}
        if not form.answers:
            form.add_error(None, _("Nothing was changed. Correct at least one answer."))
        elif attempt(form, actions.mend_submission, page["submission"], **asked):
            messages.success(request, _("Mended, and checked again. What came stays on record as it came."))
            return redirect("web:submission", number)
    return render(request, "intake/mend.html", {**page, "form": form})


@sensitive_variables()
def apply(request: HttpRequest, number: int) -> HttpResponse:
    scoping.paths(request.user, MEND)
    page = _of(request, number)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.apply_submission, page["submission"], **asked):
        messages.success(request, _("Applied: the registry knows it now."))
        return redirect("web:submission", number)
    return render(request, "intake/apply.html", {**page, "form": form})


@sensitive_variables()
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    scoping.paths(request.user, MEND)
    page = _of(request, number)
    form = forms.ReasonForm(request.POST or None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.refuse_submission, page["submission"], **asked, **form.cleaned_data):
        messages.success(request, _("Refused. Whoever sent it sees your reason."))
        return redirect("web:submission", number)
    return render(request, "intake/refuse.html", {**page, "form": form})


@limits.door("export")
def file(request: HttpRequest, number: int, file_id: int) -> HttpResponse:
    """A picture as a picture; anything else only to be kept."""
    found = queries.attachment(file_id, reader=request.user)
    is_inline = found.media_type in SHOWN_INLINE
    kind = found.media_type if is_inline else "application/octet-stream"
    name = found.source.replace('"', "").replace("\n", "").replace("\r", "")
    disposition = "inline" if is_inline else f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(queries.file_of(found), content_type=kind, headers=headers)


def _of(request: HttpRequest, number: int) -> dict[str, Any]:
    told = queries.submission(number, reader=request.user)
    return {
        "submission": told,
        "state": forms.SHOWN_AS.get(told.status, told.status),
        "lines": queries.opened_submission(told, reader=request.user),
        "problems": [(one["stops"], queries.told(one, told)) for one in told.problems],
        "files": queries.attachments(told),
        "is_open": told.status in OPEN,
    }
