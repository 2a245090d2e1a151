"""The door of the screens: signed in, unless a page says it is open."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from ayni.commons.access.errors import NotPermitted, OutsideArea

OPEN_APPS = {"api"}


def is_open(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a page that needs no sign-in."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


class SignedIn:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.user.is_authenticated or getattr(view, "is_open", False):
            return None
        if request.resolver_match and request.resolver_match.app_name != "web":
            return None  # the API has its own keys
        return redirect_to_login(request.get_full_path())

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal of access is a page with its reason, not a crash."""
        if isinstance(error, NotPermitted | OutsideArea):
            raise PermissionDenied(str(error)) from error
        return None
