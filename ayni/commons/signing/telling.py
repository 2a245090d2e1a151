"""Telling somebody by e-mail what happened to their sign-in, where e-mail is set up; never a secret."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from ayni.commons.access.models import User
from ayni.commons.signing import waits
from ayni.commons.signing.recording import record


def of_failure(name: str, address: str) -> None:
    """After a failed sign-in: when it made the name wait, keep it in the audit and tell its user."""
    if not waits.has_just_begun(name, address):
        return
    user = User.objects.filter(username__iexact=name.strip()).first()
    if user is not None:
        record(user, "must wait after failed sign-ins", address=address)
        _mail(
            user,
            _("Failed attempts to sign in"),
            _(
                "Somebody failed several times to sign in to Ayni with your user name, and must now wait. "
                "If it was not you, tell your administrator."
            ),
        )


def of_change(user: User) -> None:
    """After a change of the password or of a second factor."""
    _mail(
        user,
        _("Your sign-in was changed"),
        _(
            "Your password or a second factor of your Ayni account was changed. "
            "If it was not you, tell your administrator at once."
        ),
    )


def _mail(user: User, subject: str, text: str) -> None:
    if settings.AYNI_HAS_MAIL and user.email:
        send_mail(subject, text, None, [user.email], fail_silently=True)
