"""A forgotten password, where e-mail is set up: the link is made and sent by the worker, whoever asked."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ayni.commons.access.models import User
from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.commons.signing import links
from ayni.commons.signing.recording import record


def ask(name: str, *, address: str) -> None:
    """Have a link sent to the user of this name, if there is one with an e-mail; what is done here is the same if not.

    `address` is where the link's page is, with {} for its secret.
    """
    running.start(
        "signing.send_link",
        key=f"signing/{uuid4()}",
        by=None,
        name=name.strip()[:150],
        address=address,
        language=translation.get_language() or settings.LANGUAGE_CODE,
    )


@running.job("signing.send_link")
def send_link(progress: Progress, *, name: str, address: str, language: str) -> dict[str, Any] | None:
    user = User.objects.filter(username=name, is_active=True, is_system=False).exclude(email="").first()
    if user is None or not settings.AYNI_HAS_MAIL:
        return None
    made = links.made_for(user, made_by=user, at=timezone.now())
    record(user, "had a one-time link sent by e-mail")
    with translation.override(language):
        text = _(
            "With this link you can choose a new password for Ayni, once, within %(hours)s hours:\n\n%(link)s\n\n"
            "If you did not ask for it, do nothing: your password stays as it is."
        ) % {"hours": settings.AYNI_LINK_HOURS, "link": address.format(made.text)}
        send_mail(_("A new password for Ayni"), text, None, [user.email])
    return None
