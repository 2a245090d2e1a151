"""The page that shows every operation, from our own files: nothing is fetched from elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


class Page(DocsBase):
    """Swagger UI with a script of our own, so that it runs under the content policy of every page."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        return render(request, "api/docs.html", {"title": api.title, "openapi": self.get_openapi_url(api, kwargs)})
