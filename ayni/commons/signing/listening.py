"""What allauth and Django tell us of people's own sign-in: kept in the audit, and sessions begun and ended by it."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as factors_told
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from ayni.commons.access.models import User
from ayni.commons.signing import factors, sessions, waits
from ayni.commons.signing.recording import record

#: In a session: its user may do nothing before they have a second factor.
OVERDUE = "second_factor_overdue"


def begin() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="signing")
    user_logged_out.connect(_signed_out, dispatch_uid="signing")
    account.password_changed.connect(_password_changed, dispatch_uid="signing")
    account.password_reset.connect(_password_changed, dispatch_uid="signing")
    factors_told.authenticator_added.connect(_factor_added, dispatch_uid="signing")
    factors_told.authenticator_removed.connect(_factor_removed, dispatch_uid="signing")
    factors_told.authenticator_reset.connect(_factor_reset, dispatch_uid="signing")
    factors_told.authentication_failed.connect(_factor_failed, dispatch_uid="signing")


def _signed_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    address = get_adapter().get_client_ip(request) if request.META.get("REMOTE_ADDR") else None
    browser = request.META.get("HTTP_USER_AGENT", "")
    sessions.begin(request.session, user, at=timezone.now(), address=address, browser=browser)
    request.session[OVERDUE] = factors.is_overdue(user)
    record(user, "signed in", address=address)


def _signed_out(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        sessions.signed_out(request.session.session_key)


def _password_changed(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    sessions.follow(request.session)
    ended = sessions.end_all(user, but=request.session.session_key)
    waits.forgotten(user.username)
    record(user, "changed their password", sessions=ended)


def _factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    request.session[OVERDUE] = False
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        sessions.end_all(user, but=request.session.session_key)
    record(user, "added a second factor", factor=str(authenticator.type))


def _factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    request.session[OVERDUE] = factors.is_overdue(user)
    record(user, "removed a second factor", factor=str(authenticator.type))


def _factor_reset(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    record(user, "made new recovery codes")


def _factor_failed(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    record(user, "failed at the second factor", factor=str(authenticator.type))
