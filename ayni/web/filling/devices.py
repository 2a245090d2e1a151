"""What a device needs to go on without a link: the logic of a questionnaire, its pages with nothing in them, and a key.

The key is made on the device from a secret that is another for each officer and each device, so that one who signs in
again opens what they left there, and nobody else. What comes back is taken once, by the form's own number.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from ayni.commons.uploads.errors import NotTaken
from ayni.engines.questionnaires import instances, tree
from ayni.engines.questionnaires.tree import Question
from ayni.intake import errors
from ayni.intake import queries as intake
from ayni.intake.actions import drafts as actions
from ayni.intake.actions.submissions_files import File
from ayni.intake.queries import drafts
from ayni.kernel.refusals import Refused
from ayni.web.filling import controls, pages, policy, saving
from ayni.web.filling.controls import Asked
from ayni.web.filling.work import Logic, months

#: How long a device opens what is kept on it after it last had a link.
TERM = timedelta(hours=12)
LARGEST_ANSWERS = 5 * 1024 * 1024


def worker(request: HttpRequest) -> HttpResponse:
    """The worker, from an address that keeps it to the pages of filling in."""
    found = finders.find("ayni/filling-worker.js")
    answer = HttpResponse(Path(str(found)).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@sensitive_variables()
def device(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and the secret of which this device makes their key."""
    named = f"{request.user.pk}\x1f{request.GET.get('device', '')[:64]}"
    secret = salted_hmac("ayni.web.filling.devices", named, algorithm="sha256").digest()
    told = {
        "user": request.user.pk,
        "secret": b64encode(secret).decode(),
        "until": int((timezone.now() + TERM).timestamp() * 1000),
        "csrf": get_token(request),
    }
    return JsonResponse(told)


def definition(request: HttpRequest, version_id: int) -> JsonResponse:
    """The logic of a questionnaire, with its lists: of nobody, and the same for every form of it."""
    version = intake.served(version_id, reader=request.user)
    form = tree.from_data(version.tree)
    logic = Logic.of(version, form, request.user)
    language = (translation.get_language() or "en").partition("-")[0]
    told = {
        "tree": version.tree,
        "files": logic.files,
        "language": language,
        "members": logic.mapped.members,
        "parents": sorted(logic.parents),
        "version": version.pk,
        "username": request.user.get_username(),
    }
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "private, max-age=60"
    return answer


@policy.allowed
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown when there is no link: what is kept on the device, and what can be begun."""
    return render(request, "filling/offline.html", {"versions": intake.offered(request.user)})


@policy.allowed
def offline_form(request: HttpRequest, version_id: int) -> HttpResponse:
    """Every page of a questionnaire with nothing in it; the script shows one at a time."""
    version = intake.served(version_id, reader=request.user)
    form = tree.from_data(version.tree)
    logic = Logic.of(version, form, request.user)
    shown = {
        "version": version,
        "parts": list(_parts(pages.parts(form), "", logic)),
        "title": version.questionnaire.name,
    }
    return render(request, "filling/offline_form.html", shown)


def _parts(parts: tuple[pages.Part, ...], above: str, logic: Logic) -> Any:
    for part in parts:
        key = f"{above}{part.number}"
        title = part.title or part.repeat
        heading = controls.title_of(title, logic.form, KEPT) if title else ""
        items = [_blank(one, logic) if isinstance(one, Question) else one for one in part.items]
        yield {
            "key": key,
            "title": heading,
            "repeat": part.repeat.path if part.repeat else "",
            "items": [one for one in items if one is not None],
        }
        if part.repeat:
            yield from _parts(part.inner, f"{key}/*/", logic)


class _Kept(dict[str, str]):
    """Leaves the answers that a label names to be put in on the device."""

    def get(self, name: str, default: Any = None) -> Any:
        return "${" + name + "}"


KEPT = _Kept()


def _blank(question: Question, logic: Logic) -> Asked | None:
    if not pages.is_shown(question):
        return None
    listed = logic.listed(question) if question.type in ("select_one", "select_multiple") else []
    kind = controls.kind_of(question, logic.words, len(listed))
    return Asked(
        question,
        kind,
        controls.title_of(question, logic.form, KEPT),
        controls.text_of(question.hints, logic.form, KEPT),
        is_required=bool(question.required),
        offers=() if kind == "search" else controls.offers(listed, logic.form, "", KEPT),
        months=months() if kind in ("date", "partial") else (),
        mode=controls.PLAIN.get(question.type, ("", ""))[1],
    )


@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def sync(request: HttpRequest) -> JsonResponse:
    """Take a form from a device, as often as it is sent: kept where it is not whole, sent once where it is."""
    try:
        told = _received(request)
    except errors.FormMovedOn as refused:
        return JsonResponse({"status": "conflict", "text": str(refused)}, status=409)
    except errors.FormOver as refused:
        return JsonResponse({"status": "over", "text": str(refused)})
    except (Refused, NotTaken, ValueError, LookupError) as refused:
        return JsonResponse({"status": "refused", "text": str(refused) or _("The form cannot be read.")}, status=409)
    return JsonResponse(told)


@sensitive_variables()
def _received(request: HttpRequest) -> dict[str, Any]:
    by, at, sent = request.user, timezone.now(), request.POST
    version = intake.version(int(sent["version"]), reader=by)
    if version is None:
        raise errors.NotFillable
    household = int(sent["household"]) if sent.get("household") else None
    row = actions.begin_form(version, by=by, at=at, instance_id=sent["instance"], household=household)
    if row.by_id != by.pk:
        raise errors.NoSuchForm(sent["instance"][:60])
    row = drafts.numbered(sent["instance"], reader=by)
    if row.status == "sent":
        return {"status": "sent", "number": str(row.submission)}
    answers, removed = _answers(sent.get("answers", "")), _removed(sent.get("removed", ""))
    found = drafts.opened(row, at=at)
    revision = int(sent.get("revision") or 0)
    is_new = revision <= 0 and row.revision == 0
    if found.answers != answers or request.FILES:
        taken = [File(*one) for one in _files(request, found.form, answers)]
        told = row.revision if is_new or revision == -1 else revision
        row = actions.save_form(row, answers=answers, removed=removed, revision=told, files=taken, by=by, at=at)
    if not sent.get("complete"):
        return {"status": "saved", "revision": row.revision, "draft": row.pk}
    try:
        row = actions.send_form(row, by=by, at=at)
    except errors.StillProblems as refused:
        return {"status": "saved", "revision": row.revision, "draft": row.pk, "text": str(refused)}
    return {"status": "sent", "number": str(row.submission)}


def _answers(text: str) -> dict[str, Any]:
    if len(text) > LARGEST_ANSWERS:
        raise ValueError
    told = json.loads(text)
    if not isinstance(told, dict):
        raise ValueError
    return told


def _removed(text: str) -> list[dict[str, Any]]:
    told = json.loads(text or "[]")
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _files(request: HttpRequest, form: tree.Form, answers: dict[str, Any]) -> Any:
    """The files that came with it, each held to what its question asks for; a picture keeps the name it was given."""
    instance = drafts.made(form, answers, now=timezone.localtime(), files={})
    named = {node.text: node.item for _where, node in instances.addresses(instance) if node.text}
    for file in request.FILES.getlist("files"):
        question = named.get(file.name)
        if isinstance(question, Question) and question.type in ("image", "audio", "video", "file"):
            content, _ending, media_type = saving.taken(file, question)
            yield file.name, media_type, content
