"""What a phone may ask: the list of forms, a form, its files, and sending one filled in."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from ayni.commons import acting
from ayni.commons.access.errors import NotPermitted
from ayni.commons.limits.errors import TooMany
from ayni.exchange.openrosa import answers, bodies, entry
from ayni.intake import actions, errors, queries
from ayni.kernel.refusals import Refused

View = Callable[..., HttpResponse]
STATUSES: tuple[tuple[type[Refused], int], ...] = (
    (entry.NotKnown, 401),
    (entry.NotPrivate, 403),
    (entry.SecondFactorBound, 403),
    (NotPermitted, 403),
    (errors.NoSuchQuestionnaire, 404),
    (errors.TooLarge, 413),
    (TooMany, 429),
)


def door(*methods: str) -> Callable[[View], View]:
    """Who asks is known before anything is done, and every answer has the protocol's own shape."""

    def declare(view: View) -> View:
        @csrf_exempt  # no cookie is looked at here
        @wraps(view)
        def answer(request: HttpRequest, key: str | None = None, **asked: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    told = answers.message(_("This address does not take that."), 405)
                    told["Allow"] = ", ".join(methods)
                else:
                    is_counted = request.method != "HEAD"
                    phone = entry.phone(request, key, at=timezone.now(), is_counted=is_counted)
                    acting.become(phone.user)
                    told = view(request, phone, **asked)
            except Refused as refused:
                told = _refused(refused, by_key=key is not None)
            return answers.headed(told, at=time.time())

        return answer

    return declare


def _refused(refused: Refused, *, by_key: bool) -> HttpResponse:
    status = next((status for kind, status in STATUSES if isinstance(refused, kind)), 400)
    told = answers.message(str(refused), status, "submit_error")
    if status == 401 and not by_key:
        told["WWW-Authenticate"] = f'Basic realm="{entry.REALM}", charset="UTF-8"'
    if isinstance(refused, TooMany):
        told["Retry-After"] = str(refused.seconds)
    return told


@door("GET", "HEAD")
def form_list(request: HttpRequest, phone: entry.Phone) -> HttpResponse:
    """Every form this phone may fill in; all published versions of each when it asks for them."""
    found = queries.offered(
        phone.user,
        all_versions=request.GET.get("listAllVersions", "").lower() == "true",
        form_id=request.GET.get("formID", ""),
    )
    rows = [
        {
            "formID": one.questionnaire.code,
            "name": one.questionnaire.name,
            "version": one.version,
            "hash": one.hash,
            "downloadUrl": _address(request, "form", version_id=one.pk),
            **({"manifestUrl": _address(request, "manifest", version_id=one.pk)} if one.tree.get("files") else {}),
        }
        for one in found
    ]
    return answers.listed(answers.LIST, "xforms", "xform", rows)


@door("GET", "HEAD")
def form(request: HttpRequest, phone: entry.Phone, version_id: int) -> HttpResponse:
    found = queries.served(version_id, reader=phone.user)
    return HttpResponse(found.xform, content_type=answers.XML)


@door("GET", "HEAD")
def manifest(request: HttpRequest, phone: entry.Phone, version_id: int) -> HttpResponse:
    """The files of a form, with the list of the areas where this phone's officer works."""
    found = queries.media(queries.served(version_id, reader=phone.user), reader=phone.user)
    rows = [
        {
            "filename": one.name,
            "hash": one.hash,
            "downloadUrl": _address(request, "media", version_id=version_id, name=one.name),
        }
        for one in found
    ]
    return answers.listed(answers.MANIFEST, "manifest", "mediaFile", rows)


@door("GET", "HEAD")
def media(request: HttpRequest, phone: entry.Phone, version_id: int, name: str) -> HttpResponse:
    found = queries.media(queries.served(version_id, reader=phone.user), reader=phone.user)
    one = next((one for one in found if one.name == name), None)
    if one is None:
        raise errors.NoSuchQuestionnaire(name)
    told = HttpResponse(one.content, content_type=one.media_type)
    told["Content-Disposition"] = "attachment"
    return told


@door("HEAD", "POST")
@sensitive_variables()
def submission(request: HttpRequest, phone: entry.Phone) -> HttpResponse:
    """Keep a filled-in form and its files. Asked first with HEAD, a phone is told where to send and how much."""
    here = request.build_absolute_uri(request.path)
    if request.method == "HEAD":
        told = HttpResponse(status=204)
        told["Location"] = here
        return told
    sent = bodies.read(request)
    try:
        actions.receive_submission(
            sent.xml,
            by=phone.user,
            at=timezone.now(),
            files=sent.files,
            key=phone.key,
            device=request.GET.get("deviceID", ""),
        )
    except errors.SentByAnother as there:
        if sent.files:
            return answers.message(str(there), 409, "submit_error")
    if sent.is_incomplete:
        told = answers.message(_("Received and kept; more of its files are still to come."), 202, "submit_success")
    else:
        told = answers.message(_("Received and kept."), 201, "submit_success")
    told["Location"] = here
    return told


def _address(request: HttpRequest, page: str, /, **asked: Any) -> str:
    """An address beside the one that was asked, with the same key in it."""
    match = request.resolver_match
    key = {"key": match.kwargs["key"]} if match and "key" in match.kwargs else {}
    space = "openrosa_by_key" if key else "openrosa"
    return request.build_absolute_uri(reverse(f"openrosa:{space}:{page}", kwargs={**asked, **key}))
