"""Long lists that are never counted: each page goes on from the last row of the page before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

SHOWN = 50


@dataclass(frozen=True)
class Addresses:
    """The address of the newest rows, when others are shown, and of the older ones, when there are any."""

    newest: str
    older: str
    #: The filters, for a file of the same.
    query: str


def after(request: HttpRequest) -> int | None:
    """The row after which the page begins; anything that is no number is the beginning."""
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def of(request: HttpRequest, stretch: Any) -> Addresses:
    given = request.GET.copy()
    given.pop("after", None)
    query = given.urlencode()
    older = f"?{query}&after={stretch.after}" if stretch.after is not None else ""
    return Addresses(f"?{query}" if after(request) is not None else "", older, query)
