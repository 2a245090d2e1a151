"""Asking another area for a household that says it lives here now."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.intake.actions import changes as actions
from ayni.web import limits
from ayni.web.attempts import attempt
from ayni.web.changes import forms


@limits.door("search")
def ask(request: HttpRequest) -> HttpResponse:
    form = forms.ArrivalForm(request.POST or None)
    if form.is_valid() and attempt(form, _asked, form.arrival, at=timezone.now(), by=request.user):
        messages.success(request, _("The area where they lived is asked. You are told here what it answers."))
        return redirect("web:change", form.result.pk)
    return render(request, "changes/arrival.html", {"form": form})


def _asked(arrival: actions.Arrival, **asked: Any) -> Any:
    return actions.ask_for_household(arrival, **asked)
