"""Users' accounts: adding, closing and opening, one-time links, sessions, second factors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from ayni.commons.access import scoping
from ayni.commons.signing import factors, joining, links, queries, sessions
from ayni.web.administration import account_forms
from ayni.web.attempts import attempt, found


@dataclass(frozen=True)
class Step:
    """One thing that an administrator does to an account: its page, and the action behind it."""

    title: str | Promise
    effect: str | Promise
    done: str | Promise
    act: Callable[..., Any]
    form: type[forms.Form] = account_forms.PlainForm
    undo: str | Promise = ""
    tone: str = ""


STEPS: dict[str, Step] = {
    "close": Step(
        _("Close the account"),
        _("They are signed out at once and can sign in no more. Their tokens and links stop working."),
        _("The account is closed."),
        joining.close_account,
        account_forms.ReasonForm,
        _("You can open it again."),
        "harm",
    ),
    "reopen": Step(
        _("Open the account again"),
        _("They can sign in again, with a new password: give them a one-time link."),
        _("The account is open again. Now make a one-time link."),
        joining.reopen_account,
        account_forms.ReasonForm,
        _("You can close it again."),
    ),
    "link": Step(
        _("Make a one-time link"),
        _("With it they choose a password. Earlier links stop working."),
        "",
        links.make_link,
        undo=_("A newer link, or closing the account, ends it."),
    ),
    "unlock": Step(
        _("End the wait"),
        _("They can try to sign in again at once."),
        _("They can try to sign in again."),
        joining.unlock,
        undo=_("After new failures they wait again."),
    ),
    "end-sessions": Step(
        _("Sign them out everywhere"),
        _("All their sessions end at once. What they have not sent is lost."),
        _("They are signed out everywhere."),
        sessions.end_sessions,
        undo=_("They can sign in again."),
        tone="harm",
    ),
    "reset-factors": Step(
        _("Remove their second factors"),
        _(
            "They are signed out, and sign in with the password alone until they add a factor again. "
            "Do it only when you are sure that it is they who ask."
        ),
        _("Their second factors are removed."),
        factors.reset_factors,
        account_forms.ReasonForm,
        _("They can add factors again."),
        "harm",
    ),
}


def account(request: HttpRequest, user_id: int) -> HttpResponse:
    shown = found(queries.account(request.user, user_id, at=timezone.now()))
    return render(request, "administration/account.html", {"account": shown, "steps": STEPS})


@never_cache
def step(request: HttpRequest, user_id: int, step: str) -> HttpResponse:
    shown, doing = found(queries.account(request.user, user_id, at=timezone.now())), STEPS[step]
    form = doing.form(request.POST if request.method == "POST" else None)
    told = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, doing.act, shown.user, **form.cleaned_data, **told):
        if isinstance(form.result, links.MadeLink):
            return _shown_once(request, form.result)
        messages.success(request, doing.done)
        return redirect("web:user_account", user_id)
    return render(request, "administration/account_step.html", {"account": shown, "step": doing, "form": form})


@never_cache
def add(request: HttpRequest) -> HttpResponse:
    scoping.paths(request.user, "access.manage")
    form = account_forms.InviteForm(request.POST or None, roles=queries.roles())
    told = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, joining.invite, **form.cleaned_data, **told):
        return _shown_once(request, form.result)
    return render(request, "administration/add_user.html", {"form": form})


def _shown_once(request: HttpRequest, made: links.MadeLink) -> HttpResponse:
    address = request.build_absolute_uri(reverse("web:choose_password", args=[made.text]))
    return render(request, "administration/link_made.html", {"made": made, "address": address})
