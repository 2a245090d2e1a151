"""A list of decisions as a queue: where one stands in it, and the address of the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from ayni.enrolment import queries


@dataclass(frozen=True)
class Place:
    """A list's filters, and how many of it come before this one. `total` is known once the list was asked."""

    status: str = ""
    area: str = ""
    at: int = 0
    total: int = 0

    @property
    def query(self) -> str:
        return urlencode({"status": self.status, "area": self.area, "at": self.at})

    @property
    def filters(self) -> str:
        return urlencode({"status": self.status, "area": self.area})

    @property
    def number(self) -> int:
        return self.at + 1

    @property
    def has_next(self) -> bool:
        return self.number < self.total

    @property
    def skipped(self) -> Place:
        """The next of the list, when this one stays in it."""
        return replace(self, at=self.at + 1)

    @property
    def acted(self) -> Place:
        """The next of the list after something was decided: one of a filtered list has left it."""
        return self if self.status else self.skipped


def asked(request: HttpRequest) -> Place | None:
    """The place that the address names; None for a decision that was opened by itself."""
    given = request.GET
    if not given.get("at", "").isdecimal():
        return None
    return Place(given.get("status", ""), given.get("area", ""), min(int(given["at"][:8]), 10_000_000))


def counted(place: Place, run: Any, version: Any, reader: Any) -> Place:
    """The same place, knowing how long the list is."""
    page = queries.decisions(run, version, place.status or None, reader, area=place.area, limit=0)
    return replace(place, total=page.total)


def address(decision: Any, place: Place | None) -> str:
    """Where to go after a decision: on in the queue, or to the decision that was opened by itself."""
    if place is None:
        return reverse("web:decision", args=[decision.pk])
    return f"{reverse('web:decision_at', args=[decision.run_id, decision.version_id])}?{place.query}"
