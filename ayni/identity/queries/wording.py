"""States, sources and answers in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ayni.identity import lifecycle

STATES: Mapping[str, Any] = {
    lifecycle.WAITING: _("Waits to be read"),
    lifecycle.SECOND: _("Waits for a second reader"),
    lifecycle.THIRD: _("Waits for a third reader"),
    lifecycle.SAME: _("The same person"),
    lifecycle.DIFFERENT: _("Different people"),
    lifecycle.UNSURE: _("It cannot be told"),
    lifecycle.MERGED: _("Merged"),
    lifecycle.OVERTAKEN: _("One of them was merged with another record"),
}
SOURCES: Mapping[str, Any] = {
    "run": _("Search through the registry"),
    "desk": _("At the desk"),
    "file": _("From a file"),
    "officer": _("Told by an officer"),
}
ANSWERS: Mapping[str, Any] = {
    lifecycle.SAME: _("The same person"),
    lifecycle.DIFFERENT: _("Different people"),
    lifecycle.UNSURE: _("Not sure"),
}
