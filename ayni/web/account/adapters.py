"""How allauth behaves here: nobody signs up, failures wait, factors are kept sealed, and pages speak plainly."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ayni.commons.access.models import User
from ayni.commons.signing import telling, waits

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 where a server does not tell the address  # nosec B104


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The user name or the password is not right. Both tell capital from small letters. "
            "Ask your administrator if you have forgotten them."
        ),
        "too_many_login_attempts": _("There were too many failed attempts. Wait a while, then try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("There were too many attempts. Wait a while, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(super().get_client_ip(request)) if request.META.get("REMOTE_ADDR") else UNKNOWN_ADDRESS

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("web:own_account")

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of our own, written without a host: a sign-in never leads elsewhere."""
        return bool(url) and url.startswith("/") and super().is_safe_url(url)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        name, address = str(credentials.get("username", "")), self.get_client_ip(request)
        if waits.attempted(name, address, at=timezone.now()) is not None:
            raise self.validation_error("too_many_login_attempts")
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            telling.of_failure(name, address)
            return None
        failed = waits.succeeded(name, address)
        if failed >= waits.LIMITS["both"].free:
            messages.warning(request, _told(failed))
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Our own waits are counted instead."""

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing was counted there."""

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        telling.of_change(user)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it was used before. Enter the one that is shown now."),
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def _get_user_identifier(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return "Ayni"

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return gettext("My passkey")

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> MultiFernet:
    """The signing key's own seal; factors sealed under an earlier signing key still open."""
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(b"ayni.second-factors\0" + key.encode()).digest()))


def _told(failed: int) -> str:
    return ngettext(
        "Since you last signed in, somebody failed %(number)s time to sign in with your name. "
        "If it was not you, tell your administrator.",
        "Since you last signed in, somebody failed %(number)s times to sign in with your name. "
        "If it was not you, tell your administrator.",
        failed,
    ) % {"number": failed}
