"""Passwords that are known from breaches, when the server has their list; no list is fetched and none is needed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGITS = 40  # of a SHA-1 digest in hexadecimal


class NotBreached:
    """Refuses a password whose SHA-1 is in the file AYNI_BREACHED_PASSWORDS: sorted lines, each beginning with one."""

    def validate(self, password: str, user: object | None = None) -> None:
        path = settings.AYNI_BREACHED_PASSWORDS
        if path and is_listed(password, Path(path)):
            raise ValidationError(
                _("This password is known to thieves: it was in a list of stolen ones. Choose another."),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return _("It must not be in a list of stolen passwords.")


def is_listed(password: str, path: Path) -> bool:
    """Whether the sorted file has the password's digest, by halving: a list of a billion takes some thirty reads."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as lines:
        low, high = 0, path.stat().st_size
        while low < high:
            middle = (low + high) // 2
            lines.seek(middle)
            if middle:
                lines.readline()  # the rest of a line
            line = lines.readline()[:DIGITS].upper()
            if line == wanted:
                return True
            if line and line < wanted:
                low = middle + 1
            else:
                high = middle
        lines.seek(0)
        return lines.readline()[:DIGITS].upper() == wanted
