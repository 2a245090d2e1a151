"""States, sources, answers and reasons in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
#: What is compared.
FIELDS: Mapping[str, Any] = {
    "given": _("Given name"),
    "middle": _("Middle name"),
    "family": _("Family name"),
    "birth": _("Day of birth"),
    "sex": pgettext_lazy("of a person", "Sex"),
    "place": _("Place"),
    "phone": _("Telephone"),
    "household": _("Household"),
    "relatives": _("Who they live with"),
}
#: What was found, by what is compared; the general word is under "".
FOUND: Mapping[str, Mapping[str, Any]] = {
    "": {
        "same": _("the same"),
        "near": _("nearly the same"),
        "letter": _("one letter differs"),
        "letters": _("a few letters differ"),
        "sound": _("sounds the same"),
        "part": _("a part is the same"),
        "swapped": _("given and family name changed places"),
        "exchanged": _("given and family name changed places"),
        "exchanged_sound": _("given and family name changed places, and sound the same"),
        "different": _("different"),
        "unknown": _("not known"),
    },
    "birth": {
        "same": _("the same day"),
        "turned": _("day and month changed places"),
        "digit": _("one digit differs"),
        "other_year": _("the same day of another year"),
        "first_of_year": _("the same year; one is the first of January"),
        "year_and_part": _("the same year, and the same month or day"),
        "year": _("the same year"),
        "near": _("within two years"),
        "decade": _("within ten years"),
        "different": _("more than ten years apart"),
    },
}


def field(name: str, labels: Mapping[str, str] | None = None) -> str:
    """What a comparison is of; an identifier by what it is called (`labels`)."""
    known = (labels or {}).get(name) or FIELDS.get(name)
    return str(known) if known else name.replace("_", " ").capitalize()


def found(name: str, code: str) -> str:
    """What a comparison found."""
    if code.startswith("same_place_"):
        return _text("the same, down to level %(level)s") % {"level": code.rpartition("_")[2]}
    own = FOUND.get(name, {})
    known = own.get(code) or FOUND[""].get(code)
    return str(known) if known else code.replace("_", " ")
