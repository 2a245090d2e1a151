"""Approving many changes at once: in numbers before it is done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.intake.actions import changes as actions
from ayni.intake.queries import changes
from ayni.web.attempts import attempt
from ayni.web.changes import forms

WHY_LEFT = {
    "own": gettext_lazy("You had a hand in them: another officer checks them."),
    "needs_two": gettext_lazy("They are grave: two officers look at each of them."),
    "changed": gettext_lazy("The record has changed since: look at each of them."),
    "elsewhere": gettext_lazy("They are checked in another area."),
}


def approve(request: HttpRequest) -> HttpResponse:
    form = forms.BulkForm(request.POST if request.method == "POST" else None)
    asked = {"at": timezone.now(), "by": request.user}
    if form.is_confirmed() and attempt(form, actions.approve_changes, form.asked, **asked):
        messages.success(request, _("They are approved, and put on record one by one in the background."))
        return redirect("web:changes")
    effect = actions.preview(form.asked, **asked) if form.is_shown else None
    shown = {
        "form": form,
        "effect": effect,
        "kinds": [(changes.KINDS[code].label, count) for code, count in effect.approved.items()] if effect else [],
        "left": [(WHY_LEFT[code], count) for code, count in effect.left.items()] if effect else [],
    }
    return render(request, "changes/bulk.html", shown)
