"""Single payments, what the provider told of them, and what an officer does about those that went wrong."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.benefits import actions, queries
from ayni.commons.access import scoping
from ayni.web.attempts import attempt
from ayni.web.benefits import forms, shown


def line(request: HttpRequest, line_id: int) -> HttpResponse:
    return render(request, "benefits/line.html", shown.of_line(line_id, request.user))


def reissue(request: HttpRequest, line_id: int) -> HttpResponse:
    scoping.paths(request.user, "benefits.reconcile")
    record = shown.of_line(line_id, request.user)
    form = forms.ReissueForm(request.POST or None, initial={"account": record["line"].account})
    if form.is_valid() and attempt(form, actions.reissue, record["line"], by=request.user, **form.cleaned_data):
        messages.success(request, _("It is paid again with the programme's next cycle."))
        return redirect("web:line", line_id)
    return render(request, "benefits/reissue.html", {**record, "form": form})


def resolve(request: HttpRequest, line_id: int) -> HttpResponse:
    scoping.paths(request.user, "benefits.reconcile")
    record = shown.of_line(line_id, request.user)
    form = forms.ResolveForm(request.POST or None)
    asked = {"by": request.user, "on": timezone.localdate()}
    if form.is_valid() and attempt(form, actions.resolve, record["line"], **asked, **form.cleaned_data):
        messages.success(request, _("Recorded."))
        return redirect("web:line", line_id)
    return render(request, "benefits/resolve.html", {**record, "form": form})


def puzzles(request: HttpRequest) -> HttpResponse:
    return render(request, "benefits/puzzles.html", {"puzzles": queries.puzzles(request.user)})
