"""The public page on which anybody checks a card, and the two files with which it is done elsewhere.

The page checks by itself: what is scanned or typed never leaves the browser, and the part of a link behind # is never
sent to a server.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ayni.identity import queries
from ayni.web.cards import words

TEXT = "text/plain; charset=utf-8"


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "cards/check.html", {"says": words.SAYS, "keys": queries.public_keys()})


def keys(request: HttpRequest) -> HttpResponse:
    """The public keys of cards: no secret, and with them anybody checks one."""
    return _file(queries.public_keys(), "card-keys.txt")


def ended(request: HttpRequest) -> HttpResponse:
    """The signed list of cards that count no longer; serials alone."""
    return _file(queries.ended_list(at=timezone.now()), "ended-cards.txt")


def _file(text: str, name: str) -> HttpResponse:
    """Shown, and kept under its name by who keeps it: anybody may have it, so it is no export."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(text, content_type=TEXT, headers=headers)
