"""What pages of filling in may do beyond other pages: ask the device where it is, and keep a worker for a lost link."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from ayni.web import security

CONTENT = f"{security.POLICY}; worker-src 'self'; manifest-src 'none'"
FEATURES = "camera=(), microphone=(), geolocation=(self)"


def allowed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page ask for the device's place; the content policy stays as strict as it is."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = CONTENT
        response.headers["Permissions-Policy"] = FEATURES
        return response

    return answer
