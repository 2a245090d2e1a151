"""The limits of a session, kept at each request; and one's own open sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ayni.commons.signing import factors, sessions
from ayni.commons.signing.listening import OVERDUE
from ayni.commons.signing.recording import record
from ayni.web.account import browsers, forms

#: What somebody may still open who has to add a second factor first.
TO_ADD = {"web:sign_out", "web:set_language", "web:own_account", "account_reauthenticate", "account_change_password"}
#: Pages that fetch themselves: nobody is working because of them.
BY_THEMSELVES = "/progress/"


class Limits:
    """Ends sessions that are unused or old, and holds those whose role asks for a second factor they have not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            self._keep(request)
        key = request.session.session_key
        response = self.get_response(request)
        if key and request.session.session_key not in (key, None) and request.user.is_authenticated:
            sessions.follow(request.session)
        return response

    def _keep(self, request: HttpRequest) -> None:
        now = timezone.now()
        if sessions.has_ended(request.session, at=now):
            logout(request)
            messages.info(request, _("You were signed out, as nothing was done for a while. Sign in again."))
        elif not request.path.endswith(BY_THEMSELVES):
            sessions.touch(request.session, at=now)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.session.get(OVERDUE) or not request.user.is_authenticated:
            return None
        if not factors.is_overdue(request.user):
            request.session[OVERDUE] = False
            return None
        if request.path.startswith("/api/"):
            request.user = AnonymousUser()
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in TO_ADD or name.startswith("mfa_"):
            return None
        return redirect("mfa_index")


def own_account(request: HttpRequest) -> HttpResponse:
    """What one can look after oneself: the password, second factors, sessions, keys."""
    shown = {
        "factors": factors.of(request.user),
        "is_asked": factors.is_asked_of(request.user),
        "due": factors.due_at(request.user),
        "sessions": [(one, browsers.told(one.browser)) for one in sessions.of(request.user)],
        "here": request.session.get(sessions.KEPT_AS),
        "form": forms.PlainForm(),
    }
    return render(request, "account/own_account.html", shown)


@require_POST
def end_one(request: HttpRequest, session_id: int) -> HttpResponse:
    if sessions.end_own(session_id, by=request.user):
        messages.success(request, _("That session has ended."))
    return redirect("web:own_account")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    ended = sessions.end_others(by=request.user, but=request.session.session_key)
    told = ngettext("%(number)s other session has ended.", "%(number)s other sessions have ended.", ended)
    messages.success(request, told % {"number": ended})
    return redirect("web:own_account")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        record(request.user, "signed out")
    logout(request)
    return redirect("web:sign_in")
