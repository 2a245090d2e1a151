"""The pages for what went wrong."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from ayni.commons.limits.errors import TooMany


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/not_permitted.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/not_found.html", status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What a page without a form asked cannot be done as things stand."""
    return render(request, "errors/refused.html", {"reason": str(exception)}, status=409)


def too_many(request: HttpRequest, refused: TooMany) -> HttpResponse:
    response = render(request, "errors/too_many.html", {"reason": str(refused)}, status=429)
    response["Retry-After"] = str(refused.seconds)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    megabytes = settings.AYNI_LARGEST_REQUEST // 1_000_000
    return render(request, "errors/too_large.html", {"megabytes": megabytes}, status=413)


def failed(request: HttpRequest) -> HttpResponse:
    """Written without the request: what failed may be the very database that knows who is reading."""
    return HttpResponse(render_to_string("errors/failed.html"), status=500)
