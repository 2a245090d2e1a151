"""The workbench's page, and each of its buttons. All but the trial itself leave everything as it is."""

import functools
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ayni.commons.access import scoping
from ayni.engines.rules import alone
from ayni.enrolment import actions
from ayni.kernel.refusals import Refused
from ayni.programmes import queries as programmes
from ayni.web.attempts import attempt
from ayni.web.workbench import forms, shown, written

SEE = "programmes.see"


def sent_only(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A button's answer; its address opened by itself leads to the page."""

    @functools.wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        return view(request) if request.method == "POST" else redirect("web:workbench")

    return answer


def workbench(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, SEE)
    form = forms.WorkbenchForm(reader=request.user, initial=shown.begin(request.GET, request.user))
    return render(request, "workbench/workbench.html", shown.page(form, request.GET, request.user))


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """What is wrong with the text, or what it means: asked while it is written."""
    scoping.paths(request.user, SEE)
    unit = "person" if request.POST.get("unit") == "person" else "household"
    text = request.POST.get("text", "")[: forms.LONGEST]
    return render(request, "workbench/checked.html", {"written": written.of(text, unit, request.user)})


@sent_only
def format(request: HttpRequest) -> HttpResponse:
    form = _sent(request)
    if form.is_valid():
        try:
            form.rewritten(alone.formatted(form.cleaned_data["text"]))
        except Refused as refused:
            form.add_error("text", str(refused))
    return _again(request, form)


@sent_only
def try_rules(request: HttpRequest) -> HttpResponse:
    """Try the text on everybody; the figures have an address of their own."""
    form = _sent(request)
    if form.is_valid() and attempt(form, actions.try_rules, **_rules(form), by=request.user):
        return redirect(f"{reverse('web:workbench')}?{urlencode({'trial': form.result.key})}#found")
    return _again(request, form)


@sent_only
def compare(request: HttpRequest) -> HttpResponse:
    """Try the text and a version, and count what changes from that one."""
    form = _sent(request)
    if form.is_valid() and not form.cleaned_data["against"]:
        form.add_error("against", _("Choose what to compare with"))
    if form.is_valid():
        version = programmes.version(int(form.cleaned_data["against"]), request.user)
        if attempt(form, actions.try_rules, **_rules(form), against=version.text, by=request.user):
            asked = urlencode({"trial": form.result.key, "against": version.pk})
            return redirect(f"{reverse('web:workbench')}?{asked}#compared")
    return _again(request, form)


@sent_only
def household(request: HttpRequest) -> HttpResponse:
    """Try the text on one household; the look is recorded."""
    scoping.paths(request.user, "registry.see_households")
    form = _sent(request)
    found = {}
    if form.is_valid():
        problems = written.of(form.cleaned_data["text"], form.cleaned_data["unit"], request.user).wrongs
        for problem in problems:
            form.add_error("text", problem.told)
    if form.is_valid():
        found = shown.household(form, request.POST.get("chosen", ""), request.user)
    return _again(request, form, **found)


def _sent(request: HttpRequest) -> forms.WorkbenchForm:
    scoping.paths(request.user, SEE)
    return forms.WorkbenchForm(request.POST, reader=request.user)


def _rules(form: forms.WorkbenchForm) -> dict[str, str]:
    return {"text": form.cleaned_data["text"], "unit": form.cleaned_data["unit"]}


def _again(request: HttpRequest, form: forms.WorkbenchForm, **found: object) -> HttpResponse:
    return render(request, "workbench/workbench.html", {**shown.page(form, {}, request.user), **found})
