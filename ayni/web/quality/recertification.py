"""Who is due to be asked again, confirming in one step, and the schedules that say so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.commons.access import scoping
from ayni.commons.jobs import running
from ayni.intake.actions import recertification as actions
from ayni.intake.queries import recertification as queries
from ayni.web import paging
from ayni.web.attempts import attempt
from ayni.web.changes.forms import words

VERBS: dict[str, tuple[Any, Any]] = {
    "approve": (actions.approve_schedule, gettext_lazy("Approve the schedule")),
    "retire": (actions.retire_schedule, gettext_lazy("End the schedule")),
}


class ConfirmForm(forms.Form):
    has_changed = forms.ChoiceField(
        label=gettext_lazy("What did they say?"),
        choices=(
            ("", "—"),
            ("no", gettext_lazy("Nothing has changed")),
            ("yes", gettext_lazy("Something has changed")),
        ),
        error_messages={"required": gettext_lazy("Choose one")},
    )


class ScheduleForm(forms.Form):
    code = forms.RegexField(
        r"^[a-z0-9-]+$",
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Small letters, digits and hyphens."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": gettext_lazy("Use small letters, digits and hyphens")},
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    rule = forms.CharField(
        label=gettext_lazy("Which households"),
        help_text=gettext_lazy("A rule about the household; empty for all of them."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )
    every_months = forms.IntegerField(
        label=gettext_lazy("Every so many months"), min_value=1, max_value=120, initial=24
    )
    remind_days = forms.IntegerField(
        label=gettext_lazy("Days before, from which it is listed"), min_value=0, max_value=365, initial=30
    )
    grace_days = forms.IntegerField(
        label=gettext_lazy("Days after, from which it is late"), min_value=0, max_value=365, initial=60
    )
    reason = words(gettext_lazy("Why"))

    @property
    def told(self) -> tuple[actions.NewSchedule, str]:
        given = dict(self.cleaned_data)
        reason, name = given.pop("reason"), given.pop("name")
        return actions.NewSchedule(**given, names={"und": name}), reason


def due(request: HttpRequest) -> HttpResponse:
    page, status, today = paging.asked(request), request.GET.get("status", ""), timezone.localdate()
    found = queries.due(request.user, status=status)
    rows = [(one, one.is_overdue(today)) for one in found[page.offset : page.offset + page.limit]]
    return render(request, "quality/due.html", {"rows": rows, "paging": page.of(found.count()), "status": status})


def confirm(request: HttpRequest, number: int) -> HttpResponse:
    found = queries.recertification(number, reader=request.user)
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        changed = form.cleaned_data["has_changed"] == "yes"
        asked = {"at": timezone.now(), "by": request.user}
        if attempt(form, actions.confirm_household, found, has_changed=changed, **asked):
            messages.success(request, _("It is confirmed. The next time is counted from today."))
            return redirect("web:choose_change", "household", found.household_id) if changed else redirect(_list())
    return render(request, "quality/confirm.html", {"one": found, "form": form})


def open_due(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "intake.prepare_acceptance")
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        on = timezone.localdate().isoformat()
        key = f"intake.recertify/{on}"
        running.start("intake.recertify", key=key, by=request.user, on=on)
        return redirect(_list())
    return render(request, "quality/open.html", {"form": form, "schedules": queries.in_force()})


def schedules(request: HttpRequest) -> HttpResponse:
    return render(request, "quality/schedules.html", {"schedules": queries.schedules(request.user)})


def prepare(request: HttpRequest) -> HttpResponse:
    form = ScheduleForm(request.POST or None)
    if form.is_valid():
        schedule, reason = form.told
        if attempt(form, actions.prepare_schedule, schedule, reason=reason, by=request.user):
            messages.success(request, _("The schedule is prepared. Another officer approves it."))
            return redirect("web:recertification_schedules")
    return render(request, "quality/prepare.html", {"form": form})


def decide(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    action, title = VERBS[verb]
    found = queries.schedule(number, reader=request.user)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, action, found, at=timezone.now(), by=request.user):
        messages.success(request, _("It is done."))
        return redirect("web:recertification_schedules")
    return render(request, "quality/decide.html", {"one": found, "form": form, "title": title, "verb": title})


def _list() -> str:
    return reverse("web:recertifications")
