"""Questionnaires and their versions: prepared, approved by another officer, published and retired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.intake import actions, queries
from ayni.intake.queries.questionnaires_wording import finding_text
from ayni.web import limits
from ayni.web.attempts import attempt, found
from ayni.web.intake import forms

PREPARE, APPROVE = "intake.prepare_forms", "intake.approve_forms"


def questionnaires(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/questionnaires.html", {"rows": queries.questionnaires(request.user)})


def upload(request: HttpRequest) -> HttpResponse:
    """A workbook; it is read and checked at once, and kept as a draft when it can be a questionnaire."""
    scoping.paths(request.user, PREPARE)
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        asked = {
            "by": request.user,
            "media": form.files_told,
            "is_applied_at_once": form.cleaned_data["is_applied_at_once"],
        }
        if attempt(form, actions.prepare_questionnaire, form.cleaned_data["file"], **asked):
            return _kept(request, form.result)
    return render(request, "intake/upload.html", {"form": form})


def make(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, PREPARE)
    form = forms.MakeForm(request.POST or None)
    if form.is_valid():
        asked = {"version": form.cleaned_data["version"], "by": request.user}
        if attempt(form, actions.make_questionnaire, form.cleaned_data["code"], **asked):
            return _kept(request, form.result)
    return render(request, "intake/make.html", {"form": form})


def version(request: HttpRequest, version_id: int) -> HttpResponse:
    return render(request, "intake/version.html", _of_version(request, version_id))


@limits.door("export")
def workbook(request: HttpRequest, version_id: int) -> HttpResponse:
    """The workbook as it was given."""
    told = found(queries.version(version_id, reader=request.user))
    name = f"{told.questionnaire.code}-{told.version}.xlsx".replace('"', "")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(told.workbook), content_type=kind, headers=headers)


def step(request: HttpRequest, version_id: int, verb: str) -> HttpResponse:
    """One step of a version's life; its effect is said first."""
    steps = _steps()
    if verb not in steps:
        raise Http404
    taken = steps[verb]
    scoping.paths(request.user, taken.permission)
    page = _of_version(request, version_id)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    moment = {} if verb == "withdraw" else {"at": timezone.now()}
    if form.is_valid() and attempt(form, taken.action, page["version"], by=request.user, **moment):
        messages.success(request, taken.done)
        return redirect("web:questionnaire", version_id)
    return render(request, "intake/step.html", {**page, "form": form, "step": taken})


@dataclass(frozen=True)
class Step:
    """What is done with a version, and how its page tells it."""

    action: Callable[..., Any]
    permission: str
    title: str
    effect: str
    undo: str
    done: str


def _steps() -> dict[str, Step]:
    return {
        "approve": Step(
            actions.approve_questionnaire,
            APPROVE,
            _("Approve this version"),
            _("It can then be published. Nobody is given it by this alone."),
            _("It can be retired."),
            _("Approved. It can be published now."),
        ),
        "publish": Step(
            actions.publish_questionnaire,
            APPROVE,
            _("Publish this version"),
            _("Every phone that asks for forms is given it from now on, and it can be filled in on the web."),
            _("It can be retired. What was filled in meanwhile is kept."),
            _("Published: phones are given it from now on."),
        ),
        "retire": Step(
            actions.retire_questionnaire,
            APPROVE,
            _("Retire this version"),
            _("Nobody is given it any more. What phones still send of it is kept, and waits for an officer."),
            "",
            _("Retired: nobody is given it any more."),
        ),
        "withdraw": Step(
            actions.withdraw_questionnaire,
            PREPARE,
            _("Take this draft back"),
            _("It can no longer be approved."),
            "",
            _("The draft is taken back."),
        ),
    }


def _of_version(request: HttpRequest, version_id: int) -> dict[str, Any]:
    told = found(queries.version(version_id, reader=request.user))
    findings = [{"level": one["level"], "path": one["path"], "text": finding_text(one)} for one in told.report]
    return {
        "version": told,
        "stopping": [one for one in findings if one["level"] == "stops"],
        "noted": [one for one in findings if one["level"] != "stops"],
        "answers": sum(len(told.mapping.get(name, {})) for name in ("household_answers", "person_answers")),
        "is_own": told.prepared_by_id == request.user.pk,  # type: ignore[union-attr]
    }


def _kept(request: HttpRequest, kept: Any) -> HttpResponse:
    messages.success(request, _("The draft is kept. Look at the check, then ask another officer to approve it."))
    return redirect("web:questionnaire", kept.pk)
