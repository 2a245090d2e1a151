"""Rules by which changes are accepted: what each accepted, preparing one, approving it by two officers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.intake.actions import changes as actions
from ayni.intake.queries import changes
from ayni.web.attempts import attempt
from ayni.web.changes import forms

#: verb: (action, title, what it means)
VERBS: dict[str, tuple[Any, Any, Any]] = {
    "approve": (
        actions.approve_rule,
        gettext_lazy("Approve the rule"),
        gettext_lazy("Two officers approve it. From then on it accepts changes, and officers look at a sample."),
    ),
    "reject": (
        actions.reject_rule,
        gettext_lazy("Reject the rule"),
        gettext_lazy("It will not be in force. Who prepared it sees this."),
    ),
    "retire": (
        actions.retire_rule,
        gettext_lazy("End the rule"),
        gettext_lazy("From now on officers check what it accepted. What it accepted stays."),
    ),
}


def listed(request: HttpRequest) -> HttpResponse:
    return render(request, "changes/rules.html", {"rules": changes.rules(request.user)})


def prepare(request: HttpRequest) -> HttpResponse:
    form = forms.RuleForm(request.POST or None)
    if form.is_valid():
        rule, reason = form.told
        if attempt(form, actions.prepare_rule, rule, reason=reason, by=request.user):
            messages.success(request, _("The rule is prepared. Two other officers approve it."))
            return redirect("web:acceptance_rules")
    return render(request, "changes/prepare_rule.html", {"form": form})


def decide(request: HttpRequest, rule_id: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    action, title, means = VERBS[verb]
    rule = changes.rule(rule_id, reader=request.user)
    form = forms.NothingForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, action, rule, at=timezone.now(), by=request.user):
        messages.success(request, _("It is done."))
        return redirect("web:acceptance_rules")
    back = {"back_url": reverse("web:acceptance_rules"), "back": _("Rules for accepting changes")}
    shown = {"rule": rule, "form": form, "title": title, "means": means, "verb": title, **back}
    return render(request, "changes/decide_rule.html", shown)
