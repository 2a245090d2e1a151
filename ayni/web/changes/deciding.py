"""Each step of a change, on a page that says what it means and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.intake.actions import changes as actions
from ayni.web.attempts import attempt
from ayni.web.changes import forms, listing


@dataclass(frozen=True)
class Verb:
    """A step: its action, its form, its words, and what is said afterwards."""

    action: Any
    form: Any
    title: Any
    means: Any
    done: Any
    undo: Any = ""
    tone: str = ""
    has_time: bool = True


def _right(change: Any, **asked: Any) -> Any:
    return actions.judge_sample(change, is_right=True, **asked)


def _wrong(change: Any, **asked: Any) -> Any:
    return actions.judge_sample(change, is_right=False, **asked)


ANEW = gettext_lazy("It can be asked for again at any time.")
VERBS: dict[str, Verb] = {
    "approve": Verb(
        actions.approve_change,
        forms.SeenForm,
        gettext_lazy("Approve the change"),
        gettext_lazy("The record says so from now on, and those who depend on it are told."),
        gettext_lazy("The change is approved."),
        gettext_lazy("For 90 days its contrary can be asked for in one step."),
    ),
    "apply": Verb(
        actions.apply_change,
        forms.NothingForm,
        gettext_lazy("Try again"),
        gettext_lazy("The change is approved, and the record did not allow it. Try again once that is put right."),
        gettext_lazy("It was tried again."),
        gettext_lazy("For 90 days its contrary can be asked for in one step."),
    ),
    "reject": Verb(
        actions.reject_change,
        forms.RejectForm,
        gettext_lazy("Reject the change"),
        gettext_lazy("The record stays as it is. The person is told why, and can appeal for 60 days."),
        gettext_lazy("The change is rejected. Tell the person why, and that they can appeal."),
        ANEW,
        "harm",
    ),
    "ask": Verb(
        actions.ask_about_change,
        forms.AskForm,
        gettext_lazy("Ask for more"),
        gettext_lazy("The request goes back to who made it, with your question."),
        gettext_lazy("It is given back, with your question."),
        gettext_lazy("It comes back to be checked once it is answered."),
        has_time=False,
    ),
    "submit": Verb(
        actions.submit_change,
        forms.MoreForm,
        gettext_lazy("Hand it in"),
        gettext_lazy("Another officer checks it."),
        gettext_lazy("It is handed in. Another officer checks it."),
        gettext_lazy("It can be taken back until it is decided."),
    ),
    "withdraw": Verb(
        actions.withdraw_change,
        forms.NothingForm,
        gettext_lazy("Take it back"),
        gettext_lazy("Nothing changes on record."),
        gettext_lazy("It is taken back."),
        ANEW,
        has_time=False,
    ),
    "appeal": Verb(
        actions.appeal_change,
        forms.AppealForm,
        gettext_lazy("Write down an appeal"),
        gettext_lazy("Another officer decides, and never the one who rejected it."),
        gettext_lazy("The appeal is written down. Another officer decides."),
        gettext_lazy("It can be taken back until it is decided."),
    ),
    "counter": Verb(
        actions.counter_change,
        forms.ReasonForm,
        gettext_lazy("Ask to take it back"),
        gettext_lazy("A new request says the contrary. Another officer checks it, like any other."),
        gettext_lazy("The contrary is asked for. Another officer checks it."),
        gettext_lazy("The new request can be taken back until it is decided."),
    ),
    "receive": Verb(
        actions.receive_move,
        forms.NothingForm,
        gettext_lazy("Receive them"),
        gettext_lazy("You know that they live here now. All that was known of them came with them."),
        gettext_lazy("They are received."),
        gettext_lazy("Nothing changes on record."),
    ),
    "right": Verb(
        _right,
        forms.NothingForm,
        gettext_lazy("It is right"),
        gettext_lazy("A rule accepted this; you have looked at it, and it is as it should be."),
        gettext_lazy("Thank you. It counts for the rule."),
        gettext_lazy("Nothing changes on record."),
    ),
    "wrong": Verb(
        _wrong,
        forms.NothingForm,
        gettext_lazy("It is wrong"),
        gettext_lazy("A rule accepted this and should not have. It counts against the rule; then ask to take it back."),
        gettext_lazy("It counts against the rule. Now ask to take the change back."),
        gettext_lazy("Nothing changes on record."),
        "harm",
    ),
}


def decide(request: HttpRequest, change_id: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    step, page = VERBS[verb], listing.shown(request, change_id)
    form = _form(request, step, page)
    asked = {"by": request.user, **({"at": timezone.now()} if step.has_time else {})}
    if form.is_valid() and attempt(form, step.action, page["change"], **form.told, **asked):
        _say(request, form.result, step)
        return redirect("web:change", form.result.pk)
    back = {"back_url": reverse("web:change", args=[change_id]), "back": str(page["change"])}
    words = {"title": step.title, "means": step.means, "undo": step.undo, "tone": step.tone, "verb": step.title}
    shown = {**page, **words, **back, "form": form, "is_possible": verb in page["verbs"]}
    return render(request, "changes/decide.html", shown)


def _form(request: HttpRequest, step: Verb, page: dict[str, Any]) -> Any:
    given = request.POST if request.method == "POST" else None
    if step.form is forms.MoreForm:
        return forms.MoreForm(given, change=page["change"])
    if step.form is forms.SeenForm and given is None:
        return forms.SeenForm(initial={"seen": page["told"].seen})
    return step.form(given)


def _say(request: HttpRequest, change: Any, step: Verb) -> None:
    if change.failure:
        messages.warning(
            request, _("It is approved, and could not be put on record: %(why)s") % {"why": change.failure}
        )
    elif change.status == "checked":
        messages.success(request, _("You are the first of two officers. A second one checks it now."))
    else:
        messages.success(request, str(step.done))
