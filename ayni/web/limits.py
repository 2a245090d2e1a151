"""The limits of the screens: how often a door opens, and how much may come through it at once."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ayni.commons.limits import addresses, spending
from ayni.commons.limits.errors import TooMany
from ayni.web import errors

#: Addresses that have limits of their own.
APART = ("/api/",)
#: Addresses to which files of people are sent.
LARGE = ("/files/upload/", "/files/survey/", "/files/link/new/")
READING = {"GET", "HEAD", "OPTIONS"}


def door(kind: str, *, when: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view as a door of a kind that AYNI_LIMITS names; `when` is what must be asked for it to count."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.door = (kind, when)  # type: ignore[attr-defined]
        return view

    return mark


class Limited:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(APART) and _length(request) > _largest(request):
            return errors.too_large(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        kind, when = getattr(view, "door", ("", ""))
        if request.path.startswith(APART):
            return None
        try:
            if not request.user.is_authenticated:
                if request.method not in READING:
                    spending.spend("sign_in", addresses.of(request), at=timezone.now())
            elif kind and (not when or request.GET.get(when)):
                spending.spend(kind, request.user.pk, at=timezone.now())
            elif request.method == "POST" and request.FILES:
                spending.spend("upload", request.user.pk, at=timezone.now())
        except TooMany as refused:
            return errors.too_many(request, refused)
        return None


def _largest(request: HttpRequest) -> int:
    """Files of people are as large as a country's lists."""
    return settings.AYNI_LARGEST_FILE if request.path.startswith(LARGE) else settings.AYNI_LARGEST_REQUEST


def _length(request: HttpRequest) -> int:
    told = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(told) if told.isdecimal() else 0
