"""Households that the reader is writing down, and where they may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ayni.commons.access.models import User
from ayni.commons.directory.models import Area
from ayni.kernel import partial_dates
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import models, permissions
from ayni.registry.errors import drafts as refusals

#: So many areas are chosen from a list; more are looked for by name or code.
LISTED = 200


def drafts(reader: User) -> list[models.RegistrationDraft]:
    """One's own, the last written first; none for who may register nobody."""
    if not reader.may(permissions.REGISTER):
        return []
    return list(models.RegistrationDraft.objects.filter(owner=reader, household=None))


def draft(draft_id: int, reader: User) -> models.RegistrationDraft:
    """One of one's own, registered or not. Refuses: NoSuchDraft."""
    found = models.RegistrationDraft.objects.select_related("household").filter(owner=reader, pk=draft_id).first()
    if found is None:
        raise refusals.NoSuchDraft
    return found


def born(told: Mapping[str, Any], on: date) -> tuple[PartialDate | None, str]:
    """A birth as it was written down: a day, a month or a year (ISO 8601), or an age on the day of writing."""
    written = str(told.get("born") or "")
    if len(written) == len("2026"):
        return partial_dates.of_year(int(written)), models.BirthKnown.YEAR
    if len(written) == len("2026-01"):
        return partial_dates.of_month(int(written[:4]), int(written[5:])), models.BirthKnown.MONTH
    if written:
        day = date.fromisoformat(written)
        return PartialDate(day, day), models.BirthKnown.DAY
    if told.get("age") not in (None, ""):
        asked_on = date.fromisoformat(told["asked_on"]) if told.get("asked_on") else on
        return partial_dates.of_age(int(told["age"]), asked_on), models.BirthKnown.ESTIMATED
    return None, ""


def place_of(code: str) -> Area | None:
    """The area that a draft names."""
    return Area.objects.filter(code=code).defer("shape").first() if code else None


def places(reader: User) -> list[Area]:
    """The smallest areas in which the reader may register people, by name; none when they are too many for a list."""
    held = reader.where(permissions.REGISTER)
    lowest = Area.objects.filter(children=None, until=None).defer("shape").select_related("parent")
    found = list((lowest if "/" in held else lowest.within(held))[: LISTED + 1])
    return sorted(found, key=lambda area: area.name) if len(found) <= LISTED else []


def places_called(text: str, reader: User) -> list[Area]:
    """Areas in which the reader may register people, by their code or a name in any language; the first few."""
    held = reader.where(permissions.REGISTER)
    asked = Area.objects.filter(until=None).defer("shape").select_related("parent")
    asked = asked if "/" in held else asked.within(held)
    exact = list(asked.filter(code__iexact=text)[:1])
    return exact or list(asked.filter(names__icontains=text).order_by("-level", "code")[:10])
