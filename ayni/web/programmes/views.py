"""Programmes and the versions of their rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.programmes import actions
from ayni.web.attempts import attempt
from ayni.web.programmes import comparing, forms, record


def programmes(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/programmes.html", {"rows": record.rows(request.user)})


def programme(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "programmes/programme.html", record.of_programme(code, request.user))


def version(request: HttpRequest, version_id: int) -> HttpResponse:
    return render(request, "programmes/version.html", record.of_version(version_id, request.user))


def prepare(request: HttpRequest, code: str = "") -> HttpResponse:
    """The rules as a text to write; checked and compared first, kept as a draft when sent again."""
    scoping.paths(request.user, "programmes.prepare")
    before = record.before(code, request.user)
    form = forms.RulesForm(request.POST or None, initial=forms.begin(before))
    if form.is_confirmed() and attempt(form, actions.prepare, by=request.user, **form.answers):
        messages.success(request, _("The draft is kept. Another officer must approve it before it decides anything."))
        return redirect("web:version", form.result.pk)
    change = comparing.change(before, form.cleaned_data["text"]) if form.is_shown else None
    return render(request, "programmes/prepare.html", {"code": code, "form": form, "before": before, "change": change})


def approve(request: HttpRequest, version_id: int) -> HttpResponse:
    scoping.paths(request.user, "programmes.approve")
    shown = record.of_version(version_id, request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    asked = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.approve, shown["version"], **asked):
        messages.success(request, _("These rules are approved."))
        return redirect("web:programme", shown["version"].programme.code)
    return render(request, "programmes/approve.html", {**shown, "form": form})


def retire(request: HttpRequest, version_id: int) -> HttpResponse:
    scoping.paths(request.user, "programmes.approve")
    shown = record.of_version(version_id, request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.retire, shown["version"], by=request.user):
        messages.success(request, _("These rules decide no longer."))
        return redirect("web:programme", shown["version"].programme.code)
    return render(request, "programmes/retire.html", {**shown, "form": form})
