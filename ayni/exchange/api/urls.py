"""The API's operations, gathered, and its addresses."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router
from ninja.operation import Operation

from ayni.commons.limits.errors import TooMany
from ayni.exchange.api import (
    assessments,
    audit,
    campaigns,
    changes,
    decisions,
    dictionary,
    docs,
    doors,
    doubles,
    insight,
    limits,
    merges,
    overpayments,
    payments,
    people,
    places,
    privacy,
    problems,
    programmes,
    runs,
    work,
)

DESCRIPTION = """
The single registry, its programmes and its payments, for other systems. Every operation does what a screen does,
under the same permissions and areas; opening a person's or a household's record is recorded.

Sign in with `Authorization: Bearer <token>`; an administrator makes tokens. Amounts are decimal texts in the
currency's minor unit; days are ISO 8601. A refusal is always `{"code", "title", "detail", "where"}`.
"""
ROUTERS: dict[str, Router] = {
    "people": people.router,
    "changes": changes.router,
    "programmes": programmes.router,
    "dictionary": dictionary.router,
    "runs": runs.router,
    "decisions": decisions.router,
    "payments": payments.router,
    "doubles": doubles.router,
    "merges": merges.router,
    "overpayments": overpayments.router,
    "insight": insight.router,
    "assessments": assessments.router,
    "places": places.router,
    "privacy": privacy.router,
    "campaigns": campaigns.router,
    "work": work.router,
    "audit": audit.router,
}


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return doors.name(operation)


def made() -> NinjaAPI:
    """Version 1: each area's operations under its own name."""
    api = Api(
        title="Ayni",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api",
        docs=docs.Page(),
        throttle=[limits.Often()],
        parser=limits.Bounded(),
    )
    problems.install(api)
    for area, router in ROUTERS.items():
        doors.shut(router)
        api.add_router(f"/{area}", router)
    return api


def _told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose "method not allowed" has the shape of every problem."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:  # the root, where no operation lives
            return unknown(request)
        except TooMany as refused:
            return problems.too_many(refused)
        if response.status_code != 405:
            return response
        told = problems.problem(405, f"This address takes {response['Allow']}.")
        told["Allow"] = response["Allow"]
        return told

    return csrf_exempt(answer)  # the keys check it where a session is used


def unknown(request: HttpRequest) -> HttpResponse:
    return problems.problem(404, "No operation has this address. They are listed at /api/v1/docs.")


def _addresses(api: NinjaAPI) -> Any:
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _told(pattern.callback)
    return patterns, app, namespace


api = made()
urls = include([path("v1/", _addresses(api)), re_path("", unknown)])
