"""What is wrong with something that was proposed, and what to write instead."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _


def no_such_field(name: str, known: Sequence[str]) -> str:
    return _("“%(name)s” is not asked here. What is asked: %(known)s.") % {
        "name": name[:60],
        "known": _(", ").join(filter(None, known)) or "—",
    }


def wrong_field(label: Any, error: object) -> str:
    return f"{label}: {error}"


def field_missing(label: Any) -> str:
    return _("%(field)s: this is needed.") % {"field": label}


def write_text(most: int) -> str:
    return _("write at most %(most)s letters.") % {"most": most}


def choose_of(codes: Sequence[str]) -> str:
    return _("choose one of: %(codes)s.") % {"codes": _(", ").join(codes)}


def write_day() -> str:
    return _("write the day as 2026-07-01.")


def write_partial_day() -> str:
    return _("write the day as 2026-07-01, or only 2026-07 or 2026.")


def write_number() -> str:
    return _("write the number that is on the card or the letter.")


def write_answers() -> str:
    return _("give the answers by the name of their variable.")


def sensitive_answer(name: str) -> str:
    return _("“%(name)s” is a sensitive answer. Record it on the record itself, where it is sealed.") % {"name": name}
