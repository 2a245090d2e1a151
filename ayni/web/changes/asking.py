"""Asking for a change: what kind, what is proposed with its effect shown before, and the papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.intake.actions import changes as actions
from ayni.intake.queries import changes
from ayni.kernel.refusals import Refused
from ayni.registry import queries as registry
from ayni.web.attempts import attempt
from ayni.web.changes import forms

PAGES = {"person": "web:person", "household": "web:household"}


def choose(request: HttpRequest, entity: str, record_id: int) -> HttpResponse:
    whom = _whom(request, entity, record_id)
    kinds = [one for one in changes.KINDS.values() if one.of == entity and one.is_offered]
    return render(request, "changes/choose.html", {"whom": whom, "kinds": kinds, **_back(whom)})


def ask(request: HttpRequest, entity: str, record_id: int, kind: str) -> HttpResponse:
    asked = changes.KINDS.get(kind)
    if asked is None or asked.of != entity or not asked.is_offered:
        raise Http404
    whom = _whom(request, entity, record_id)
    variables = forms.fields_of(registry.dictionary().of(asked.of)) if kind.endswith("facts") else ()
    form = forms.ChangeForm(request.POST or None, kind=asked, whom=whom, variables=variables)
    if form.is_confirmed() and attempt(form, actions.make_change, form.change, at=timezone.now(), by=request.user):
        messages.success(request, _("It is written down. Another officer checks it."))
        return redirect("web:change", form.result.pk)
    shown = {"whom": whom, "kind": asked, "form": form, "effect": _effect(form), **_back(whom)}
    return render(request, "changes/ask.html", shown)


def evidence(request: HttpRequest, change_id: int) -> HttpResponse:
    found = changes.change(change_id, reader=request.user)
    form = forms.EvidenceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        paper = form.cleaned_data["paper"]
        if attempt(form, actions.add_evidence, found, content=paper, by=request.user):
            messages.success(request, _("The paper is kept with the request."))
            return redirect("web:change", change_id)
    return render(request, "changes/evidence.html", {"change": found, "form": form})


def _effect(form: forms.ChangeForm) -> Any:
    """What the change would do, once its answers fit; what does not fit is told on the form."""
    if not form.is_shown:
        return None
    try:
        return actions.effect(form.change, on=timezone.localdate())
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _whom(request: HttpRequest, entity: str, record_id: int) -> changes.Whom:
    if entity not in PAGES:
        raise Http404
    return changes.whom(entity, record_id, reader=request.user, on=timezone.localdate())


def _back(whom: changes.Whom) -> dict[str, Any]:
    return {"back_url": reverse(PAGES[whom.entity], args=[whom.id]), "back": whom.name}
