"""What happened to a household, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ayni.registry import queries as registry
from ayni.web import figures


@dataclass(frozen=True)
class Event:
    """One thing that happened on a day, and what else there is to say of it."""

    at: date
    says: str
    detail: str = ""

    @property
    def shown(self) -> str:
        return figures.day(self.at)


def of_household(record: registry.HouseholdRecord, received: Sequence[Any], payments: Sequence[Any]) -> list[Event]:
    """Registration, comings and goings, programmes begun and ended, payments."""
    every = [
        *_of_record(record),
        *_of_moves(record),
        *_of_members(record),
        *_of_programmes(received),
        *_of_payments(payments),
    ]
    return sorted(_together(every), key=lambda event: event.at, reverse=True)


def _together(events: Sequence[Event]) -> Iterator[Event]:
    """The same thing on the same day is told once, for everybody it happened to."""
    details: dict[tuple[date, str], list[str]] = {}
    for event in events:
        details.setdefault((event.at, event.says), []).append(event.detail)
    for (at, says), told in details.items():
        yield Event(at, says, " · ".join(detail for detail in told if detail))


def _of_record(record: registry.HouseholdRecord) -> Iterator[Event]:
    yield Event(record.registered_on, _("The household was registered"), record.source)
    if record.closed_on:
        yield Event(record.closed_on, _("The household's record was closed"))


def _of_moves(record: registry.HouseholdRecord) -> Iterator[Event]:
    for home in record.also.homes:
        if home.until and home.until <= record.on:
            yield Event(
                home.until, _("The household moved from %(place)s") % {"place": home.area_name}, home.left_because
            )


def _of_members(record: registry.HouseholdRecord) -> Iterator[Event]:
    for member in (*record.members, *record.former):
        if member.since and member.since > record.registered_on:
            yield Event(member.since, _("%(name)s came to live here") % {"name": member.name})
        if member.until and member.until <= record.on:
            yield Event(member.until, _("%(name)s left the household") % {"name": member.name}, member.left_because)


def _of_programmes(received: Sequence[Any]) -> Iterator[Event]:
    for one in received:
        whose = one.person.name if one.person else ""
        yield Event(one.starts_on, _("%(programme)s began") % {"programme": one.programme.title}, whose)
        if one.ends_on:
            yield Event(one.ends_on, _("%(programme)s ended") % {"programme": one.programme.title}, one.reason)


def _of_payments(payments: Sequence[Any]) -> Iterator[Event]:
    for line in payments:
        if line.settled_on and line.status == "paid":
            told = _("%(programme)s for %(month)s was paid")
            yield Event(line.settled_on, told % _words(line), figures.money(line.amount))
        elif line.settled_on and line.status == "returned":
            told = _("%(programme)s for %(month)s came back")
            yield Event(line.settled_on, told % _words(line), line.reason)


def _words(line: Any) -> dict[str, str]:
    return {"programme": line.cycle.programme.title, "month": figures.month(line.period_from)}
