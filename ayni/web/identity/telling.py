"""Telling that somebody is on record twice, and asking again about a pair that was settled."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.identity import actions
from ayni.identity.queries import reviewing
from ayni.web.attempts import attempt, found
from ayni.web.identity import forms


def report(request: HttpRequest, person: int) -> HttpResponse:
    """From a person's page: which other record is theirs, too."""
    who = found(reviewing.person(person, reader=request.user))
    form = forms.ReportForm(request.POST or None, initial={"other": request.GET.get("other", "")})
    if form.is_valid():
        other = reviewing.person(form.cleaned_data["other"], reader=request.user)
        if other is None:
            form.add_error("other", _("There is no record with this number, or it is out of your reach."))
        elif attempt(
            form,
            actions.report_same,
            who,
            other,
            because=form.cleaned_data["because"],
            at=timezone.now(),
            by=request.user,
        ):
            messages.success(request, _("Thank you. Officers will read both records and decide."))
            return redirect("web:person", person)
    return render(request, "identity/report.html", {"who": who, "form": form})


def again(request: HttpRequest, number: int) -> HttpResponse:
    candidate = found(reviewing.candidate(number, reader=request.user))
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.ask_again, candidate, **form.cleaned_data, at=timezone.now(), by=request.user
    ):
        messages.success(request, _("The pair waits to be read again."))
        return redirect("web:same_pair", number)
    return render(request, "identity/again.html", {"candidate": candidate, "form": form})
