"""Writing an instrument: what it begins with, the form or the text, what is checked while it is typed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ayni.assessment import actions
from ayni.assessment.queries.instruments import record, version
from ayni.commons.access import scoping
from ayni.web.assessments import forms, reading, shaping, starting
from ayni.web.attempts import attempt

WRITE = "assessment.write"
MOST_FIELDS = 3000


def new(request: HttpRequest) -> HttpResponse:
    """Choose a method by a whole example of it, or an instrument to copy, and a code; then it is written."""
    scoping.paths(request.user, WRITE)
    known = starting.starts(request.user)
    is_sent = "start" in request.GET or "code" in request.GET
    form = forms.BeginForm(request.GET if is_sent else None, starts=[(one.key, one.told) for one in known])
    if form.is_valid():
        return redirect(f"{reverse('web:write_instrument')}?{urlencode(form.cleaned_data)}")
    return render(request, "assessments/new.html", {"form": form})


def write(request: HttpRequest, id: int | None = None) -> HttpResponse:
    """A draft, or what is not saved yet, as a form or as a text: nothing typed is lost, whatever is wrong with it."""
    scoping.paths(request.user, WRITE)
    draft = version(id, request.user) if id else None
    begun = draft.definition if draft else _begun(request)
    text = _sent(request) if request.method == "POST" else begun
    checked = reading.of(text, request.user)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if "save" in request.POST and form.is_valid() and attempt(form, actions.write_instrument, text, by=request.user):
        messages.success(request, _("The draft is saved. Another officer can review it now."))
        return redirect("web:instrument_version", form.result.code, form.result.version)  # type: ignore[attr-defined]
    return render(request, "assessments/write.html", _page(request, draft, checked, form))


def _begun(request: HttpRequest) -> str:
    """What the address says that it begins with: an example under a new code, or the version in force."""
    if request.GET.get("revise"):
        return record(request.GET["revise"], request.user).text
    known = {one.key: one.text for one in starting.starts(request.user)}
    text = known.get(request.GET.get("start", ""), "")
    return _named(text, request.GET.get("code", "")) if text else ""


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """What is wrong with the text, or what it means: asked while it is typed."""
    scoping.paths(request.user, WRITE)
    checked = reading.of(_sent(request), request.user)
    return render(request, "assessments/checked.html", {"checked": checked})


def _page(request: HttpRequest, draft: Any, checked: reading.Checked, form: forms.ReasonForm) -> dict[str, Any]:
    wants_text = request.POST.get("as", request.GET.get("as", "form")) == "text"
    as_text = wants_text or not checked.can_be_form
    return {
        "draft": draft,
        "checked": checked,
        "form": form,
        "as_text": as_text,
        "entry": None if as_text else shaping.form(checked.values or {}, checked.errors),
        "why_no_form": "" if checked.can_be_form or not wants_text else reading.why_no_form(),
        "is_sent": request.method == "POST" and "save" in request.POST,
    }


def _sent(request: HttpRequest) -> str:
    """The text that was sent: as it is, or with the form's fields laid over it, one more or one less of something."""
    text = request.POST.get("text", "").replace("\r\n", "\n")[: reading.LONGEST]
    fields = [(name, str(value)) for name, value in request.POST.items() if name.startswith(shaping.PREFIX)]
    if not fields:
        return text
    values = reading.values(text)
    if values is None:
        return text
    found = shaping.laid_over(values, dict(fields[:MOST_FIELDS]))
    if "add" in request.POST:
        found = shaping.grown(found, request.POST["add"])
    if "remove" in request.POST:
        found = shaping.shrunk(found, request.POST["remove"])
    return shaping.written(found)


def _named(text: str, code: str) -> str:
    """The text under a code of its own, its method said."""
    found = reading.values(text)
    if found is None:
        return text
    rest = {key: value for key, value in found.items() if key not in ("code", "method")}
    return shaping.written({"code": code, "method": reading.method(text), **rest})
