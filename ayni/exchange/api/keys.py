"""Who asks: an API token, a service account's token, or somebody signed in to the screens; and whether they may.

Each operation has its keys, which know its door: as soon as it is known who asks, the door is looked at.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from ayni.commons import acting
from ayni.commons.access.doors import Door
from ayni.commons.access.models import User
from ayni.commons.signing import keys as signing

LONGEST = 200  # characters of a token we are willing to digest


class Token(HttpBearer):
    """`Authorization: Bearer <token>`: the token acts as its user, within what the token may do.

    `request.key` names it (`token:12`, `partner:3`), so that who uses it too much can be told apart.
    """

    def __init__(self, door: Door) -> None:
        super().__init__()
        self.door = door

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        if not token or len(token) > LONGEST:
            return None
        found = signing.bearer(token, at=timezone.now())
        if found is None:
            return None
        user = found.user
        request.user, request.key = user, found.name  # type: ignore[attr-defined]
        acting.become(user)
        self.door.check(user)
        return user


class Session(APIKeyCookie):
    """The session of the screens, for our own pages. What changes something also needs the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, door: Door) -> None:
        super().__init__(csrf=False)  # checked here, and only where something changes
        self.door = door

    def __call__(self, request: HttpRequest) -> User | None:
        # A bad token is refused, not replaced by whoever happens to be signed in.
        if "Authorization" in request.headers or not isinstance(request.user, User):
            return None
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        if not _is_ours(request):
            raise HttpError(403, "This request did not come from our own page: its CSRF token is missing or wrong.")
        user = request.user
        if not isinstance(user, User):
            return None
        self.door.check(user)
        return user


class _Check(CsrfViewMiddleware):
    """Django's own check, without its page: the answer is a problem."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponseForbidden(reason)


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _is_ours(request: HttpRequest) -> bool:
    """Whether the request carries the CSRF token of our own pages; what changes nothing needs none."""
    check = _Check(_nothing)
    # The middleware has passed the API by: its keys come without cookies.
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    check.process_request(request)
    return check.process_view(request, _nothing, (), {}) is None


def reader(request: HttpRequest) -> User:
    """Who asks, once the door has let them in."""
    user = request.user
    if not isinstance(user, User):
        raise HttpError(401, "Sign in, or send a token.")
    return user
