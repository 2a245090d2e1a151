"""Tokens for service accounts, by OAuth2 client credentials: `/oauth/token`, and `/oauth/revoke` to end one."""

from base64 import b64decode
from binascii import Error as NotBase64

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from oauth2_provider import views

from ayni.commons.signing import waits

_token = views.TokenView.as_view()
_revoke = views.RevokeTokenView.as_view()


@csrf_exempt
@never_cache
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Give a token; who fails too often with a client id waits, as at the sign-in of people."""
    name, address = f"client:{_client(request)}", get_adapter().get_client_ip(request)
    wait = waits.attempted(name, address, at=timezone.now())
    if wait is not None:
        told = {"error": "temporarily_unavailable", "error_description": "Too many failed attempts. Wait, then retry."}
        refused = JsonResponse(told, status=429)
        refused["Retry-After"] = str(int(wait.total_seconds()) + 1)
        return refused
    answer: HttpResponse = _token(request)
    if answer.status_code != 401:
        waits.succeeded(name, address)
    return answer


@csrf_exempt
@never_cache
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = _revoke(request)
    return answer


def _client(request: HttpRequest) -> str:
    """The client id that is claimed, in the form or in the header."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            return b64decode(given).decode("utf-8", "replace").partition(":")[0]
        except (NotBase64, ValueError):
            return ""
    return request.POST.get("client_id", "")


urlpatterns = [path("token", token, name="oauth_token"), path("revoke", revoke, name="oauth_revoke")]
