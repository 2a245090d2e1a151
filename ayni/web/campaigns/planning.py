"""Planning a campaign, and each step of its life."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.intake.actions import campaigns as actions
from ayni.intake.queries import campaigns as queries
from ayni.web.attempts import attempt
from ayni.web.campaigns import forms

#: verb: (action, form, title, what it means, whether the moment is told)
VERBS: dict[str, tuple[Any, Any, Any, Any, bool]] = {
    "approve": (
        actions.approve_campaign,
        forms.ConfirmForm,
        gettext_lazy("Approve the campaign"),
        gettext_lazy("It can be opened then. If its targets change before, it is to be approved again."),
        True,
    ),
    "open": (
        actions.open_campaign,
        forms.ConfirmForm,
        gettext_lazy("Open the campaign"),
        gettext_lazy("Enumerators see their lists. You can pause it at any time."),
        True,
    ),
    "pause": (
        actions.pause_campaign,
        forms.ReasonForm,
        gettext_lazy("Pause the campaign"),
        gettext_lazy("Nobody has visits to make until it goes on. Forms that are on the way are still taken."),
        False,
    ),
    "resume": (
        actions.resume_campaign,
        forms.ConfirmForm,
        gettext_lazy("Let it go on"),
        gettext_lazy("Enumerators see their lists again."),
        False,
    ),
    "close": (
        actions.close_campaign,
        forms.ReasonForm,
        gettext_lazy("Close the campaign"),
        gettext_lazy("It cannot be opened again. Forms that arrive late still find their visits."),
        False,
    ),
}


def new(request: HttpRequest) -> HttpResponse:
    form = forms.PlanForm(request.POST or None, questionnaires=queries.questionnaires())
    if form.is_valid() and attempt(form, actions.plan_campaign, _plan(form), by=request.user):
        return redirect("web:campaign", form.cleaned_data["code"])
    shown = {
        "title": _("Plan a campaign"),
        "lead": _("It begins when it is opened. A large one is approved by another officer first."),
        "form": form,
        "verb": _("Plan it"),
        "back_url": reverse("web:campaigns"),
        "back": _("Campaigns"),
    }
    return render(request, "campaigns/form.html", shown)


def turn(request: HttpRequest, campaign: str, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    action, asks, title, means, is_timed = VERBS[verb]
    found = queries.campaign(campaign, reader=request.user)
    form = asks(request.POST if request.method == "POST" else None)
    asked = {"by": request.user, **({"at": timezone.now()} if is_timed else {})}
    if form.is_valid() and attempt(form, action, found, **form.cleaned_data, **asked):
        messages.success(request, _("It is done."))
        return redirect("web:campaign", campaign)
    shown = {"title": title, "lead": means, "form": form, "verb": title}
    back = {"back_url": reverse("web:campaign", args=[campaign]), "back": found.name}
    return render(request, "campaigns/form.html", {**shown, **back, "tone": "harm" if verb == "close" else ""})


def targets(request: HttpRequest, campaign: str) -> HttpResponse:
    found = queries.campaign(campaign, reader=request.user)
    form = forms.TargetsForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.set_targets, found, **form.cleaned_data, by=request.user):
        messages.success(request, _("The targets are set."))
        return redirect("web:campaign", campaign)
    shown = {"title": _("Households expected"), "form": form, "verb": _("Set the targets")}
    back = {"back_url": reverse("web:campaign", args=[campaign]), "back": found.name}
    return render(request, "campaigns/form.html", {**shown, **back})


def _plan(form: forms.PlanForm) -> actions.NewCampaign:
    given = form.cleaned_data
    return actions.NewCampaign(
        code=given["code"],
        names={code: given[f"name_{code}"] for code in ("en", "fr", "ar") if given[f"name_{code}"]},
        purpose=given["purpose"],
        starts_on=given["starts_on"],
        ends_on=form.ends_on,
        questionnaires=given["questionnaires"],
        targets=given["targets"],
        target_from=given["target_from"],
        road=given["road"],
        back_check_share=Decimal(given["share"]) / 100,
        back_check_least=given["least"],
        key_questions=given["key_questions"],
    )
