"""The pages for what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/not_permitted.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/not_found.html", status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What a page without a form asked cannot be done as things stand."""
    return render(request, "errors/refused.html", {"reason": str(exception)}, status=409)


def failed(request: HttpRequest) -> HttpResponse:
    """Written without the request: what failed may be the very database that knows who is reading."""
    return HttpResponse(render_to_string("errors/failed.html"), status=500)
