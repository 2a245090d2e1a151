"""The gate of the screens: it opens to whom `doors` says; and a page for each refusal."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from ayni.commons import acting
from ayni.commons.access.doors import Reach
from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import User
from ayni.commons.audit import origin
from ayni.kernel.refusals import Refused
from ayni.web import doors, errors

#: Addresses with keys of their own.
OPEN_PATHS = ("/api/",)
#: How the codes begin of refusals for what does not exist, or lies in others' areas: the two are told alike.
ABSENT = ("not_found", "outside_area", "unknown_", "no_such_")


class SignedIn:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting.apart(), _origin(request):
            acting.become(request.user)
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Nothing behind a door is run for whom it does not open."""
        match = request.resolver_match
        if request.path.startswith(OPEN_PATHS) or match is None:
            return None
        door = doors.of(match)
        if door.reach is Reach.EVERYBODY:
            return None
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        try:
            door.check(request.user)
        except NotPermitted as refused:
            raise PermissionDenied(str(refused)) from refused
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal is a page with its reason, not a crash; what is elsewhere is not there."""
        if isinstance(error, NotPermitted):
            raise PermissionDenied(str(error)) from error
        if isinstance(error, ObjectDoesNotExist):
            raise Http404 from error
        if isinstance(error, Refused):
            if error.code.startswith(ABSENT):
                raise Http404 from error
            return errors.refused(request, error)
        return None


def _origin(request: HttpRequest) -> AbstractContextManager[origin.Origin]:
    """What the audit tells of where somebody came from. Proxies are believed as far as sign-in believes them."""
    road = origin.API if request.path.startswith(OPEN_PATHS) else origin.SCREEN
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    return origin.coming_from(road=road, address=origin.address_of(request.META, proxies=proxies))
