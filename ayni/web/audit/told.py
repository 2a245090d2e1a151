"""The audit in words: entries, looks, grants and changed fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.commons.audit import changes
from ayni.web import figures

ROADS = {
    "screen": gettext_lazy("A screen"),
    "api": gettext_lazy("The API"),
    "command": gettext_lazy("A command"),
    "job": gettext_lazy("Background work"),
}
KINDS = {
    "record": gettext_lazy("Opened a record"),
    "list": gettext_lazy("Took out a list"),
    "export": gettext_lazy("Took out a file"),
}
#: The page of a record, by what it is.
PAGES = {
    "registry.household": "web:household",
    "registry.person": "web:person",
    "benefits.paymentcycle": "web:cycle",
    "benefits.paymentline": "web:line",
}
CODES = {"registry.household": "H", "registry.person": "P"}
WORDS = {
    "access.user": gettext_lazy("User account"),
    "registry.household": gettext_lazy("Household"),
    "registry.person": gettext_lazy("Person"),
}


@dataclass(frozen=True)
class Subject:
    """What an entry or a look is about, in words, and its own page if it has one."""

    name: str
    word: str
    address: str


@dataclass(frozen=True)
class Change:
    """A field of the record before and after; `is_hidden` when only the fact of its change is kept."""

    field: str
    before: str
    after: str
    is_hidden: bool


@dataclass(frozen=True)
class Seen:
    """On a day, somebody of an office opened the record, so many times, for a purpose. No names."""

    on: date
    offices: tuple[str, ...]
    purpose: str
    times: int


def subject(name: str) -> Subject | None:
    """A record's name as the audit keeps it, in words: registry.household:12 is Household H00000012."""
    label, _colon, key = name.partition(":")
    if not key:
        return None
    code = f"{CODES[label]}{int(key):08d}" if label in CODES and key.isdecimal() else key
    page = PAGES.get(label)
    return Subject(name, f"{_kind(label)} {code}", reverse(page, args=[key]) if page and key.isdecimal() else "")


def road(code: str) -> str:
    return str(ROADS.get(code, code or _("Not known")))


def kind(code: str) -> str:
    return str(KINDS.get(code, code))


def grants(authority: Sequence[dict[str, Any]]) -> list[str]:
    """By which grants: "District officer, 0101, lent by amina"."""
    return [_grant(one) for one in authority]


def changed(told: dict[str, Any]) -> list[Change]:
    """The record's fields that were changed."""
    return [
        Change(field, "", "", True) if values == changes.CHANGED else Change(field, *map(_value, values), False)
        for field, values in told.items()
    ]


def seen(looks: Iterable[Any]) -> list[Seen]:
    """Looks as they are shown to the person: by day, office and purpose, newest first."""
    keyed = [((timezone.localdate(one.at), _offices(one.authority), purpose(one.purpose)), one) for one in looks]
    grouped = groupby(sorted(keyed, key=lambda one: one[0], reverse=True), key=lambda one: one[0])
    return [Seen(*key, times=len(list(ones))) for key, ones in grouped]


def purpose(text: str) -> str:
    """In the reader's language when it is one of the program's own."""
    return _(text) if text else ""


def _offices(authority: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The roles, each with its institution: all that the person is told of who it was."""
    named = {figures.listed(filter(None, (_role(one.get("role", "")), one.get("institution")))) for one in authority}
    return tuple(sorted(named))


def _grant(one: dict[str, Any]) -> str:
    where = one.get("area") or _("everywhere")
    told = [_role(one.get("role", "")), where, *filter(None, [one.get("institution")])]
    if one.get("lent_by"):
        told.append(_("lent by %(who)s") % {"who": one["lent_by"]})
    return figures.listed(told)


def _role(code: str) -> str:
    shipped = settings.AYNI_ROLES.get(code)
    return str(shipped["label"]) if shipped else code


def _kind(label: str) -> str:
    if label in WORDS:
        return str(WORDS[label])
    try:
        return str(apps.get_model(label)._meta.verbose_name).capitalize()
    except LookupError:
        return label


def _value(value: Any) -> str:
    if value is None or value == "":
        return "—"
    return {True: _("Yes"), False: _("No")}.get(value, str(value)) if isinstance(value, bool) else str(value)
