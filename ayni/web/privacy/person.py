"""One person's rights: what they agree to, what they asked, what stands against forgetting them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ayni.privacy import actions, queries
from ayni.privacy.actions import Words
from ayni.registry import queries as registry
from ayni.web.attempts import attempt
from ayni.web.privacy import forms

RECORD, COPY, LODGE = "privacy.record_consent", "privacy.give_copy", "privacy.lodge_correction"
SCHEDULE = "privacy.schedule"
SEEN_WITH = (RECORD, COPY, LODGE, "privacy.decide_correction", SCHEDULE)


def rights(request: HttpRequest, person_id: int) -> HttpResponse:
    permission = next((one for one in SEEN_WITH if request.user.may(one)), RECORD)
    who = queries.person(person_id, reader=request.user, permission=permission)
    may = {one.partition(".")[2]: request.user.may(one) for one in SEEN_WITH}
    shown = {
        "person": who,
        "may": may,
        "is_anonymous": queries.is_anonymous(who),
        "standings": queries.standing(who, on=timezone.localdate()),
        "words": queries.words(who),
        "copies": queries.copies(who) if may["give_copy"] else [],
        "corrections": queries.corrections(request.user, person=who) if may["lodge_correction"] else [],
        "holds": queries.holds(who) if may["schedule"] else [],
    }
    return render(request, "privacy/rights.html", shown)


def consent(request: HttpRequest, person_id: int, code: str) -> HttpResponse:
    who = queries.person(person_id, reader=request.user, permission=RECORD)
    purpose = queries.in_force(code, on=timezone.localdate())
    form = forms.ConsentForm(request.POST or None, speakers=queries.speakers(who))
    asked = {"purpose": code, "today": timezone.localdate(), "by": request.user}
    if form.is_valid() and attempt(form, actions.record_consent, who, said=form.said, **asked):
        messages.success(request, _("It is recorded, and holds from that day on."))
        return redirect("web:rights", person_id)
    return render(request, "privacy/consent.html", {**_page(who), "purpose": purpose, "form": form})


def ask(request: HttpRequest, person_id: int) -> HttpResponse:
    who = queries.person(person_id, reader=request.user, permission=COPY)
    form = forms.CopyForm(request.POST or None)
    asked = {"on": timezone.localdate(), "by": request.user}
    if form.is_valid() and attempt(form, actions.request_copy, who, **form.asked, **asked):
        messages.success(
            request, _("The request is recorded. Hand the copy over when the person has shown who they are.")
        )
        return redirect("web:copy", form.result.pk)
    page = {
        "title": _("Ask for a copy of the data"),
        "verb": _("Record the request"),
        "lead": _("Everybody may have a copy of all that is kept on them. The request waits for 30 days."),
    }
    return render(request, "privacy/form.html", {**_page(who), **page, "form": form})


def lodge(request: HttpRequest, person_id: int) -> HttpResponse:
    who = queries.person(person_id, reader=request.user, permission=LODGE)
    variables = registry.dictionary().of("person")
    form = forms.CorrectionForm(request.POST or None, variables=variables, language=get_language() or "en")
    asked = {"on": timezone.localdate(), "by": request.user}
    if form.is_valid() and attempt(form, actions.lodge_correction, who, correction=form.correction, **asked):
        messages.success(request, _("It is written down. Another officer decides within 30 days."))
        return redirect("web:correction", form.result.pk)
    page = {
        "title": _("Write down a correction"),
        "verb": _("Write it down"),
        "lead": _("What the person says is wrong. Another officer than you decides about it."),
    }
    return render(request, "privacy/form.html", {**_page(who), **page, "form": form})


def hold(request: HttpRequest, person_id: int) -> HttpResponse:
    who = queries.person(person_id, reader=request.user, permission=SCHEDULE)
    form = forms.HoldForm(request.POST or None)
    if form.is_valid():
        given = {"kind": form.cleaned_data["kind"], "reason": Words(form.cleaned_data["reason"])}
        if attempt(form, actions.place_hold, who, **given, by=request.user, at=timezone.now()):
            messages.success(request, _("The data stay until the hold is lifted."))
            return redirect("web:rights", person_id)
    page = {
        "title": _("Keep the data"),
        "verb": _("Place the hold"),
        "lead": _("While a complaint, a case, an audit or a court needs them, the data do not become anonymous."),
    }
    return render(request, "privacy/form.html", {**_page(who), **page, "form": form})


def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    found = queries.hold(hold_id, reader=request.user)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.lift_hold, found, by=request.user, at=timezone.now()):
        messages.success(request, _("The hold is lifted: the schedules hold again."))
        return redirect("web:rights", found.person_id)
    page = {
        "title": _("Lift the hold"),
        "verb": _("Lift the hold"),
        "lead": _("The data may become anonymous again when their time has come."),
    }
    return render(request, "privacy/form.html", {**_page(found.person), **page, "form": form})


def _page(who: Any) -> dict[str, Any]:
    return {"person": who, "back_url": reverse("web:rights", args=[who.pk]), "back": who.name}
